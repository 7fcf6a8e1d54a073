import { WorkloadScaling } from '../contract';
import { Demand, PerReplica } from './capacityContract';
import { CapacityEvidence, DemandReading } from './capacityEvidence';
import { Growth } from './growth';
import { Need, neededReplicas } from './neededReplicas';

/** What is asked of a service in a region, in its own unit and in replicas. */
export interface DemandPicture {
  demand: Demand | null;
  perReplica: PerReplica | null;
  /** Of each workload; null: unknown. */
  needs: ReadonlyMap<WorkloadScaling, Need | null>;
  /** Of all workloads together; null: unknown of at least one. */
  total: Pick<Need, 'exact' | 'inUse' | 'perFurther'> | null;
  /** Replicas that the demand needs in a minute more than now; null: unknown. */
  replicasPerMinute: number | null;
  growth: Growth | null;
  unknowns: string[];
}

/**
 * A series that is named for the service tells demand and growth. What the autoscaler
 * reads tells how many replicas that takes; where a series is missing or unknown, it
 * tells demand and growth too, in replicas.
 */
export function demandOf(evidence: CapacityEvidence): DemandPicture {
  const { workloads, series, declared } = evidence;
  const unknowns: string[] = [];
  const usable = usableSeries(series, unknowns);
  const own = new Map(
    workloads.map(workload => [workload, needOf(workload)] as const),
  );
  const bySeries = declaredNeed(workloads, own, usable, evidence);
  const needs = bySeries ?? own;
  const total = totalOf(needs);
  const perReplica: PerReplica | null = declared
    ? { ...declared, basis: 'declared' }
    : derived(usable, total);
  if (total === null && workloads.length > 0) {
    unknowns.push(whyNoNeed(workloads, needs));
  }
  const inReplicas = ownGrowth(evidence);
  const growth = usable?.growth ?? inReplicas;
  const replicasPerMinute = replicaGrowth(
    usable,
    perReplica,
    total,
    inReplicas,
  );
  if (growth === null && workloads.length > 0) {
    unknowns.push(
      'How fast demand grows is not known: too few values were seen.',
    );
  }
  return {
    ...{ perReplica, needs, total, replicasPerMinute, growth, unknowns },
    demand: describe(evidence, usable, needs, total, {
      growth,
      replicasPerMinute,
    }),
  };
}

/** A value that may still be trusted. */
type Usable = DemandReading & { value: number };

function usableSeries(
  series: DemandReading | undefined,
  unknowns: string[],
): Usable | undefined {
  if (!series) return undefined;
  const { value, freshness, title, problem } = series;
  if (value === null || freshness === 'unknown') {
    unknowns.push(problem ?? `${title}: no value that is recent enough.`);
    return undefined;
  }
  if (value < 0) {
    unknowns.push(`${title}: the value ${value} cannot be.`);
    return undefined;
  }
  return { ...series, value };
}

function needOf(workload: WorkloadScaling): Need | null {
  if (workload.desired === 0) {
    const title = 'Scaled to zero';
    const source = `${workload.kind} ${workload.name}`;
    return {
      ...{ exact: 0, replicas: 0, inUse: 0, perFurther: 1 },
      title,
      source,
    };
  }
  return neededReplicas(workload);
}

/** Of a single workload that tells nothing itself: `demand / what a replica carries`. */
function declaredNeed(
  workloads: readonly WorkloadScaling[],
  own: ReadonlyMap<WorkloadScaling, Need | null>,
  series: Usable | undefined,
  { declared }: CapacityEvidence,
): Map<WorkloadScaling, Need | null> | undefined {
  const [only] = workloads;
  if (workloads.length !== 1 || !series || !declared) return undefined;
  if (own.get(only) !== null) return undefined;
  const exact = series.value / declared.amount;
  const need: Need = {
    ...{ exact, inUse: exact, perFurther: 1 },
    replicas: Math.ceil(exact - 1e-9),
    ...{ title: series.title, source: series.source },
  };
  return new Map([[only, need]]);
}

