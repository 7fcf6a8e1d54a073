/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('ledger_members', table => {
    table
      .bigInteger('recorded_since_ms')
      .nullable()
      .comment('Unix; how far back recorded series told; null: they did not');
  });
  await knex('ledger_members').update({
    recorded_since_ms: knex('ledger_changes')
      .whereRaw('ledger_changes.entity_ref = ledger_members.entity_ref')
      .whereRaw('ledger_changes.cluster = ledger_members.cluster')
      .whereRaw('ledger_changes.workload = ledger_members.workload')
      .where('source', 'backfilled')
      .select(knex.raw('min(coalesce(not_before_ms, at_ms))')),
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('ledger_members', table => {
    table.dropColumn('recorded_since_ms');
  });
};
