/**
 * What rules have recorded and what queries tell are read each for itself: hours of
 * which nothing is recorded may still be there for the queries. What was noted before
 * did not tell them apart, so that the past is read once more.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('slo_generations', table => {
    table.bigInteger('recorded_from_ms').nullable();
    table.bigInteger('recorded_to_ms').nullable();
  });
  await knex('slo_generations').update({
    filled_from_ms: null,
    filled_to_ms: null,
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const column of ['recorded_from_ms', 'recorded_to_ms']) {
    await knex.raw(`alter table slo_generations drop column ${column}`);
  }
};
