import { portions } from '@worldscale/backstage-plugin-worlds-node';
import { Knex } from 'knex';
import { VersionGapRow, VersionRow } from '../recording/versionRows';
import { byNewest, newestFirst } from './LedgerReader';

/** Controllers look at what is new within seconds. */
const NEW_FOR_MS = 120_000;
/** Of workloads that are there it is noted once a day. */
const GONE_AFTER_MS = 2 * 86_400_000;

/** A time in which nobody watched a cluster; instants are Unix milliseconds. */
export interface UnwatchedTime {
  entityRef: string;
  cluster: string;
  fromMs: number;
  toMs: number;
}

/** Reads what the ledger holds of versions. */
export class VersionReader {
  readonly #db: Knex;
  readonly #now: () => number;

  constructor(db: Knex, now: () => number = Date.now) {
    this.#db = db;
    this.#now = now;
  }

  /** In a range of time, newest first; one more than `limit` where there are more. */
  async ofServices(
    entityRefs: readonly string[],
    { fromMs, toMs }: { fromMs: number; toMs: number },
    limit: number,
  ): Promise<VersionRow[]> {
    const found: VersionRow[] = [];
    for await (const chunk of portions(entityRefs)) {
      found.push(
        ...(await this.#db<VersionRow>('ledger_versions')
          .whereIn('entity_ref', chunk)
          .where('at_ms', '>=', fromMs)
          .where('at_ms', '<', toMs)
          .orderBy(newestFirst)
          .limit(limit + 1)),
      );
    }
    return found.sort(byNewest).slice(0, limit + 1);
  }

  /**
   * Since when versions of a service are observed (Unix milliseconds); nothing of one of
   * which none is, or those of some workload never were.
   */
  async sinceOf(entityRefs: readonly string[]): Promise<Map<string, number>> {
    const since = new Map<string, number>();
    const nowMs = this.#now();
    for await (const chunk of portions(entityRefs)) {
      const rows: Array<{
        entity_ref: string;
        since: number | string | null;
        never: number | string;
      }> = await this.#db('ledger_members as m')
        .leftJoin('ledger_sizes as s', {
          's.cluster': 'm.cluster',
          's.workload': 'm.workload',
        })
        .whereIn('m.entity_ref', chunk)
        .groupBy('m.entity_ref')
        .select('m.entity_ref')
        .min({ since: 'm.versions_since_ms' })
        .select(
          this.#db.raw(
            'sum(case when m.versions_since_ms is null and m.since_ms < ? and s.seen_ms > ? then 1 else 0 end) as never',
            [nowMs - NEW_FOR_MS, nowMs - GONE_AFTER_MS],
          ),
        );
      for (const row of rows) {
        if (row.since === null || Number(row.never) > 0) continue;
        since.set(row.entity_ref, Number(row.since));
      }
    }
    return since;
  }

  /** Times in which nobody watched workloads of services, those that meet as one. */
  async gapsOf(
    entityRefs: readonly string[],
    { fromMs, toMs }: { fromMs: number; toMs: number },
  ): Promise<UnwatchedTime[]> {
    const found: UnwatchedTime[] = [];
    for await (const chunk of portions(entityRefs)) {
      const rows: Array<Omit<VersionGapRow, 'id' | 'workload'>> =
        await this.#db('ledger_version_gaps')
          .whereIn('entity_ref', chunk)
          .where('to_ms', '>', fromMs)
          .where('from_ms', '<', toMs)
          .groupBy('entity_ref', 'cluster', 'from_ms')
          .orderBy(['entity_ref', 'cluster', 'from_ms'])
          .select('entity_ref', 'cluster', 'from_ms')
          .max({ to_ms: 'to_ms' });
      for (const { entity_ref: entityRef, cluster, ...row } of rows) {
        const [from, to] = [Number(row.from_ms), Number(row.to_ms)];
        const last = found.at(-1);
        const isSame =
          last?.entityRef === entityRef && last.cluster === cluster;
        if (last && isSame && from <= last.toMs) {
          last.toMs = Math.max(last.toMs, to);
        } else {
          found.push({ entityRef, cluster, fromMs: from, toMs: to });
        }
      }
    }
    return found;
  }
}
