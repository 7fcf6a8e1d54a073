import { GameServer, Pod } from '@worldscale/backstage-plugin-scaling-common';

/** Where something runs and what it belongs to. */
interface Placed {
  /** Of its node (`topology.kubernetes.io/zone`); undefined: not known. */
  zone: string | undefined;
  /** Its workload; undefined: it has none that is watched. */
  workload: { kind: string; name: string } | undefined;
  /** Services of the catalog that its workload belongs to, in this cluster. */
  entityRefs: readonly string[];
}
export interface PlacedGameServer extends GameServer, Placed {}
/** A pod behind no game server. */
export interface PlacedPod extends Pod, Placed {}

/** What shards are made of. */
export type SliceSource = 'gameservers' | 'pods';

/** What of a cluster changed since the last report; things are told apart by uid. */
export interface InventoryChanges {
  gameServers: readonly PlacedGameServer[];
  pods: readonly PlacedPod[];
  /** Uids of game servers and pods. */
  gone: readonly string[];
  /**
   * `gameServers` and `pods` hold all there are: what is not in them is gone. Comes
   * first for each cluster, after each list, and when the catalog changes.
   */
  complete: boolean;
  /** Why something may be missing, of a collection that cannot be read. */
  unreadable: Readonly<Partial<Record<SliceSource, string>>>;
  /** Services of which a workload here runs game servers, or pods that are none. */
  runners: Readonly<Record<SliceSource, readonly string[]>>;
}

/**
 * Takes what the inventory of a cluster finds. One backend calls it for a cluster, one
 * call at a time; a call that fails is followed by one with everything (`complete`).
 */
export interface InventorySink {
  inventory(
    cluster: string,
    changes: InventoryChanges,
    /** When each was last heard: what is told is judged by then. */
    at: Readonly<Partial<Record<SliceSource, Date>>>,
  ): Promise<void>;
  /** Of what something is kept of the cluster, also from before the start. */
  keptOf(cluster: string): Promise<readonly SliceSource[]>;
  /**
   * All that was told of the cluster holds at these instants; of a collection that is
   * left out nothing is known. Every few seconds.
   */
  inventoryConfirmed(
    cluster: string,
    at: Readonly<Partial<Record<SliceSource, Date>>>,
  ): Promise<void>;
}
