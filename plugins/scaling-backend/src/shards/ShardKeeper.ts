import { InventoryChanges, InventorySink } from '../inventory/InventorySink';
import { CatalogReader } from '../sources/catalog/CatalogReader';
import { WrittenShard } from './ShardRow';
import { ShardSignals } from './ShardSignals';
import { ShardStore } from './ShardStore';
import { Slice, sliceOfGameServer, sliceOfPod, writeShard } from './writeShard';

/** What this backend knows of a cluster that it watches. */
interface Known {
  slices: Map<string, Slice>;
  /** Uids by shard. */
  shards: Map<string, Set<string>>;
  /** Fingerprints of what is in the store. */
  written: Map<string, string>;
  /** Why something may be missing; null: nothing is. */
  trouble: string | null;
}

/** A cluster of which so much is written at once (as at first) changes the spread. */
const SHARE_THAT_MATTERS = 0.5;

/**
 * Turns what the inventory finds into shards. Only shards that differ from what is
 * stored are written, after a restart as well. What is missing while something cannot be
 * read is not gone: it stays, and grows old with its cluster. Once the cluster is
 * confirmed all the same (a single object could not be understood), it is gone.
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
    at: Date,
  ): Promise<void> {
    const known = await this.#knownOf(cluster, changes.complete);
    known.trouble = changes.unreadable.join('; ') || null;
    const touched = changes.complete
      ? new Set(known.written.keys())
      : new Set<string>();
    this.#apply(cluster, known, changes, touched);

    const written: WrittenShard[] = [];
    const gone: string[] = [];
    for (const id of touched) {
      const slices = [...(known.shards.get(id) ?? [])].map(
        uid => known.slices.get(uid)!,
      );
      if (slices.length > 0) {
        const { picture } = this.#catalog;
        const shard = writeShard(cluster, slices, picture, at.getTime());
        if (known.written.get(id) !== shard.row.fingerprint)
          written.push(shard);
      } else if (known.written.has(id) && !known.trouble) {
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
    if (known.trouble) await this.#store.noteTrouble(cluster, known.trouble);
  }

  async inventoryConfirmed(cluster: string, at: Date): Promise<void> {
    const known = this.#known.get(cluster);
    if (!known) return;
    const missing = [...known.written.keys()].filter(
      id => !known.shards.has(id),
    );
    await this.#write(cluster, known, [], missing);
    const late = await this.#store.confirm(cluster, at, known.trouble);
    if (late > 0) this.#signals.changed();
  }

  async #write(
    cluster: string,
    known: Known,
    written: readonly WrittenShard[],
    gone: readonly string[],
  ): Promise<void> {
    if (written.length + gone.length === 0) return;
    await this.#store.write(cluster, { written, gone });
    for (const { row } of written) known.written.set(row.id, row.fingerprint);
    for (const id of gone) known.written.delete(id);
    this.#signals.changed();
  }

  async #knownOf(cluster: string, anew: boolean): Promise<Known> {
    const before = this.#known.get(cluster);
    if (before && !anew) return before;
    const known: Known = {
      slices: new Map(),
      shards: new Map(),
      written: await this.#store.fingerprintsOf(cluster),
      trouble: null,
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
