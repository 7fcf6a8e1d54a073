const {
  addUnreadableParts,
  createSourceTables,
  createSummaryTables,
  dropSourceTables,
  dropSummaryTables,
} = require('@worldscale/backstage-plugin-worlds-node');

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('slo_files', table => {
    table.comment('Files of definitions, as last read');
    table.string('url', 700).primary();
    table.string('entity_ref').nullable().comment('Null: of the configuration');
    table.text('text').nullable();
    table.string('etag').nullable();
    table.bigInteger('read_at_ms').nullable();
    table.bigInteger('checked_at_ms').nullable();
    table.text('error').nullable();
    table.bigInteger('failing_since_ms').nullable();
  });
  await knex.schema.createTable('slo_head', table => {
    table.comment('One row: counts changes of the files');
    table.integer('id').primary();
    table.bigInteger('files_version').notNullable();
  });
  await knex('slo_head').insert({ id: 1, files_version: 0 });
  await knex.schema.createTable('slo_generations', table => {
    table.comment(
      'Ways in which an objective was counted, and which hours are known',
    );
    table.string('slo').notNullable();
    table.string('objective').notNullable();
    table.string('generation').notNullable();
    table.bigInteger('since_ms').nullable().comment('Null: since ever');
    table.bigInteger('seen_at_ms').notNullable();
    table.bigInteger('filled_from_ms').nullable();
    table.bigInteger('filled_to_ms').nullable();
    table.string('exclusions').notNullable();
    table.primary(['slo', 'objective', 'generation']);
  });
  await knex.schema.createTable('slo_days', table => {
    table.comment(
      'Results of one day: its sum, and its hours while they are kept',
    );
    table.string('slo').notNullable();
    table.string('objective').notNullable();
    table.string('generation').notNullable();
    table
      .integer('day')
      .notNullable()
      .comment('Since the epoch, as hours are shifted');
    table.bigInteger('offset_ms').notNullable();
    table.text('sum').notNullable().comment('JSON array');
    table
      .text('hours')
      .nullable()
      .comment('JSON by hour; null: no longer kept');
    table.primary(['slo', 'objective', 'generation', 'day']);
    table.index(['day'], 'slo_days_day');
  });
  await knex.schema.createTable('slo_rows', table => {
    table.comment(
      'Latest figures of every objective, with what lists filter and sort by',
    );
    table.string('slo').notNullable();
    table.string('objective').notNullable();
    table.string('entity_ref').nullable();
    table.string('world').nullable();
    table.string('owner').nullable();
    table.string('name').notNullable();
    table.string('service').notNullable();
    table.string('state').notNullable();
    table.integer('state_rank').notNullable();
    table.double('urgency').notNullable();
    table.double('remaining').nullable();
    table.double('burn_rate').nullable();
    table.double('exhaustion_ms').nullable();
    table.double('sli').nullable();
    table.string('decision').nullable();
    table.boolean('is_part').notNullable();
    table.boolean('is_journey').notNullable();
    table.text('words').notNullable();
    table.text('row').notNullable().comment('JSON');
    table.text('alerts').notNullable().comment('JSON');
    table.primary(['slo', 'objective']);
    table.index(['is_part', 'state_rank', 'urgency'], 'slo_rows_worst');
    table.index(['entity_ref'], 'slo_rows_entity');
    table.index(['world'], 'slo_rows_world');
  });
  await knex.schema.createTable('slo_policies', table => {
    table.comment('What was last decided about deploying a service');
    table.string('entity_ref').primary();
    table.string('decision').notNullable();
    table.text('reasons').notNullable().comment('JSON');
    table.bigInteger('since_ms').notNullable();
    table.string('override_by').nullable();
    table.text('override_reason').nullable();
    table.bigInteger('override_until_ms').nullable();
  });
  await knex.schema.createTable('slo_changes', table => {
    table.comment('What a timeline shows and owners are told');
    table.bigIncrements('id');
    table.bigInteger('at_ms').notNullable();
    table.string('kind').notNullable();
    table.string('entity_ref').nullable();
    table.string('slo').nullable();
    table.string('objective').nullable();
    table.string('severity').nullable();
    table.text('text').notNullable();
    table.boolean('is_told').notNullable();
    table.index(['at_ms'], 'slo_changes_at');
    table.index(['entity_ref', 'at_ms'], 'slo_changes_entity');
    table.index(['slo', 'at_ms'], 'slo_changes_slo');
  });
  await createSummaryTables(knex);
  await createSourceTables(knex);
  await addUnreadableParts(knex);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await dropSourceTables(knex);
  await dropSummaryTables(knex);
  await knex.schema.dropTable('slo_changes');
  await knex.schema.dropTable('slo_policies');
  await knex.schema.dropTable('slo_rows');
  await knex.schema.dropTable('slo_days');
  await knex.schema.dropTable('slo_generations');
  await knex.schema.dropTable('slo_head');
  await knex.schema.dropTable('slo_files');
};
