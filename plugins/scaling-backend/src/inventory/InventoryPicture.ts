import {
  GameServer,
  Node,
  NodeGroups,
  NodePool,
  Pod,
  readClusterAutoscalerStatus,
  readGameServer,
  readNode,
  readNodePool,
  readPod,
  readResourceQuota,
  ResourceQuota,
} from '@worldscale/backstage-plugin-scaling-common';
import { sharedValues as shared } from '../sources/kubernetes/picture/SharedValues';
import { InventoryId } from './inventoryResources';
import { InventoryChanges, PlacedGameServer, PlacedPod } from './InventorySink';
import { KeptChange, KeptObjects } from './kept/KeptObjects';
import { SeenStarts } from './facts/SeenStarts';

/** What is told of to others, or decides what is told. */
const REPORTED: readonly InventoryId[] = ['pods', 'gameservers', 'nodes'];

/** Kind, namespace and name of a workload: `Fleet/aurora/aurora-shards`. */
export function workloadKey(kind: string, namespace: string, name: string) {
  return `${kind}/${namespace}/${name}`;
}

type Inventoried =
  | Pod
  | GameServer
  | Node
  | ResourceQuota
  | NodePool
  | NodeGroups;

/** Whom things belong to, by their workload's key, else by their own labels. */
export type ServicesOf = (
  workload: string | undefined,
  thing: { namespace: string; labels: Readonly<Record<string, string>> },
) => readonly string[];

/**
 * What runs in one cluster and on what, slim. Nothing here waits or talks to anyone.
 * What is the same for all pods of a version (labels, owner, image, shape) is held once.
 */
export class InventoryPicture {
  readonly pods = new KeptObjects<Pod>(slimPod);
  readonly gameServers = new KeptObjects<GameServer>(
    slimGameServer,
    (last, problem) => ({ ...last, problem }),
  );
  readonly nodes = new KeptObjects<Node>(readNode);
  readonly quotas = new KeptObjects<ResourceQuota>(readResourceQuota);
  readonly nodePools = new KeptObjects<NodePool>(readNodePool);
  readonly nodeGroups = new KeptObjects<NodeGroups>(
    readClusterAutoscalerStatus,
  );
  readonly starts = new SeenStarts();
  /** By uid: what changed since the last report; undefined: gone. */
  #changed = new Map<string, Pod | GameServer | undefined>();
  #everything = true;

  beginList(id: InventoryId) {
    const list = this.held(id).beginList();
    return {
      add: list.add,
      complete: (): void => {
        for (const change of list.complete()) this.#note(id, change);
        // Zones are those of nodes; a list is the time to say all anew.
        if (REPORTED.includes(id)) this.#everything = true;
      },
    };
  }

  change(
    id: InventoryId,
    type: 'ADDED' | 'MODIFIED' | 'DELETED',
    object: unknown,
  ): void {
    const change = this.held(id).change(type, object);
    if (change) this.#note(id, change);
  }

  /** Key of the workload that a pod runs for; undefined: none that is watched. */
  workloadOfPod({ owner, namespace }: Pod): string | undefined {
    if (!owner) return undefined;
    if (owner.kind !== 'GameServer') {
      return workloadKey(owner.kind, namespace, owner.name);
    }
    const server = this.gameServers.find(namespace, owner.name);
    return server && this.workloadOfServer(server);
  }

  workloadOfServer({ fleet, namespace }: GameServer): string | undefined {
    return fleet && workloadKey('Fleet', namespace, fleet);
  }

  /** Empty: the node does not say, or is not known. */
  zoneOf(node: string | undefined): string {
    return (node && this.nodes.find('', node)?.zone) || '';
  }

  /** All is to be reported anew. */
  reportEverything(): void {
    this.#everything = true;
  }

