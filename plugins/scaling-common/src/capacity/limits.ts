import { WorkloadScaling } from '../contract';
import { WORKLOAD_UNREADABLE } from '../state/unreadWorkload';
import { count, formatNumber, listOf } from '../state/wording';
import { CapacityLimit } from './capacityContract';
import { Need } from './neededReplicas';
import { NODES_NOT_ASKED } from './nodeGrowth';
import { QuotaRoom } from './quotaRoom';
import { WorkloadFacts } from './workloadFacts';

/** A limit, and at how many replicas of its workload it is reached. */
export interface Bound {
  limit: CapacityLimit;
  workload: WorkloadScaling;
  ceiling: number | null;
  /** Of room on nodes: whether nodes may be added; null: that is not known. */
  mayGrow?: boolean | null;
}

export function titleOf({ kind, namespace, name, cluster }: WorkloadScaling) {
  return `${kind} ${namespace}/${name} in ${cluster}`;
}

const NOT_LOOKED = 'pods and nodes of its cluster have not been read yet';

/** What ends the growth of a workload: its own maximum, nodes, and quotas. */
export function boundsOf(
  workload: WorkloadScaling,
  facts: WorkloadFacts | undefined,
  need: Need | null,
): Bound[] {
  // Where nothing adds replicas, room for more of them is no headroom.
  return workload.sizing === 'fixed'
    ? [fixedSize(workload, need)]
    : [
        maximum(workload),
        nodePool(workload, facts),
        ...quotas(workload, facts),
      ];
}

function bound(
  workload: WorkloadScaling,
  limit: Omit<CapacityLimit, 'workload'>,
  ceiling: number | null,
): Bound {
  return {
    workload,
    limit: { ...limit, workload: titleOf(workload) },
    ceiling,
  };
}

function fixedSize(workload: WorkloadScaling, need: Need | null): Bound {
  const { kind, namespace, name, desired } = workload;
  const left =
    desired === null || need === null
      ? null
      : Math.max(0, desired - need.replicas);
  return bound(
    workload,
    {
      kind: 'fixedSize',
      name: `size of the ${kind} ${name}, which no autoscaler changes`,
      ...{ amount: desired, used: need?.replicas ?? null, unit: 'replicas' },
      leftReplicas: left,
      source: `${kind} ${namespace}/${name}`,
      unknown:
        left === null
          ? 'how many replicas its demand needs is not known'
          : null,
      notes: [],
    },
    desired,
  );
}

function maximum(workload: WorkloadScaling): Bound {
  const { kind, namespace, desired, max, autoscaler, findings } = workload;
  const isFleet = kind === 'Fleet';
  const left =
    desired === null || max === null ? null : Math.max(0, max - desired);
  const blind = findings.find(
    ({ code }) =>
      code === 'autoscalersUnreadable' || code === WORKLOAD_UNREADABLE,
  );
  let unknown: string | null = null;
  if (left === null) {
    if (blind) unknown = blind.sentence.replace(/\.$/, '');
    else if (autoscaler && max === null)
      unknown = `${autoscaler.kind} ${autoscaler.name} names no maximum in ${
        isFleet ? 'game servers' : 'replicas'
      }`;
    else unknown = 'how many replicas are asked for is not known';
  }
  const by = autoscaler
    ? `${isFleet ? 'fleet autoscaler' : 'autoscaler'} ${autoscaler.name}`
    : 'autoscaler';
  return bound(
    workload,
    {
      kind: isFleet ? 'fleetMax' : 'autoscalerMax',
      name: `maximum of the ${by}`,
      ...{ amount: max, used: desired, leftReplicas: left, unknown },
      unit: isFleet ? 'game servers' : 'replicas',
      source: autoscaler
        ? `${autoscaler.kind} ${namespace}/${autoscaler.name}`
        : `autoscalers of ${workload.cluster}`,
      notes: [],
    },
    left === null ? null : max,
  );
}

const OTHERS_TAKE = 'Other workloads may take the same room.';

