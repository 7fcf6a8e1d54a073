import {
  counts,
  fitByZone,
  GameServer,
  isServing,
  NodeGrowth,
  nodeGrowthOf,
  Pod,
  PodShape,
  quotaRooms,
  ResourceQuota,
  takesRoom,
  WorkloadFacts,
} from '@worldscale/backstage-plugin-scaling-common';
import { giveWay, portions } from '@worldscale/backstage-plugin-worlds-node';
import { InventoryId } from '../inventoryResources';
import { InventoryPicture, workloadKey } from '../InventoryPicture';
import { nodeRoomsOf } from './nodeRooms';
import { ServedWorkload } from './ServiceWorkloads';

export interface FactsQuestion {
  picture: InventoryPicture;
  workloads: ReadonlyArray<
    Pick<ServedWorkload, 'kind' | 'namespace' | 'name'> &
      Partial<Pick<ServedWorkload, 'trafficHashes'>>
  >;
  /** Why a collection cannot be read, as the end of a sentence; undefined: it can. */
  whyUnread(id: InventoryId): string | undefined;
  nowMs: number;
}

/** What is found of one workload by going through all pods once. */
interface Found {
  byZone: Map<string, { ready: number; total: number }>;
  shape: PodShape | undefined;
}

/**
 * Above this, room is told in two digits, rounded down: the last pods of hundreds decide
 * nothing, and every pod of a cluster that comes or goes would change it.
 */
const EXACT_UP_TO = 20;

/** Pods, game servers or workloads between which others may run. */
const AT_ONCE = 250;

function inTwoDigits(pods: number): number {
  if (pods <= EXACT_UP_TO) return pods;
  const step = 10 ** (Math.floor(Math.log10(pods)) - 1);
  return Math.floor(pods / step) * step;
}

/**
 * What pods, nodes and quotas of a cluster say about each of its workloads, growth left
 * out. One walk over all of it, for all workloads. It gives way now and then, so that what
 * changes meanwhile may be in it or not.
 */
export async function factsOfWorkloads({
  picture,
  workloads,
  whyUnread,
  nowMs,
}: FactsQuestion): Promise<Array<Omit<WorkloadFacts, 'growth'>>> {
  const found = await findAll(picture, workloads);
  await giveWay();
  const { rooms, unmeasured } = nodeRoomsOf(
    picture.nodes.all(),
    picture.pods.all(),
  );
  const fits = new Map<PodShape, ReturnType<typeof fitByZone>>();
  const growths = new Map<PodShape, NodeGrowth>();
  const emptyNodes = nodeRoomsOf(picture.nodes.all(), []).rooms;
  const growthOf = (shape: PodShape) => {
    const known =
      growths.get(shape) ??
      nodeGrowthOf({
        ...{ shape, emptyNodes, nowMs },
        pools: picture.nodePools.all(),
        groups: picture.nodeGroups.all(),
        whyNoPools: whyUnread('nodepools'),
        whyNoGroups: whyUnread('configmaps'),
      });
    growths.set(shape, known);
    return known;
  };
  const quotas = quotasByNamespace(picture);
  const quotasOf = (
    shape: PodShape | undefined,
    namespace: string,
    isFleet: boolean,
  ) => (shape ? quotaRooms(quotas.get(namespace) ?? [], shape, isFleet) : []);
  const noNodes = whyUnread('nodes') ?? whyUnread('pods');
  const factsOf = ({ kind, namespace, name }: (typeof workloads)[number]) => {
    const key = workloadKey(kind, namespace, name);
    const own = found.get(key);
    const shape = own?.shape;
    const isFleet = kind === 'Fleet';
    const whyNoZones =
      whyUnread(isFleet ? 'gameservers' : 'pods') ?? whyUnread('nodes') ?? null;
    const noShape = shape
      ? undefined
      : 'none of its pods is there to tell what one takes';
    const noRooms =
      rooms.length === 0 ? 'the cluster shows no nodes' : undefined;
    const whyNoRoom = noNodes ?? noRooms ?? noShape ?? null;
    const whyNoQuotas =
      whyUnread('resourcequotas') ??
      ((quotas.get(namespace) ?? []).length > 0 ? noShape : undefined) ??
      null;
    if (shape && whyNoRoom === null && !fits.has(shape)) {
      fits.set(
        shape,
        fitByZone(shape, rooms).map(({ zone, pods }) => ({
          zone,
          pods: inTwoDigits(pods),
        })),
      );
    }
    return {
      ...{ kind, namespace, name, whyNoZones, whyNoRoom, whyNoQuotas },
      zones: whyNoZones === null ? zonesOf(own) : null,
      room: (shape && whyNoRoom === null && fits.get(shape)) || null,
      nodeGrowth: shape ? growthOf(shape) : null,
      notes: notesOf(shape, unmeasured, quotas.get(namespace) ?? []),
      quotas: whyNoQuotas === null ? quotasOf(shape, namespace, isFleet) : null,
      starts: picture.starts.of(key, nowMs),
    };
  };
  const facts: Array<Omit<WorkloadFacts, 'growth'>> = [];
  for await (const some of portions(workloads, AT_ONCE)) {
    for (const workload of some) facts.push(factsOf(workload));
  }
  return facts;
}

