import { InputError } from '@backstage/errors';
import { ChangeFilter } from '@worldscale/backstage-plugin-scaling-common';
import { Knex } from 'knex';
import { z } from 'zod';
import { ChangeRow } from '../recording/ledgerRows';
import { portions } from '@worldscale/backstage-plugin-worlds-node';

/** What is asked of the changes of a service; instants are Unix milliseconds. */
export interface ChangeQuery
  extends Pick<ChangeFilter, 'workload' | 'actor' | 'direction'> {
  /** Clusters to look in; undefined: all. */
  clusters?: readonly string[];
  fromMs?: number;
  toMs?: number;
}

/** Where a page begins: after this change. */
export interface ChangePosition {
  atMs: number;
  id: string;
}

export const newestFirst = [
  { column: 'at_ms', order: 'desc' as const },
  { column: 'id', order: 'desc' as const },
];

/** The same order, of rows that were read in portions. */
export function byNewest(
  a: { at_ms: number | string; id: string },
  b: { at_ms: number | string; id: string },
): number {
  return Number(b.at_ms) - Number(a.at_ms) || (a.id < b.id ? 1 : -1);
}

const cursorSchema = z.tuple([z.number().int(), z.string().min(1)]);

export function writeChangeCursor({ atMs, id }: ChangePosition): string {
  return Buffer.from(JSON.stringify([atMs, id])).toString('base64url');
}

/** @throws InputError for what was never given out */
export function readChangeCursor(cursor: string): ChangePosition {
  try {
    const text = Buffer.from(cursor, 'base64url').toString('utf8');
    const [atMs, id] = cursorSchema.parse(JSON.parse(text));
    return { atMs, id };
  } catch {
    throw new InputError("'cursor' is not one that this service gave out");
  }
}

/**
 * Reads the ledger. Pages go from a change on, not from a number on, so that none is
 * skipped or shown twice while new ones come in.
 */
export class LedgerReader {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  /** Newest first; one more than `limit` where there are more. */
  async page(
    entityRef: string,
    query: ChangeQuery,
    after: ChangePosition | undefined,
    limit: number,
  ): Promise<ChangeRow[]> {
    const { clusters, workload, actor, direction, fromMs, toMs } = query;
    const rows = this.#db<ChangeRow>('ledger_changes').where({
      entity_ref: entityRef,
    });
    if (clusters) rows.whereIn('cluster', clusters);
    if (actor) rows.where({ actor_type: actor });
    if (fromMs !== undefined) rows.where('at_ms', '>=', fromMs);
    if (toMs !== undefined) rows.where('at_ms', '<', toMs);
    if (workload?.includes('/')) rows.where({ workload });
    else if (workload) rows.where({ name: workload });
    if (direction === 'up') rows.whereRaw('to_size > from_size');
    if (direction === 'down') rows.whereRaw('to_size < from_size');
    if (after) {
      rows.where(either =>
        either
          .where('at_ms', '<', after.atMs)
          .orWhere(same =>
            same.where('at_ms', after.atMs).where('id', '<', after.id),
          ),
      );
    }
    return rows.orderBy(newestFirst).limit(limit + 1);
  }

  /** Of several services in a range of time, newest first; as `page`. */
  async ofServices(
    entityRefs: readonly string[],
    range: { fromMs: number; toMs: number },
    limit: number,
  ): Promise<ChangeRow[]> {
    const found: ChangeRow[] = [];
    for await (const chunk of portions(entityRefs)) {
      found.push(
        ...(await this.#db<ChangeRow>('ledger_changes')
          .whereIn('entity_ref', chunk)
          .where('at_ms', '>=', range.fromMs)
          .where('at_ms', '<', range.toMs)
          .orderBy(newestFirst)
          .limit(limit + 1)),
      );
    }
    return found.sort(byNewest).slice(0, limit + 1);
  }

  /** Clusters that changes of a service are known of. */
  async clustersOf(entityRef: string): Promise<string[]> {
    const rows: Array<{ cluster: string }> = await this.#db('ledger_members')
      .where({ entity_ref: entityRef })
      .distinct('cluster');
    return rows.map(({ cluster }) => cluster);
  }

  /** What is known of each service; of one without a workload nothing. */
  async extentsOf(
    entityRefs: readonly string[],
  ): Promise<Map<string, KnownExtent>> {
    const found = new Map<string, KnownExtent>();
    for await (const chunk of portions(entityRefs)) {
      const members: MemberRow[] = await this.#db('ledger_members')
        .whereIn('entity_ref', chunk)
        .groupBy('entity_ref')
        .select('entity_ref')
        .min({ since: 'since_ms', recorded: 'recorded_since_ms' });
      const asking: Array<{ entity_ref: string }> = await this.#db(
        'ledger_spans',
      )
        .whereIn('entity_ref', chunk)
        .distinct('entity_ref');
      const open = new Set(asking.map(({ entity_ref }) => entity_ref));
      for (const { entity_ref, since, recorded } of members) {
        found.set(entity_ref, {
          sinceMs: Number(since),
          recordedSinceMs: recorded === null ? null : Number(recorded),
          isAsking: open.has(entity_ref),
        });
      }
    }
    return found;
  }
}

interface MemberRow {
  entity_ref: string;
  since: number | string;
  recorded: number | string | null;
}

/** How much of a service's past the ledger knows; instants are Unix milliseconds. */
export interface KnownExtent {
  /** Since when its changes are observed. */
  sinceMs: number;
  /** How far back recorded series told; null: they told nothing. */
  recordedSinceMs: number | null;
  /** The past is still to be asked for. */
  isAsking: boolean;
}
