/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('ledger_versions', table => {
    table.comment('Every new version of a workload, once for each service');
    table.string('id', 64).primary().comment('Follows from what changed');
    table.string('entity_ref').notNullable();
    table.string('cluster').notNullable();
    table.string('kind').notNullable();
    table.string('namespace').notNullable();
    table.string('name').notNullable();
    table.bigInteger('at_ms').notNullable().comment('Unix');
    table.bigInteger('not_before_ms').nullable().comment('Unix');
    table.text('images').notNullable().comment('JSON: from and to');
    table.string('actor_type').notNullable();
    table.string('actor_kind').nullable();
    table.string('actor_name').nullable();
    table.index(['entity_ref', 'at_ms', 'id'], 'ledger_versions_page');
    table.index(['at_ms'], 'ledger_versions_age');
  });
  await knex.schema.alterTable('ledger_members', table => {
    table
      .bigInteger('versions_since_ms')
      .nullable()
      .comment('Unix; since when versions are observed; null: not yet');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('ledger_members', table => {
    table.dropColumn('versions_since_ms');
  });
  await knex.schema.dropTable('ledger_versions');
};
