/**
 * Each index serves one order or one filter of the page; `name, id` at its end makes
 * the order total, so that a page is read straight from it.
 */
const orders = {
  state: ['state'],
  phase: ['phase'],
  players: ['players'],
  capacity: ['capacity'],
  utilization: ['utilization'],
  service: ['service_title'],
  started: ['started_at_ms'],
  region_utilization: ['region', 'utilization'],
};

/** PostgreSQL puts unknown values first where it reads backwards. */
const backwards = ['players', 'capacity', 'utilization', 'started_at_ms'];

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('shards', table => {
    table.comment('One running slice of a shard service, as last read');
    table.string('id').primary();
    table.string('cluster').notNullable();
    table.string('region').notNullable();
    table.string('entity_ref').notNullable();
    table.string('service_title').notNullable();
    table.string('world').nullable();
    table.string('world_title').nullable();
    table.string('namespace').notNullable();
    table.string('name').notNullable();
    table.string('zone').nullable();
    table.string('node').nullable();
    table.string('workload_kind').nullable();
    table.string('workload_name').nullable();
    table.integer('members').notNullable();
    table.integer('phase').notNullable().comment('Index into shardPhases');
    table.integer('state').notNullable().comment('Severity: 0 is the worst');
    table.text('reason').notNullable();
    table.bigInteger('players').nullable();
    table.bigInteger('capacity').nullable();
    table.double('utilization').nullable().comment('Percent');
    table.string('version').nullable();
    table.bigInteger('started_at_ms').nullable().comment('Unix');
    table
      .bigInteger('late_at_ms')
      .nullable()
      .comment('Unix; late from then on');
    table.text('search').notNullable().comment('In lower case');
    table
      .string('fingerprint')
      .notNullable()
      .comment('Of all that was written');
    for (const [name, columns] of Object.entries(orders)) {
      table.index([...columns, 'name', 'id'], `shards_${name}`);
    }
    table.index(['name', 'id'], 'shards_name');
    // All that is counted by: a total needs no row.
    table.index(
      [
        ...['entity_ref', 'region', 'cluster', 'world', 'zone'],
        ...['state', 'phase', 'utilization'],
      ],
      'shards_filters',
    );
    table.index(['world', 'state'], 'shards_world');
    table.index(['zone', 'state'], 'shards_zone');
    table.index(['cluster', 'late_at_ms'], 'shards_cluster');
  });
  if (knex.client.config.client === 'pg') {
    for (const column of backwards) {
      await knex.raw(
        `create index shards_${column}_last on shards (${column} desc nulls last, name desc, id desc)`,
      );
    }
  }
  await knex.schema.createTable('shard_members', table => {
    table.comment(
      'Game servers or pods of a shard; apart, since few ask for them',
    );
    table.string('shard').primary();
    table.string('cluster').notNullable();
    table.text('members').notNullable().comment('JSON');
    table.index(['cluster'], 'shard_members_cluster');
  });
  await knex.schema.createTable('shard_clusters', table => {
    table.comment('Until when all that is said of a cluster was known to hold');
    table.string('cluster').primary();
    table.bigInteger('confirmed_at_ms').nullable().comment('Unix; null: never');
    table.text('trouble').nullable().comment('Why something may be missing');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('shard_clusters');
  await knex.schema.dropTable('shard_members');
  await knex.schema.dropTable('shards');
};
