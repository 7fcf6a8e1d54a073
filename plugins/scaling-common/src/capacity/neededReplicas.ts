import { WorkloadScaling } from '../contract';

/** How many replicas the demand of a moment needs, and what says so. */
export interface Need {
  /** Not rounded, so that its growth can be measured. */
  exact: number;
  replicas: number;
  /** Replicas that carry the demand itself, a buffer of spare ones left aside. */
  inUse: number;
  /** Replicas that each further one in use needs, its share of the buffer included. */
  perFurther: number;
  title: string;
  /** The metric that was read, with its autoscaler. */
  source: string;
}

/** Rounded up, but for what binary fractions add: 7 × 1.0000000000000002 is 7. */
function need(
  exact: number,
  title: string,
  source: string,
  buffered: Partial<Pick<Need, 'inUse' | 'perFurther'>> = {},
): Need | null {
  if (!Number.isFinite(exact) || exact < 0) return null;
  const replicas = Math.max(0, Math.ceil(exact - 1e-9));
  return {
    ...{ exact, replicas, title, source },
    ...{ inUse: exact, perFurther: 1, ...buffered },
  };
}

/**
 * Replicas that the present demand needs, limits left aside.
 *
 * Of a Fleet with a buffer: what is allocated and the buffer on top, `allocated +
 * count` or `allocated × 100 / (100 − percent)` (agones, pkg/fleetautoscalers). Of other
 * policies what its autoscaler wants. Of a HorizontalPodAutoscaler `replicas × current
 * / target` of the metric that asks for most (kubernetes.io, "Horizontal Pod
 * Autoscaling", algorithm details): of the pods that are ready, or, where the metric is
 * an average that the autoscaler took over all of them, of those that exist. Null where
 * none of these is known, or nothing scales it.
 */
export function neededReplicas(workload: WorkloadScaling): Need | null {
  const { autoscaler, kind } = workload;
  if (!autoscaler) return null;
  return kind === 'Fleet'
    ? neededGameServers(workload, autoscaler)
    : neededPods(workload, autoscaler);
}

type Autoscaler = NonNullable<WorkloadScaling['autoscaler']>;

function neededGameServers(
  { gameServers, metric }: WorkloadScaling,
  { name, kind, desired }: Autoscaler,
): Need | null {
  const allocated = gameServers?.allocated ?? null;
  const source = `${kind} ${name}`;
  const title = 'Game servers in use, with their buffer';
  if (metric?.source === 'Buffer' && metric.target !== null) {
    if (allocated === null) return null;
    if (metric.unit !== 'percent') {
      return need(allocated + metric.target, title, source, {
        inUse: allocated,
      });
    }
    if (metric.target >= 100) return null;
    const perFurther = 100 / (100 - metric.target);
    return need(allocated * perFurther, title, source, {
      inUse: allocated,
      perFurther,
    });
  }
  return desired === null
    ? null
    : need(desired, 'Game servers that its autoscaler wants', source, {
        inUse: allocated ?? desired,
      });
}

/**
 * Replicas that are ready and take traffic: without a preview that waits, what is left
 * of revisions before, and a canary of weight 0. Null is unknown.
 */
export function carryingReplicas({
  rollout,
  ready,
}: WorkloadScaling): number | null {
  if (!rollout || ready === null) return ready;
  if (rollout.stacks.length === 0) return null;
  let carrying = 0;
  for (const { role, replicas } of rollout.stacks) {
    const isIdle =
      role === 'preview' ||
      role === 'earlier' ||
      (role === 'canary' && rollout.weightPercent === 0);
    if (isIdle) continue;
    if (replicas === null) return null;
    carrying += replicas;
  }
  return Math.min(carrying, ready);
}

/** Of a blue/green Rollout only the stack with the traffic counts (HPAReplicas). */
function countedPods({ rollout, ready }: WorkloadScaling): number | null {
  if (rollout?.strategy !== 'blueGreen' || ready === null) return ready;
  const active = rollout.stacks.find(({ role }) => role === 'active');
  return active && active.replicas !== null
    ? Math.min(active.replicas, ready)
    : null;
}

function neededPods(
  workload: WorkloadScaling,
  { name, kind }: Autoscaler,
): Need | null {
  const { metric, current } = workload;
  if (!metric || metric.ratio === null) return null;
  const overAll =
    metric.statistic === 'averageValue' &&
    (metric.source === 'Object' || metric.source === 'External');
  const base = overAll ? current : countedPods(workload);
  return base === null
    ? null
    : need(
        base * metric.ratio,
        `Replicas that ${metric.name} asks for`,
        `${metric.name} of ${kind} ${name}`,
      );
}