function totalOf(
  needs: ReadonlyMap<WorkloadScaling, Need | null>,
): DemandPicture['total'] {
  const total = { exact: 0, inUse: 0, perFurther: 1 };
  if (needs.size === 0) return null;
  for (const need of needs.values()) {
    if (need === null) return null;
    total.exact += need.exact;
    total.inUse += need.inUse;
    total.perFurther = Math.max(total.perFurther, need.perFurther);
  }
  return total;
}

/** What a replica carries now, loaded as its autoscaler aims at. */
function derived(
  series: Usable | undefined,
  total: DemandPicture['total'],
): PerReplica | null {
  if (!series || !total || total.inUse <= 0 || series.value <= 0) return null;
  const amount = series.value / total.inUse;
  return { amount, unit: series.unit, basis: 'derived' };
}

/** Growth of the replicas needed, of all workloads together. */
function ownGrowth({ workloads, factsOf }: CapacityEvidence): Growth | null {
  let sum: Growth | null = null;
  for (const workload of workloads) {
    if (workload.desired === 0) continue;
    const growth = factsOf(workload)?.growth ?? null;
    if (growth === null) return null;
    sum = sum
      ? {
          perMinute: sum.perMinute + growth.perMinute,
          windowMinutes: Math.min(sum.windowMinutes, growth.windowMinutes),
          samples: Math.min(sum.samples, growth.samples),
          isFlat: sum.isFlat && growth.isFlat,
        }
      : growth;
  }
  return sum;
}

function replicaGrowth(
  series: Usable | undefined,
  perReplica: PerReplica | null,
  total: DemandPicture['total'],
  own: Growth | null,
): number | null {
  if (!series?.growth) return own?.perMinute ?? null;
  if (perReplica) {
    const { perMinute } = series.growth;
    return (perMinute / perReplica.amount) * (total?.perFurther ?? 1);
  }
  // Nobody is there yet, so nothing says how many a replica carries.
  return series.growth.isFlat ? 0 : own?.perMinute ?? null;
}

function describe(
  { series, workloads }: CapacityEvidence,
  usable: Usable | undefined,
  needs: ReadonlyMap<WorkloadScaling, Need | null>,
  total: DemandPicture['total'],
  pace: Pick<DemandPicture, 'growth' | 'replicasPerMinute'>,
): Demand | null {
  const neededCount =
    total === null ? null : Math.max(0, Math.ceil(total.exact - 1e-9));
  const growth = pace.growth && {
    ...pace.growth,
    replicasPerMinute: pace.replicasPerMinute,
  };
  if (series && (usable || total === null)) {
    return {
      ...{ basis: 'series', title: series.title, source: series.source },
      ...{ unit: series.unit, value: usable?.value ?? null },
      neededReplicas: neededCount,
      growth: usable?.growth ? growth : null,
      ...{ observedAt: series.observedAt, freshness: series.freshness },
    };
  }
  const [first] = needs.values();
  if (total === null || !first) return null;
  const unit = workloads.every(({ kind }) => kind === 'Fleet')
    ? 'game servers'
    : 'replicas';
  return {
    ...{ basis: 'autoscaler', title: first.title, source: first.source, unit },
    value: Math.round(total.exact * 100) / 100,
    neededReplicas: neededCount,
    growth,
    // It is as old as the region itself, which says how old that is.
    ...{ observedAt: null, freshness: 'fresh' },
  };
}

function whyNoNeed(
  workloads: readonly WorkloadScaling[],
  needs: ReadonlyMap<WorkloadScaling, Need | null>,
): string {
  const silent = workloads.find(workload => needs.get(workload) === null);
  if (!silent) return 'How many replicas its demand needs is not known.';
  const { kind, name, sizing, metric, autoscaler } = silent;
  if (sizing === 'fixed') {
    return `How many replicas the demand on the ${kind} ${name} needs is not known: no autoscaler measures it, and no series with a capacity per replica is named.`;
  }
  if (autoscaler && metric) {
    return `How many replicas the demand on the ${kind} ${name} needs is not known: its autoscaler does not read ${metric.name}.`;
  }
  return `How many replicas the demand on the ${kind} ${name} needs is not known.`;
}
