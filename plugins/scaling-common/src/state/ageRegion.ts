import {
  freshnessAt,
  FreshnessLimits,
} from '@worldscale/backstage-plugin-worlds-common';
import { RegionScaling } from '../contract';
import { RegionPicture } from './mergeRegion';
import { formatDuration, sentence } from './wording';

/**
 * A region as a reader may see it now. What was not confirmed for too long is
 * unknown; its last state is kept beside it.
 *
 * @param why what keeps it from being confirmed, where that is known
 */
export function ageRegion(
  picture: RegionPicture,
  observedAt: string | null,
  nowMs: number,
  limits: FreshnessLimits,
  why?: string,
): RegionScaling {
  const freshness = freshnessAt(observedAt, nowMs, limits);
  if (freshness !== 'unknown' || observedAt === null) {
    return { ...picture, observedAt, freshness, lastKnown: null };
  }
  const age = formatDuration(nowMs - Date.parse(observedAt));
  return {
    ...picture,
    observedAt,
    freshness,
    state: 'unknown',
    reason: `${why ? `${sentence(why)} ` : ''}Last observed ${age} ago.`,
    lastKnown: { state: picture.state, reason: picture.reason },
  };
}
