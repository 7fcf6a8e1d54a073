import { RegionScaling } from '@worldscale/backstage-plugin-scaling-common';
import { SourceHealth } from '@worldscale/backstage-plugin-worlds-common';
import { clusterSource } from './summaryRows';

/**
 * Since when a region is unknown (ISO 8601): where it grew too old, since it was last
 * observed; where a part of its clusters cannot be read, since that began. Null where
 * the beginning is not known: an instant that moves would be wrong.
 */
export function unknownSince(
  {
    clusters,
    freshness,
    observedAt,
    reason,
  }: Pick<RegionScaling, 'clusters' | 'freshness' | 'observedAt' | 'reason'>,
  health: readonly SourceHealth[],
): string | null {
  if (freshness === 'unknown' && observedAt !== null) return observedAt;
  const sources = new Set(clusters.map(clusterSource));
  const said = reason.toLocaleLowerCase('en-US');
  const beginnings = health
    .filter(({ id }) => sources.has(id))
    .flatMap(({ unreadable }) => unreadable)
    .filter(part => said.includes(part.reason.toLocaleLowerCase('en-US')))
    .flatMap(({ since }) => (since === null ? [] : [since]));
  return beginnings.sort()[0] ?? null;
}
