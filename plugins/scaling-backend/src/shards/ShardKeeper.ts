import { giveWay } from '@worldscale/backstage-plugin-worlds-node';
import {
  InventoryChanges,
  InventorySink,
  SliceSource,
} from '../inventory/InventorySink';
import { CatalogReader } from '../sources/catalog/CatalogReader';
import { KeptShard, WrittenShard } from './ShardRow';
import { ShardSignals } from './ShardSignals';
import { ShardStore } from './ShardStore';
import { Slice, sliceOfGameServer, sliceOfPod, writeShard } from './writeShard';

/** What this backend knows of a cluster that it watches. */
interface Known {
  slices: Map<string, Slice>;
  /** Uids by shard. */
  shards: Map<string, Set<string>>;
  /** What is in the store. */
  written: Map<string, KeptShard>;
  /** Why something may be missing, by what cannot be read. */
  unreadable: InventoryChanges['unreadable'];
  runners: InventoryChanges['runners'];
}

/** By the kind of a member, or of its workload. */
function sourceOf(kind: string): SliceSource {
  return kind === 'GameServer' || kind === 'Fleet' ? 'gameservers' : 'pods';
}

const sources: readonly SliceSource[] = ['gameservers', 'pods'];

/** A cluster of which so much is written at once (as at first) changes the spread. */
const SHARE_THAT_MATTERS = 0.5;

/**
 * Turns what the inventory finds into shards. Only shards that differ from what is
 * stored are written, after a restart as well. What is missing while something cannot be
 * read is not gone: it stays, and grows old with its cluster. Once the cluster is
 * confirmed all the same (a single object could not be understood), it is gone.
 *
 * A cluster's shards need only what they are made of: where all are game servers, pods
 * that may not be read take nothing from them, and the other way round.
 */
export class ShardKeeper implements InventorySink {
  readonly #store: ShardStore;
  readonly #catalog: Pick<CatalogReader, 'picture'>;
  readonly #signals: Pick<ShardSignals, 'changed'>;
  readonly #known = new Map<string, Known>();

  constructor(options: {
    store: ShardStore;
    catalog: Pick<CatalogReader, 'picture'>;
    signals: Pick<ShardSignals, 'changed'>;
  }) {
    this.#store = options.store;
    this.#catalog = options.catalog;
    this.#signals = options.signals;
  }

  async inventory(
    cluster: string,
    changes: InventoryChanges,
    at: Readonly<Partial<Record<SliceSource, Date>>>,
  ): Promise<void> {
    const known = await this.#knownOf(cluster, changes.complete);
    known.unreadable = changes.unreadable;
    known.runners = changes.runners;
    const touched = changes.complete
      ? new Set(known.written.keys())
      : new Set<string>();
    this.#apply(cluster, known, changes, touched);

    const trouble = this.#troubleOf(known);
    const written: WrittenShard[] = [];
    const gone: string[] = [];
    for (const id of touched) {
      await giveWay();
      const slices = [...(known.shards.get(id) ?? [])].map(
        uid => known.slices.get(uid)!,
      );
      if (slices.length > 0) {
        const { picture } = this.#catalog;
        // By time alone no shard is late: its cluster must have been heard since.
        const atMs = Math.min(
          ...slices.map(
            slice => at[sourceOf(slice.member.kind)]?.getTime() ?? -Infinity,
          ),
        );
        const shard = writeShard(cluster, slices, picture, atMs);
        if (known.written.get(id)?.fingerprint !== shard.row.fingerprint)
          written.push(shard);
      } else if (known.written.has(id) && !trouble) {
        gone.push(id);
      }
    }
    await this.#write(cluster, known, written, gone);
    if (
      changes.complete &&
      written.length > known.shards.size * SHARE_THAT_MATTERS
    ) {
      await this.#store.takeStock();
    }
    if (trouble) await this.#store.noteTrouble(cluster, trouble);
  }

  async inventoryConfirmed(
    cluster: string,
    at: Readonly<Partial<Record<SliceSource, Date>>>,
  ): Promise<void> {
    const known = this.#known.get(cluster);
    if (!known) return;
    const instants = this.#neededBy(known).map(source => at[source]?.getTime());
    if (instants.some(instant => instant === undefined)) return;
    const heldAt = new Date(Math.min(...instants.map(instant => instant ?? 0)));
    const missing = [...known.written.keys()].filter(
      id => !known.shards.has(id),
    );
    await this.#write(cluster, known, [], missing);
    const trouble = this.#troubleOf(known);
    const late = await this.#store.confirm(cluster, heldAt, trouble);
    if (late > 0) this.#signals.changed();
  }

  async keptOf(cluster: string): Promise<readonly SliceSource[]> {
    return [...new Set((await this.#store.kindsOf(cluster)).map(sourceOf))];
  }

  /** What the shards of a cluster are made of, as far as any is known; else all. */
  #neededBy({ slices, written, runners }: Known): SliceSource[] {
    const needed = new Set<SliceSource>();
    for (const { member } of slices.values()) {
      needed.add(sourceOf(member.kind));
    }
    for (const { workload_kind: kind } of written.values()) {
      if (kind !== null) needed.add(sourceOf(kind));
    }
    const { services } = this.#catalog.picture;
    for (const source of sources) {
      if (runners[source].some(ref => services.get(ref)?.runsShards)) {
        needed.add(source);
      }
    }
    return needed.size > 0 ? [...needed] : [...sources];
  }

  /** Why some of its shards may be missing; null: none is. */
  #troubleOf(known: Known): string | null {
    const reasons = this.#neededBy(known).flatMap(
      source => known.unreadable[source] ?? [],
    );
    return reasons.join('; ') || null;
  }

  async #write(
    cluster: string,
    known: Known,
    written: readonly WrittenShard[],
    gone: readonly string[],
  ): Promise<void> {
    if (written.length + gone.length === 0) return;
    await this.#store.write(cluster, { written, gone });
    for (const { row } of written) {
      const { id, fingerprint, workload_kind } = row;
      known.written.set(id, { fingerprint, workload_kind });
    }
    for (const id of gone) known.written.delete(id);
    this.#signals.changed();
  }

  async #knownOf(cluster: string, anew: boolean): Promise<Known> {
    const before = this.#known.get(cluster);
    if (before && !anew) return before;
    const known: Known = {
      slices: new Map(),
      shards: new Map(),
      written: await this.#store.keptOf(cluster),
      unreadable: {},
      runners: { gameservers: [], pods: [] },
    };
    this.#known.set(cluster, known);
    return known;
  }

  #apply(
    cluster: string,
    known: Known,
    { gameServers, pods, gone }: InventoryChanges,
    touched: Set<string>,
  ): void {
    const { picture } = this.#catalog;
    const put = (uid: string, slice: Slice | undefined) => {
      const before = known.slices.get(uid);
      if (before) {
        known.slices.delete(uid);
        known.shards.get(before.shard)?.delete(uid);
        touched.add(before.shard);
      }
      if (!slice) return;
      known.slices.set(uid, slice);
      const uids = known.shards.get(slice.shard) ?? new Set();
      known.shards.set(slice.shard, uids.add(uid));
      touched.add(slice.shard);
    };
    for (const uid of gone) put(uid, undefined);
    for (const server of gameServers) {
      put(server.uid, sliceOfGameServer(cluster, server, picture));
    }
    for (const pod of pods) put(pod.uid, sliceOfPod(cluster, pod, picture));
    for (const id of touched) {
      if (known.shards.get(id)?.size === 0) known.shards.delete(id);
    }
  }
}
