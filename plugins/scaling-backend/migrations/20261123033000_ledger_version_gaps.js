/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('ledger_version_gaps', table => {
    table.comment('Times in which versions of a workload may have been missed');
    table.string('id', 64).primary().comment('Follows from what is below');
    table.string('entity_ref').notNullable();
    table.string('cluster').notNullable();
    table.string('workload', 400).notNullable().comment('Kind/namespace/name');
    table.bigInteger('from_ms').notNullable().comment('Unix');
    table.bigInteger('to_ms').notNullable().comment('Unix');
    table.index(['entity_ref', 'to_ms'], 'ledger_version_gaps_page');
    table.index(['to_ms'], 'ledger_version_gaps_age');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('ledger_version_gaps');
};
