import { RegionCapacity } from '@worldscale/backstage-plugin-scaling-common';

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
