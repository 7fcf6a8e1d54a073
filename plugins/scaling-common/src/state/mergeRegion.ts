import {
  severityRank,
  worstState,
} from '@worldscale/backstage-plugin-worlds-common';
import { RegionScaling, Sizing, WorkloadScaling } from '../contract';
import { isUnread } from './unreadWorkload';

/** A region's workloads as one, before its age is known. */
export type RegionPicture = Omit<
  RegionScaling,
  'observedAt' | 'freshness' | 'lastKnown'
>;

function sum(values: readonly (number | null)[]): number | null {
  let total = 0;
  for (const value of values) {
    if (value === null) return null;
    total += value;
  }
  return total;
}

/** Worst first, then the one that presses hardest, then by name. */
function byUrgency(a: WorkloadScaling, b: WorkloadScaling): number {
  return (
    severityRank(a.state) - severityRank(b.state) ||
    (b.metric?.ratio ?? 0) - (a.metric?.ratio ?? 0) ||
    a.cluster.localeCompare(b.cluster, 'en-US') ||
    a.name.localeCompare(b.name, 'en-US')
  );
}

/**
 * One picture of all workloads of a service in a region. Counts add up; one that is
 * unknown makes the sum unknown. A limit is only one where every workload has it.
 * A workload that cannot be read now makes it so too, unless none can: then the sums are
 * of the last reading, as is all else.
 * State, reason, metric and autoscaler are those of the workload that is worst off;
 * headroom is the least that any has, because that one is felt first.
 *
 * @param unread why some cluster of the region does not tell whether more runs there:
 * then no count is known, and nothing is healthy
 */
export function mergeRegion(
  region: string,
  unsorted: readonly WorkloadScaling[],
  unread?: string,
): RegionPicture {
  const workloads = [...unsorted].sort(byUrgency);
  const lead: WorkloadScaling | undefined = workloads[0];
  const isPartlyRead = workloads.some(isUnread) && !workloads.every(isUnread);
  const total = (
    field: 'current' | 'desired' | 'ready' | 'updated' | 'min' | 'max',
  ) =>
    workloads.length === 0 || unread !== undefined || isPartlyRead
      ? null
      : sum(workloads.map(w => w[field]));
  const headrooms = workloads
    .flatMap(w => (w.headroom ? [w.headroom] : []))
    .sort((a, b) => a.percent - b.percent);
  const state = worstState([
    ...workloads.map(w => w.state),
    ...(unread === undefined ? [] : ['unknown' as const]),
  ]);
  const isKnown = workloads.some(w => w.state === state);
  return {
    region,
    sizing: sizingOf(workloads),
    clusters: [...new Set(workloads.map(w => w.cluster))].sort(),
    current: total('current'),
    desired: total('desired'),
    ready: total('ready'),
    updated: total('updated'),
    min: total('min'),
    max: total('max'),
    headroom: headrooms[0] ?? null,
    metric: lead?.metric ?? null,
    autoscaler: lead?.autoscaler
      ? { kind: lead.autoscaler.kind, name: lead.autoscaler.name }
      : null,
    state,
    reason: isKnown || unread === undefined ? reasonOf(workloads) : unread,
    workloads,
  };
}

/** Fixed only where every workload is; unknown where one is and none is autoscaled. */
function sizingOf(workloads: readonly WorkloadScaling[]): Sizing {
  if (workloads.some(w => w.sizing === 'autoscaled')) return 'autoscaled';
  const isFixed =
    workloads.length > 0 && workloads.every(w => w.sizing === 'fixed');
  return isFixed ? 'fixed' : 'unknown';
}

function reasonOf(workloads: readonly WorkloadScaling[]): string {
  const [lead, ...others] = workloads;
  if (!lead) return 'No workload was found.';
  if (others.length === 0) return lead.reason;
  const sameCluster = others.every(w => w.cluster === lead.cluster);
  const place = sameCluster ? '' : ` in cluster ${lead.cluster}`;
  return `${lead.kind} ${lead.name}${place}: ${lead.reason}`;
}
