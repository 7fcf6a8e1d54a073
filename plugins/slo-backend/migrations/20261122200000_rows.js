/**
 * What lists filter and sort by is apart from what only one page is read for: to look
 * at all rows then costs little.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('slo_row_texts', table => {
    table.comment('Latest figures of every objective, in whole');
    table.string('slo').notNullable();
    table.string('objective').notNullable();
    table.text('row').notNullable().comment('JSON, without times of the round');
    table
      .text('memory')
      .notNullable()
      .comment('JSON: alerts and what was left');
    table.primary(['slo', 'objective']);
  });
  await knex.raw(
    'insert into slo_row_texts (slo, objective, "row", memory) select slo, objective, "row", alerts from slo_rows',
  );
  await knex.schema.alterTable('slo_rows', table => {
    table.dropIndex(['is_part', 'state_rank', 'urgency'], 'slo_rows_worst');
  });
  await knex.raw('alter table slo_rows drop column "row"');
  await knex.raw('alter table slo_rows drop column alerts');
  await knex.schema.alterTable('slo_rows', table => {
    table.index(
      ['is_part', 'state_rank', 'urgency', 'name', 'slo', 'objective'],
      'slo_rows_worst',
    );
    table.index(['is_part', 'state', 'world', 'owner'], 'slo_rows_facets');
  });
  await knex.schema.alterTable('slo_head', table => {
    table
      .bigInteger('rows_generation')
      .notNullable()
      .defaultTo(0)
      .comment('Counts writes of rows');
    table.bigInteger('rows_at_ms').nullable().comment('When the round looked');
    table.bigInteger('rows_end_ms').nullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const column of ['rows_generation', 'rows_at_ms', 'rows_end_ms']) {
    await knex.raw(`alter table slo_head drop column ${column}`);
  }
  await knex.schema.alterTable('slo_rows', table => {
    table.dropIndex([], 'slo_rows_facets');
    table.dropIndex([], 'slo_rows_worst');
    table.text('row').notNullable().defaultTo('{}');
    table.text('alerts').notNullable().defaultTo('{}');
    table.index(['is_part', 'state_rank', 'urgency'], 'slo_rows_worst');
  });
  // They are measured again within a round.
  await knex('slo_rows').delete();
  await knex.schema.dropTable('slo_row_texts');
};