function nodePool(
  workload: WorkloadScaling,
  facts: WorkloadFacts | undefined,
): Bound {
  const { cluster } = workload;
  const room = facts?.room?.reduce((sum, { pods }) => sum + pods, 0) ?? null;
  const growth = facts?.nodeGrowth ?? NODES_NOT_ASKED;
  const names = listOf(growth.sources.map(({ name }) => name));
  const added = growth.sources.reduce<number | null>(
    (sum, { pods }) => (sum === null || pods === null ? null : sum + pods),
    0,
  );
  const here = `room on the nodes of cluster ${cluster}`;
  const base = { kind: 'nodePool' as const, used: null, unit: 'pods' };
  const source = [
    `nodes and pods of ${cluster}`,
    ...growth.sources.map(({ name }) => name),
  ].join(', ');
  if (added === null) {
    return bound(
      workload,
      {
        ...{ ...base, name: `nodes of cluster ${cluster}`, source },
        ...{ amount: null, leftReplicas: null, unknown: null },
        notes: [`It has no end: ${names} may add nodes without a limit.`],
      },
      null,
    );
  }
  const left = room === null ? null : room + added;
  const isMore = growth.unknown !== null;
  return {
    ...bound(
      workload,
      {
        ...{ ...base, source, amount: null, leftReplicas: left },
        name: names ? `${here}, with those that ${names} may add` : here,
        unknown: left === null ? facts?.whyNoRoom ?? NOT_LOOKED : null,
        notes:
          left === null
            ? []
            : [
                names
                  ? `${OTHERS_TAKE} ${formatNumber(
                      added,
                    )} of them would be on nodes that are not there yet.`
                  : `${OTHERS_TAKE} Nodes that are not there yet do not count.`,
                ...(isMore
                  ? [
                      `Whether ${
                        names ? 'more' : 'any'
                      } nodes may be added is not known: ${growth.unknown}.`,
                    ]
                  : []),
                ...growth.notes,
                ...(facts?.notes ?? []),
              ],
      },
      ceilingOf(workload, left),
    ),
    mayGrow: isMore ? null : added > 0,
  };
}

function quotas(
  workload: WorkloadScaling,
  facts: WorkloadFacts | undefined,
): Bound[] {
  const { namespace, cluster } = workload;
  const place = `namespace ${namespace} in ${cluster}`;
  if (!facts?.quotas) {
    return [
      bound(
        workload,
        {
          kind: 'resourceQuota',
          name: `quotas of ${place}`,
          ...{ amount: null, used: null, unit: 'replicas', leftReplicas: null },
          source: `ResourceQuotas of ${namespace}`,
          unknown: facts?.whyNoQuotas ?? NOT_LOOKED,
          notes: [],
        },
        null,
      ),
    ];
  }
  return facts.quotas.map(room =>
    bound(
      workload,
      {
        kind: 'resourceQuota',
        name: `quota ${room.quota} of ${place} (${room.resource})`,
        ...{ amount: room.hard, used: room.used, unit: room.unit },
        leftReplicas: room.leftReplicas,
        source: `ResourceQuota ${namespace}/${room.quota}`,
        unknown: room.leftReplicas === null ? whyNoRoom(room) : null,
        notes: [],
      },
      ceilingOf(workload, room.leftReplicas),
    ),
  );
}

function whyNoRoom({ hard, resource }: QuotaRoom): string {
  return hard === null
    ? `what it allows of ${resource} cannot be`
    : `how much of ${resource} is used is not reported, or cannot be`;
}

function ceilingOf({ desired }: WorkloadScaling, left: number | null) {
  return desired === null || left === null ? null : desired + left;
}

/**
 * What is reached first: the least room, of equal ones the first by name. Undefined
 * where nothing is known.
 */
export function bindingOf(bounds: readonly Bound[]): Bound | undefined {
  let least: Bound | undefined;
  for (const each of bounds) {
    if (each.limit.leftReplicas !== null && (!least || isBefore(each, least))) {
      least = each;
    }
  }
  return least;
}

function isBefore({ limit: a }: Bound, { limit: b }: Bound): boolean {
  const [left, other] = [
    a.leftReplicas ?? Infinity,
    b.leftReplicas ?? Infinity,
  ];
  return left === other
    ? a.name.localeCompare(b.name, 'en-US') < 0
    : left < other;
}

/** One sentence about what binds first. */
export function describeBinding(
  { limit, mayGrow }: Bound,
  noun: 'replica' | 'game server',
  isCertain: boolean,
): string {
  const { name, leftReplicas: left, kind, amount } = limit;
  const what =
    kind === 'autoscalerMax' || kind === 'fleetMax'
      ? `the ${name} (${amount === null ? '?' : formatNumber(amount)})`
      : `the ${name}`;
  const rest = `${
    mayGrow === null ? ' Whether nodes may be added is not known.' : ''
  }${isCertain ? '' : ' Other limits are not known.'}`;
  if (left === 0 && mayGrow === null) {
    return `No further ${noun} fits on the nodes there are: ${what} is used up.${rest}`;
  }
  if (kind === 'fixedSize') {
    return left === 0
      ? `All of the ${name} is needed.${rest}`
      : `${count(left ?? 0, noun)} of the ${name} ${
          left === 1 ? 'is' : 'are'
        } to spare.${rest}`;
  }
  return left === 0
    ? `No further ${noun} is possible: ${what} is reached.${rest}`
    : `${isCertain ? '' : 'At most '}${count(left ?? 0, `more ${noun}`)} ${
        left === 1 ? 'is' : 'are'
      } possible, then ${what} is reached.${rest}`;
}
