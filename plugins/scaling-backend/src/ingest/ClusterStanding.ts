import { AskedCluster } from '@worldscale/backstage-plugin-scaling-common';
import {
  freshnessAt,
  FreshnessLimits,
  SourceHealth,
} from '@worldscale/backstage-plugin-worlds-common';
import { collections, resourceName } from '../sources/kubernetes/collections';
import { clusterSource } from './summaryRows';

/** How far a configured cluster can tell what does not run in it. */
export interface ClusterStanding {
  name: string;
  /** When it was last read in whole (Unix milliseconds); undefined: never. */
  readAtMs?: number;
  /** That is so long ago that it tells nothing of now. */
  isStale: boolean;
  /** Why it cannot be read now, if it cannot. */
  error?: string;
  /** Why some of its workloads cannot be read, although it answers otherwise. */
  unreadable?: string;
}

/** What must be read to know whether a service runs in a cluster. */
const workloadResources = new Set(
  collections.filter(({ role }) => role === 'workload').map(resourceName),
);

export function standingsOf(
  health: readonly SourceHealth[],
  nowMs: number,
  limits: FreshnessLimits,
): ClusterStanding[] {
  return health
    .filter(({ kind }) => kind === 'kubernetes')
    .map(({ id, reachable, lastSuccessAt, lastError, unreadable }) => ({
      name: id.slice(clusterSource('').length),
      readAtMs: lastSuccessAt ? Date.parse(lastSuccessAt) : undefined,
      isStale: freshnessAt(lastSuccessAt, nowMs, limits) === 'unknown',
      error: reachable === false ? lastError?.message : undefined,
      unreadable:
        unreadable
          .filter(({ part }) => workloadResources.has(part))
          .map(({ reason }) => reason)
          .join('; ') || undefined,
    }));
}

/** Whether nothing is known of it yet, not even that it fails. */
export function isUntried({ readAtMs, error }: ClusterStanding): boolean {
  return readAtMs === undefined && error === undefined;
}

/**
 * The clusters as one service sees them. A service of which a cluster says nothing does
 * not run there as long as the cluster is read. Once it is not, that holds for a while
 * of a service that was known then; of one that became known only since, it never held.
 */
export function askedFor(
  knownSinceMs: number,
  standings: readonly ClusterStanding[],
): AskedCluster[] {
  return standings.map(({ name, readAtMs, isStale, error, unreadable }) => {
    const readBefore = readAtMs !== undefined;
    const isTooEarly = error !== undefined && (readAtMs ?? 0) < knownSinceMs;
    const read = readBefore && !isStale && !isTooEarly;
    return { name, read, readBefore, error, unreadable };
  });
}
