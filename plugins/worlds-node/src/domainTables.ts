import { randomUUID } from 'node:crypto';
import { Knex } from 'knex';

/**
 * Tables that a domain's own migrations make and drop:
 *
 *     const { createSummaryTables } = require('@worldscale/backstage-plugin-worlds-node');
 *     exports.up = knex => createSummaryTables(knex);
 *
 * These shapes never change, since migrations that ran cannot run again; another
 * shape comes as a further function.
 */
export async function createSummaryTables(knex: Knex): Promise<void> {
  await knex.schema.createTable('summary_head', table => {
    table.comment('One row: the state of the ledger of summaries');
    table.integer('id').primary();
    table.string('epoch').notNullable();
    table.bigInteger('generation').notNullable();
    table.bigInteger('horizon').notNullable();
  });
  await knex('summary_head').insert({
    id: 1,
    epoch: randomUUID(),
    generation: 0,
    horizon: 0,
  });
  await knex.schema.createTable('summary_rows', table => {
    table.comment('What is known per service and region, tombstones included');
    table.string('entity_ref').notNullable();
    table.string('region').notNullable();
    table.string('source').nullable();
    table.bigInteger('generation').notNullable();
    table.text('row').nullable().comment('JSON; null: removed');
    table.primary(['entity_ref', 'region']);
    table.index(['generation', 'entity_ref', 'region'], 'summary_rows_pull');
    table.index(['source'], 'summary_rows_source');
  });
  await knex.schema.createTable('summary_sources', table => {
    table.string('id').primary();
    table.string('confirmed_at').notNullable().comment('ISO 8601');
  });
}

/** Undoes {@link createSummaryTables}. */
export async function dropSummaryTables(knex: Knex): Promise<void> {
  await knex.schema.dropTable('summary_sources');
  await knex.schema.dropTable('summary_rows');
  await knex.schema.dropTable('summary_head');
}

/** The table of a `DatabaseSourceMonitor`. */
export async function createSourceTables(knex: Knex): Promise<void> {
  await knex.schema.createTable('source_health', table => {
    table.comment('How the outside systems that this domain reads are doing');
    table.string('id').primary();
    table.string('kind').notNullable();
    table.string('title').notNullable();
    table.boolean('reachable').nullable();
    table.string('last_success_at').nullable().comment('ISO 8601');
    table.text('last_error').nullable().comment('JSON');
    table.text('notes').notNullable().comment('JSON array of texts');
  });
}

/** The column with which a `DatabaseSourceMonitor` tells of partly readable sources. */
export async function addUnreadableParts(knex: Knex): Promise<void> {
  await knex.schema.alterTable('source_health', table => {
    table.text('unreadable').nullable().comment('JSON array; null: none');
  });
}

/** Undoes {@link addUnreadableParts}. */
export async function dropUnreadableParts(knex: Knex): Promise<void> {
  await knex.schema.alterTable('source_health', table => {
    table.dropColumn('unreadable');
  });
}

/** Undoes {@link createSourceTables}. */
export async function dropSourceTables(knex: Knex): Promise<void> {
  await knex.schema.dropTable('source_health');
}
