import { severityRank } from '@worldscale/backstage-plugin-worlds-common';
import { RegionPicture } from '../state/mergeRegion';
import { RegionCapacity } from './capacityContract';

/**
 * A region with its capacity: where that is worse than what its workloads say, its
 * state and the reason are those of the worst finding. What cannot be known of capacity
 * takes nothing from what is known of the state.
 */
export function joinCapacity(
  picture: RegionPicture,
  capacity: RegionCapacity,
): RegionPicture {
  const [worst] = [...capacity.findings].sort(
    (a, b) => severityRank(a.state) - severityRank(b.state),
  );
  if (!worst || severityRank(worst.state) >= severityRank(picture.state)) {
    return { ...picture, capacity };
  }
  return { ...picture, capacity, state: worst.state, reason: worst.sentence };
}
