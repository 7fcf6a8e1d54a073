import { ScalingChange } from '@worldscale/backstage-plugin-scaling-common';

/** The newest change that the ledger has of a region. */
export type LatestChange =
  | { status: 'known'; change: ScalingChange }
  /** The ledger holds none of it. */
  | { status: 'none' }
  | { status: 'loading' }
  | { status: 'unknown'; reason: string };

/** Changes come newest first. */
export function latestIn(
  changes: readonly ScalingChange[],
  region: string,
): LatestChange {
  const change = changes.find(each => each.region === region);
  return change ? { status: 'known', change } : { status: 'none' };
}
