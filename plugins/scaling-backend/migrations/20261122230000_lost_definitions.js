/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('lost_definitions', table => {
    table.comment(
      'Since when definitions are missed of which objects were known',
    );
    table.string('cluster').notNullable();
    table.string('resource').notNullable().comment('fleets.agones.dev');
    table.bigInteger('since_ms').notNullable().comment('Unix');
    table.primary(['cluster', 'resource']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('lost_definitions');
};
