import {
  formatNumber,
  RegionScaling,
} from '@worldscale/backstage-plugin-scaling-common';

/** Labels of nodes that name their zone; the second is of old clusters. */
const ZONE_KEYS = [
  'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/zone',
];

export interface SpreadVerdict {
  look: 'kept' | 'broken' | 'unknown' | 'none';
  text: string;
  /** How far the fullest zone is ahead of the emptiest; null: unknown. */
  skew: number | null;
}

function skewOf({ capacity }: RegionScaling): number | null {
  if (!capacity) return null;
  const { zones, nodeZones } = capacity.zones;
  const totals = zones.filter(({ zone }) => zone).map(({ total }) => total);
  // Pods that run in no known zone may be in any, and a zone not known may have none.
  const isWhole =
    nodeZones !== null && zones.every(({ zone, ready }) => zone || ready === 0);
  if (totals.length === 0 || !isWhole) return null;
  // A zone that has nodes and no pod of it is the emptiest.
  if (nodeZones > totals.length) totals.push(0);
  return Math.max(...totals) - Math.min(...totals);
}

/**
 * Whether the pods of a region are spread over zones as they are to be. Skew is that of
 * Kubernetes: pods in a zone less those in the emptiest. A rule that is only preferred
 * may be broken by the scheduler.
 */
export function spreadVerdict(region: RegionScaling): SpreadVerdict {
  const rules = region.workloads
    .flatMap(({ spread }) => spread)
    .filter(({ topologyKey }) => ZONE_KEYS.includes(topologyKey));
  const skew = skewOf(region);
  if (rules.length === 0) {
    return { look: 'none', text: 'no rule spreads it over zones', skew };
  }
  const most = rules.reduce<number | null>(
    (least, { maxSkew }) =>
      maxSkew === null ? least : Math.min(least ?? maxSkew, maxSkew),
    null,
  );
  const force = rules.some(({ required }) => required)
    ? 'required'
    : 'preferred';
  // One rule is about the pods of one workload; those of several cannot be told apart.
  if (skew === null || most === null || region.workloads.length > 1) {
    const allowed = most === null ? 'unknown' : formatNumber(most);
    return {
      look: 'unknown',
      text: `zones at most ${allowed} apart (${force}); how far they are is unknown`,
      skew,
    };
  }
  return {
    look: skew <= most ? 'kept' : 'broken',
    text: `zones ${formatNumber(skew)} apart, at most ${formatNumber(
      most,
    )} (${force})`,
    skew,
  };
}