  /** What belongs to these workloads belongs to other services now. */
  touch(workloads: ReadonlySet<string>): void {
    if (this.#everything || workloads.size === 0) return;
    for (const server of this.gameServers.all()) {
      const workload = this.workloadOfServer(server);
      if (workload && workloads.has(workload)) {
        this.#changed.set(server.uid, server);
      }
    }
    for (const pod of this.pods.all()) {
      const workload = this.workloadOfPod(pod);
      if (workload && workloads.has(workload)) this.#changed.set(pod.uid, pod);
    }
  }

  /** Undefined where there is nothing to report. */
  takeChanges(
    servicesOf: ServicesOf,
  ): Omit<InventoryChanges, 'unreadable' | 'runners'> | undefined {
    const complete = this.#everything;
    if (!complete && this.#changed.size === 0) return undefined;
    const gameServers: PlacedGameServer[] = [];
    const pods: PlacedPod[] = [];
    const gone: string[] = [];
    const put = (thing: Pod | GameServer) => {
      if ('state' in thing) {
        const key = this.workloadOfServer(thing);
        gameServers.push({ ...thing, ...this.#place(thing, key, servicesOf) });
      } else if (thing.owner?.kind !== 'GameServer') {
        const key = this.workloadOfPod(thing);
        pods.push({ ...thing, ...this.#place(thing, key, servicesOf) });
      }
    };
    if (complete) {
      for (const server of this.gameServers.all()) put(server);
      for (const pod of this.pods.all()) put(pod);
    } else {
      for (const [uid, thing] of this.#changed) {
        if (thing) put(thing);
        else gone.push(uid);
      }
    }
    this.#everything = false;
    this.#changed = new Map();
    return { gameServers, pods, gone, complete };
  }

  #place(
    thing: Pod | GameServer,
    key: string | undefined,
    servicesOf: ServicesOf,
  ) {
    const [kind, , name] = key?.split('/') ?? [];
    return {
      zone: this.zoneOf(thing.node) || undefined,
      workload: key === undefined ? undefined : { kind, name },
      entityRefs: servicesOf(key, thing),
    };
  }

  /** What is kept of a collection. */
  held(id: InventoryId): KeptObjects<Inventoried> {
    return {
      pods: this.pods,
      nodes: this.nodes,
      gameservers: this.gameServers,
      resourcequotas: this.quotas,
      nodepools: this.nodePools,
      configmaps: this.nodeGroups,
    }[id] as KeptObjects<Inventoried>;
  }

  #note(id: InventoryId, { before, after }: KeptChange<Inventoried>): void {
    if (id !== 'pods' && id !== 'gameservers') return;
    if (before && before.uid !== after?.uid) {
      this.#changed.set(before.uid, undefined);
    }
    if (after) this.#changed.set(after.uid, after as Pod | GameServer);
  }
}

const NO_LABELS: Pod['labels'] = {};

/** Labels that are another for each pod, by which nothing of a service is found. */
const OF_ONE_POD = [
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
];

/** Of a pod behind a game server only its shape and its start are asked. */
function labelsOf({ owner, labels }: Pod): Pod['labels'] {
  if (owner?.kind === 'GameServer') return NO_LABELS;
  if (!OF_ONE_POD.some(label => label in labels)) return shared.of(labels);
  const rest = Object.entries(labels).filter(
    ([label]) => !OF_ONE_POD.includes(label),
  );
  return shared.of(Object.fromEntries(rest));
}

function slimPod(object: unknown): Pod {
  const pod = readPod(object);
  const { owner } = pod;
  return {
    ...pod,
    namespace: shared.text(pod.namespace),
    labels: labelsOf(pod),
    owner: owner?.kind === 'GameServer' ? owner : shared.of(owner),
    node: shared.text(pod.node),
    image: shared.text(pod.image),
    shape: shared.of(pod.shape),
  };
}

function slimGameServer(object: unknown): GameServer {
  const server = readGameServer(object);
  return {
    ...server,
    namespace: shared.text(server.namespace),
    labels: shared.of(server.labels),
    fleet: shared.text(server.fleet),
    node: shared.text(server.node),
    image: shared.text(server.image),
  };
}
