/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('capacity_facts', table => {
    table.comment(
      'What pods, nodes and quotas of a cluster say about a service',
    );
    table.string('entity_ref').notNullable();
    table.string('cluster').notNullable();
    table.text('facts').notNullable().comment('JSON, one for each workload');
    table.primary(['entity_ref', 'cluster']);
    table.index(['cluster'], 'capacity_facts_cluster');
  });
  await knex.schema.createTable('capacity_clusters', table => {
    table.comment('Since when the facts of a cluster hold');
    table.string('cluster').primary();
    table.string('confirmed_at').notNullable().comment('ISO 8601');
  });
  await knex.schema.createTable('capacity_demand', table => {
    table.comment(
      'Demand of a service in a region, as Prometheus last told it',
    );
    table.string('entity_ref').notNullable();
    table.string('region').notNullable();
    table.text('reading').notNullable().comment('JSON');
    table.primary(['entity_ref', 'region']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('capacity_demand');
  await knex.schema.dropTable('capacity_clusters');
  await knex.schema.dropTable('capacity_facts');
};
