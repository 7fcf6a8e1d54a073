const {
  createSourceTables,
  createSummaryTables,
  dropSourceTables,
  dropSummaryTables,
} = require('@worldscale/backstage-plugin-worlds-node');

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('scaling_parts', table => {
    table.comment('How a service is scaled in one cluster, as last read');
    table.string('entity_ref').notNullable();
    table.string('cluster').notNullable();
    table.text('part').notNullable().comment('JSON');
    table.string('observed_at').notNullable().comment('ISO 8601');
    table.primary(['entity_ref', 'cluster']);
    table.index(['cluster'], 'scaling_parts_cluster');
  });
  await knex.schema.createTable('cluster_leases', table => {
    table.comment('Which backend watches a cluster');
    table.string('cluster').primary();
    table.string('holder').notNullable();
    table.bigInteger('expires_at_ms').notNullable().comment('Unix');
    table.index(['expires_at_ms'], 'cluster_leases_expiry');
  });
  await createSummaryTables(knex);
  await createSourceTables(knex);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await dropSourceTables(knex);
  await dropSummaryTables(knex);
  await knex.schema.dropTable('cluster_leases');
  await knex.schema.dropTable('scaling_parts');
};
