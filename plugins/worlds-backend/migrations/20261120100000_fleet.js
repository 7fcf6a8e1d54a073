// @ts-check
const {
  createSourceTables,
  dropSourceTables,
} = require('@worldscale/backstage-plugin-worlds-node');

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('fleet_head', table => {
    table.comment('One row: locked by whoever writes the fleet');
    table.integer('id').primary();
    table.bigInteger('version').notNullable();
  });
  await knex('fleet_head').insert({ id: 1, version: 0 });

  await knex.schema.createTable('fleet_domains', table => {
    table.comment('How far each domain has been pulled');
    table.string('domain').primary();
    table.string('title').notNullable();
    table.string('permission').nullable();
    table.text('columns').notNullable().comment('JSON');
    table.string('epoch').nullable();
    table.bigInteger('generation').nullable();
    table.string('status').notNullable().comment('ok, notInstalled, failed');
  });

  await knex.schema.createTable('fleet_sources', table => {
    table.comment('When each source of a domain was last read in whole');
    table.string('domain').notNullable();
    table.string('source').notNullable();
    table.bigInteger('confirmed_at_ms').nullable();
    table.primary(['domain', 'source']);
  });

  await knex.schema.createTable('fleet_services', table => {
    table.comment('World services of the catalog');
    table.string('entity_ref').primary();
    table.text('service').notNullable().comment('JSON');
  });

  await knex.schema.createTable('fleet_titles', table => {
    table.comment('Titles of worlds and regions');
    table.string('kind').notNullable().comment('world, region');
    table.string('value').notNullable();
    table.string('title').notNullable();
    table.primary(['kind', 'value']);
  });

  await knex.schema.createTable('fleet_rows', table => {
    table.comment('One row per service and region, known to catalog or domain');
    table.increments('id');
    table.string('entity_ref').notNullable();
    table.string('region').notNullable();
    table.boolean('listed').notNullable().comment('is in the catalog');
    table.boolean('declared').notNullable().comment('region named by catalog');
    table.string('name').notNullable();
    table.string('title').notNullable();
    table.string('sort_title').notNullable();
    table.text('search').notNullable();
    table.string('type').notNullable();
    table.string('lifecycle').nullable();
    table.string('owner').nullable();
    table.string('world').nullable();
    table.unique(['entity_ref', 'region']);
    // The order in which rows stand when nothing else decides.
    table.index(['listed', 'sort_title', 'region', 'id'], 'fleet_rows_order');
    table.index(['listed', 'region'], 'fleet_rows_region');
    table.index(['listed', 'world'], 'fleet_rows_world');
    table.index(['listed', 'owner'], 'fleet_rows_owner');
  });

  await knex.schema.createTable('fleet_cells', table => {
    table.comment('What a domain says about a row');
    table.integer('row_id').notNullable();
    table.string('domain').notNullable();
    table.integer('state').notNullable().comment('rank, 0 is worst');
    table.text('reason').notNullable();
    table.bigInteger('observed_at_ms').nullable();
    table.string('source').nullable();
    table.string('path').nullable();
    table.text('values').notNullable().comment('JSON');
    table.primary(['row_id', 'domain']);
    table.index(['domain'], 'fleet_cells_domain');
    // All that a state is worked out from, so that the texts are not read for it.
    table.index(
      ['row_id', 'domain', 'state', 'observed_at_ms', 'source'],
      'fleet_cells_state',
    );
  });

  await knex.schema.createTable('fleet_values', table => {
    table.comment('The same values once more, to sort by');
    table.integer('row_id').notNullable();
    table.string('domain').notNullable();
    table.string('column_id').notNullable();
    table.double('number').nullable();
    table.text('text').nullable();
    table.primary(['row_id', 'domain', 'column_id']);
  });

  await createSourceTables(knex);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await dropSourceTables(knex);
  for (const table of [
    'fleet_values',
    'fleet_cells',
    'fleet_rows',
    'fleet_titles',
    'fleet_services',
    'fleet_sources',
    'fleet_domains',
    'fleet_head',
  ]) {
    await knex.schema.dropTable(table);
  }
};
