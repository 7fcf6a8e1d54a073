// @ts-check
/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('fleet_sources', table => {
    table.string('title').nullable().comment('as people call it');
    table.text('trouble').nullable().comment('why it cannot be read');
  });
  await knex.schema.alterTable('fleet_domains', table => {
    table.text('trouble').nullable().comment('why it could not be asked');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('fleet_domains', table => {
    table.dropColumn('trouble');
  });
  await knex.schema.alterTable('fleet_sources', table => {
    table.dropColumn('title');
    table.dropColumn('trouble');
  });
};
