import { KnownSize } from '@worldscale/backstage-plugin-scaling-common';
import { Knex } from 'knex';
import { portions } from '@worldscale/backstage-plugin-worlds-node';
import { actorColumns, ChangeFacts, ChangeRow } from './ledgerRows';
import { Sighting } from './Sighting';
import { FoundChange, SizeRow, Taken, takeSightings } from './takeSightings';

/** A change that waits until it is ready. */
export interface OpenChange {
  id: string;
  workload: string;
  stack: 'preview' | null;
  to: number;
}

/** What the ledger holds of clusters, and what is written to it. */
export class LedgerStore {
  readonly #db: Knex;
  readonly #backfillMs: number;

  /** @param backfillMs how far back past sizes are asked for */
  constructor(db: Knex, backfillMs: number) {
    this.#db = db;
    this.#backfillMs = backfillMs;
  }

  /**
   * Takes in what was seen of workloads of a cluster, in this order.
   *
   * @param tell what is to be told of a change that is found
   */
  async take(
    cluster: string,
    sightings: readonly Sighting[],
    tell: (found: FoundChange) => ChangeFacts,
  ): Promise<Taken> {
    return this.#db.transaction(tx =>
      takeSightings(tx, cluster, sightings, tell, this.#backfillMs),
    );
  }

  /** Says more of changes that were recorded, once more is known. */
  async amend(
    ids: readonly string[],
    facts: Pick<ChangeFacts, 'actor' | 'why' | 'reasonObserved'>,
  ): Promise<void> {
    await this.#db<ChangeRow>('ledger_changes')
      .whereIn('id', ids)
      .update({
        ...actorColumns(facts.actor),
        why: JSON.stringify(facts.why),
        reason_observed: facts.reasonObserved,
      });
  }

  /** Ends the waiting of changes; those that no longer wait stay as they are. */
  async complete(
    ids: readonly string[],
    readiness: 'ready' | 'unknown',
    readyAtMs: number | null,
  ): Promise<void> {
    for await (const chunk of portions(ids)) {
      await this.#db<ChangeRow>('ledger_changes')
        .whereIn('id', chunk)
        .where({ readiness: 'pending' })
        .update({ readiness, ready_at_ms: readyAtMs });
    }
  }

  async openOf(cluster: string): Promise<OpenChange[]> {
    const rows = await this.#db<ChangeRow>('ledger_changes')
      .where({ cluster, readiness: 'pending' })
      .select('id', 'workload', 'stack', 'to_size');
    return rows.map(({ id, workload, stack, to_size }) => ({
      ...{ id, workload, stack },
      to: to_size,
    }));
  }

  async knownOf(cluster: string): Promise<Map<string, KnownSize>> {
    const rows = await this.#db<SizeRow>('ledger_sizes')
      .where({ cluster })
      .select('workload', 'known');
    return new Map(rows.map(row => [row.workload, JSON.parse(row.known)]));
  }

  /** Services that the changes of workloads count for. */
  async membersOf(cluster: string): Promise<Map<string, string[]>> {
    const rows: Array<{ workload: string; entity_ref: string }> =
      await this.#db('ledger_members')
        .where({ cluster })
        .select('workload', 'entity_ref');
    const members = new Map<string, string[]>();
    for (const { workload, entity_ref } of rows) {
      members.set(workload, [...(members.get(workload) ?? []), entity_ref]);
    }
    return members;
  }

  /** When collections of a cluster were last known in whole. */
  async watchesOf(cluster: string): Promise<Map<string, number>> {
    const rows = await this.#db('ledger_watches').where({ cluster });
    return new Map(
      rows.map(({ collection, heard_ms }) => [collection, Number(heard_ms)]),
    );
  }

  async noteHeard(
    cluster: string,
    heard: ReadonlyMap<string, number>,
  ): Promise<void> {
    const rows = [...heard].map(([collection, heard_ms]) => ({
      ...{ cluster, collection, heard_ms },
    }));
    if (rows.length === 0) return;
    await this.#db('ledger_watches')
      .insert(rows)
      .onConflict(['cluster', 'collection'])
      .merge();
  }

  /** Workloads that still exist are kept, however long their size stays the same. */
  async noteSeen(
    cluster: string,
    workloads: readonly string[],
    seenMs: number,
  ): Promise<void> {
    for await (const chunk of portions(workloads)) {
      await this.#db('ledger_sizes')
        .where({ cluster })
        .whereIn('workload', chunk)
        .update({ seen_ms: seenMs });
    }
  }
}
