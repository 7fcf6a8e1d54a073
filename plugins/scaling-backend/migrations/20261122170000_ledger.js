/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('ledger_changes', table => {
    table.comment('Every change of desired size, once for each service');
    table.string('id', 64).primary().comment('Follows from what changed');
    table.string('entity_ref').notNullable();
    table.string('cluster').notNullable();
    table.string('workload', 400).notNullable().comment('Kind/namespace/name');
    table.string('kind').notNullable();
    table.string('namespace').notNullable();
    table.string('name').notNullable();
    table.string('stack').nullable();
    table.bigInteger('at_ms').notNullable().comment('Unix');
    table.bigInteger('not_before_ms').nullable().comment('Unix');
    table.integer('from_size').nullable();
    table.integer('to_size').notNullable();
    table.string('actor_type').notNullable();
    table.string('actor_kind').nullable();
    table.string('actor_name').nullable();
    table.text('why').notNullable().comment('JSON');
    table.boolean('reason_observed').notNullable();
    table.bigInteger('ready_at_ms').nullable().comment('Unix');
    table.string('readiness').notNullable();
    table.string('source').notNullable();
    table.index(['entity_ref', 'at_ms', 'id'], 'ledger_changes_page');
    table.index(['cluster', 'readiness', 'workload'], 'ledger_changes_open');
    table.index(['at_ms'], 'ledger_changes_age');
  });
  await knex.schema.createTable('ledger_sizes', table => {
    table.comment('The size of every workload, as last recorded');
    table.string('cluster').notNullable();
    table.string('workload', 400).notNullable();
    table.text('known').notNullable().comment('JSON');
    table.bigInteger('changed_ms').notNullable().comment('Unix; 0: never');
    table.bigInteger('seen_ms').notNullable().comment('Unix, to the day');
    table.primary(['cluster', 'workload']);
    table.index(['seen_ms'], 'ledger_sizes_age');
  });
  await knex.schema.createTable('ledger_members', table => {
    table.comment('Since when the changes of a workload count for a service');
    table.string('entity_ref').notNullable();
    table.string('cluster').notNullable();
    table.string('workload', 400).notNullable();
    table.bigInteger('since_ms').notNullable().comment('Unix');
    table.primary(['entity_ref', 'cluster', 'workload']);
    table.index(['cluster'], 'ledger_members_cluster');
  });
  await knex.schema.createTable('ledger_watches', table => {
    table.comment('When collections of a cluster were last known in whole');
    table.string('cluster').notNullable();
    table.string('collection').notNullable();
    table.bigInteger('heard_ms').notNullable().comment('Unix');
    table.primary(['cluster', 'collection']);
  });
  await knex.schema.createTable('ledger_spans', table => {
    table.comment('Times for which recorded series are still to be asked');
    table.string('entity_ref').notNullable();
    table.string('cluster').notNullable();
    table.string('workload', 400).notNullable();
    table.bigInteger('from_ms').notNullable().comment('Unix');
    table.bigInteger('to_ms').notNullable().comment('Unix');
    table.integer('size_before').nullable().comment('Null: not known');
    table.integer('size_after').notNullable();
    table
      .string('change_id', 64)
      .nullable()
      .comment('The change that was found over this time');
    table.primary(['entity_ref', 'cluster', 'workload', 'from_ms']);
    table.index(['cluster', 'to_ms'], 'ledger_spans_next');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('ledger_spans');
  await knex.schema.dropTable('ledger_watches');
  await knex.schema.dropTable('ledger_members');
  await knex.schema.dropTable('ledger_sizes');
  await knex.schema.dropTable('ledger_changes');
};
