import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import {
  FleetQuery,
  fleetQuerySchema,
  SummaryRow,
} from '@worldscale/backstage-plugin-worlds-common';
import { Knex } from 'knex';
import { FleetReader } from '../fleet/FleetReader';
import { CatalogService } from '../fleet/tables';
import { Vision } from '../fleet/Vision';
import { FleetWriter, PulledSummaries } from '../ingest/FleetWriter';
import { migrate } from './migrate';

const limits = { oldAfterMs: 60_000, unknownAfterMs: 300_000 };
export const noonMs = Date.parse('2026-11-01T12:00:00Z');
export const iso = (ms: number) => new Date(ms).toISOString();

export function service(name: string, changes: Partial<CatalogService> = {}) {
  return {
    entityRef: `component:default/${name}`,
    name,
    title: name,
    type: 'world-service',
    lifecycle: 'production',
    owner: 'group:default/core',
    world: 'system:default/aurora',
    regions: [],
    ...changes,
  };
}

export function row(
  name: string,
  region: string,
  changes: Partial<SummaryRow> = {},
): SummaryRow {
  return {
    entityRef: `component:default/${name}`,
    region,
    state: 'healthy',
    reason: `${name} is fine`,
    values: {},
    observedAt: iso(noonMs),
    ...changes,
  };
}

export function pull(domain: string, changes: Partial<PulledSummaries>) {
  return {
    domain,
    title: domain,
    epoch: 'e',
    full: true,
    generation: 1,
    columns: [
      { id: 'replicas', title: 'Replicas', type: 'number' as const },
      { id: 'owner', title: 'Who', type: 'text' as const },
    ],
    rows: [],
    sources: [],
    ...changes,
  };
}

/** A fleet's tables, and what tests ask of them. */
export class Fleet {
  readonly writer: FleetWriter;
  readonly reader: FleetReader;

  constructor(readonly db: Knex) {
    this.writer = new FleetWriter(db);
    this.reader = new FleetReader(db, limits);
  }

  static async on(databases: TestDatabases, id: TestDatabaseId) {
    const db = await databases.init(id);
    await migrate(db);
    return new Fleet(db);
  }

  async vision(changes: Partial<Vision> = {}, hidden: string[] = []) {
    const domains = await this.reader.domains();
    const visible = domains.filter(d => !hidden.includes(d.record.domain));
    return {
      nowMs: noonMs,
      hidesDomains: hidden.length > 0,
      domains: visible.map(({ record, confirmedAtMs, sources }) => ({
        domain: record.domain,
        title: record.title,
        columns: JSON.parse(record.columns),
        confirmedAtMs,
        sources,
        trouble: record.trouble ?? undefined,
      })),
      ...changes,
    };
  }

  async ask(query: Partial<FleetQuery> = {}, vision?: Vision) {
    return this.reader.page(
      vision ?? (await this.vision()),
      fleetQuerySchema.parse(query),
    );
  }
}
