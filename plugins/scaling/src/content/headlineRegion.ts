import { RegionScaling } from '@worldscale/backstage-plugin-scaling-common';

/** The region whose headroom ends first; of equals the one with the least left. */
function tightest(regions: readonly RegionScaling[]): RegionScaling {
  const left = ({ capacity, headroom }: RegionScaling) => ({
    minutes: capacity?.headroom.minutes ?? Infinity,
    percent: headroom?.percent ?? Infinity,
  });
  return regions.reduce((least, region) => {
    const [a, b] = [left(least), left(region)];
    if (a.minutes !== b.minutes) return b.minutes < a.minutes ? region : least;
    return b.percent < a.percent ? region : least;
  });
}

/**
 * The region that a service is judged by: the worst, which comes first; or, where all
 * is well, the one that is nearest to its limit.
 */
export function headlineRegion(
  regions: readonly RegionScaling[],
): RegionScaling | undefined {
  const [worst] = regions;
  return worst?.state === 'healthy' ? tightest(regions) : worst;
}
