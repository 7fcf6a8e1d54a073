import {
  formatNumber,
  RegionCapacity,
  RegionScaling,
} from '@worldscale/backstage-plugin-scaling-common';

/**
 * Maximum and headroom as the fleet says them. A size that nothing changes is its own
 * maximum, and has no headroom that could run out: it says so in words.
 */
export function limitValues({
  sizing,
  max,
  headroom,
}: Pick<RegionScaling, 'sizing' | 'max' | 'headroom'>): {
  max: number | string | null;
  headroom: number | string | null;
} {
  if (sizing !== 'fixed') return { max, headroom: headroom?.percent ?? null };
  return {
    max: max === null ? 'fixed' : `fixed at ${formatNumber(max)}`,
    headroom: 'fixed size',
  };
}

/**
 * How long headroom lasts, as the fleet says it: minutes, in few digits so that a row
 * does not change with every pod; in a word where it has no end, or none is left while
 * demand does not grow; null where that is not known.
 */
export function headroomLasts(
  capacity: Pick<RegionCapacity, 'verdict' | 'headroom'> | undefined,
): number | string | null {
  if (!capacity) return null;
  const { verdict, headroom } = capacity;
  if (verdict === 'notGrowing') return 'not growing';
  if (headroom.minutes !== null) return Number(headroom.minutes.toPrecision(2));
  return verdict === 'atLimit' ? 'none left' : null;
}

/** How the fleet says the verdict about the loss of a zone. */
export const ZONE_WORDS = {
  holds: 'holds',
  recovers: 'starts anew',
  breaks: 'breaks',
  unknown: null,
};

export function capacityValues(capacity: RegionCapacity | undefined) {
  return {
    headroomMinutes: headroomLasts(capacity),
    constraint: capacity?.binding?.name ?? null,
    zoneLoss: capacity ? ZONE_WORDS[capacity.zones.verdict] : null,
  };
}