/** What Argo Rollouts labels the pods of each revision with. */
const REVISION_LABEL = 'rollouts-pod-template-hash';

async function findAll(
  picture: InventoryPicture,
  workloads: FactsQuestion['workloads'],
): Promise<Map<string, Found>> {
  const traffic = new Map(
    workloads.flatMap(({ kind, namespace, name, trafficHashes }) =>
      trafficHashes
        ? [[workloadKey(kind, namespace, name), trafficHashes]]
        : [],
    ),
  );
  // A preview that waits is ready, but holds nobody.
  const isIdle = (key: string, { labels }: Pod) => {
    const revision = labels[REVISION_LABEL];
    return (
      revision !== undefined && traffic.get(key)?.includes(revision) === false
    );
  };
  const found = new Map<string, Found>();
  const of = (key: string): Found => {
    const own = found.get(key) ?? { byZone: new Map(), shape: undefined };
    found.set(key, own);
    return own;
  };
  const count = ({ byZone }: Found, zone: string, ready: boolean) => {
    const held = byZone.get(zone) ?? { ready: 0, total: 0 };
    held.total += 1;
    if (ready) held.ready += 1;
    byZone.set(zone, held);
  };
  const note = (pod: Pod) => {
    if (pod.isLeaving || !takesRoom(pod)) return;
    const key = picture.workloadOfPod(pod);
    if (!key) return;
    const own = of(key);
    own.shape = pod.shape;
    picture.starts.note(key, pod);
    // Game servers say themselves whether they can carry players.
    if (pod.owner?.kind !== 'GameServer' && pod.node) {
      const carries = pod.ready && !isIdle(key, pod);
      count(own, picture.zoneOf(pod.node), carries);
    }
  };
  const noteServer = (server: GameServer) => {
    const key = picture.workloadOfServer(server);
    if (!key || server.isLeaving || !server.node) return;
    count(of(key), picture.zoneOf(server.node), isServing(server));
  };
  for await (const some of portions(picture.pods.all(), AT_ONCE)) {
    some.forEach(note);
  }
  for await (const some of portions(picture.gameServers.all(), AT_ONCE)) {
    some.forEach(noteServer);
  }
  picture.starts.endRound(new Set(found.keys()));
  return found;
}

function zonesOf(own: Found | undefined): WorkloadFacts['zones'] {
  return [...(own?.byZone ?? [])]
    .map(([zone, counted]) => ({ zone, ...counted }))
    .sort((a, b) => a.zone.localeCompare(b.zone, 'en-US'));
}

function quotasByNamespace(picture: InventoryPicture) {
  const byNamespace = new Map<string, ResourceQuota[]>();
  for (const quota of picture.quotas.all()) {
    const held = byNamespace.get(quota.namespace) ?? [];
    byNamespace.set(quota.namespace, [...held, quota]);
  }
  return byNamespace;
}

function notesOf(
  shape: PodShape | undefined,
  unmeasured: number,
  quotas: readonly ResourceQuota[],
): string[] {
  const notes: string[] = [];
  if (shape && shape.unconsidered.length > 0) {
    notes.push(`Not looked at: ${shape.unconsidered.join(', ')}.`);
  }
  if (unmeasured > 0) {
    notes.push(
      `${unmeasured} ${
        unmeasured === 1 ? 'node does' : 'nodes do'
      } not say truly what they have, and are left out.`,
    );
  }
  const scoped = quotas.filter(quota => shape && !counts(quota, shape));
  if (scoped.length > 0) {
    notes.push(
      `Quotas with scopes are left out: ${scoped
        .map(({ name }) => name)
        .join(', ')}.`,
    );
  }
  return notes;
}
