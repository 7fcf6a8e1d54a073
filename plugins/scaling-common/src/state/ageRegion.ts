import {
  freshnessAt,
  FreshnessLimits,
} from '@worldscale/backstage-plugin-worlds-common';
import { RegionScaling } from '../contract';
import { RegionPicture } from './mergeRegion';
import { lastReadingOf } from './unreadWorkload';
import { formatDuration, sentence } from './wording';

/**
 * A region as a reader may see it now. What was not confirmed for too long is
 * unknown; its last state is kept beside it.
 *
 * Of workloads that cannot be read although their cluster can, the numbers hold since
 * their own last reading, whenever the cluster was read.
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
  const unread = lastReadingOf(picture.workloads);
  if (unread)
    return { ...ageUnread(picture, unread, nowMs, limits), ...unread };
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

/** Its state is unknown already, and why; how old it is comes to that in time. */
function ageUnread(
  picture: RegionPicture,
  { observedAt }: { observedAt: string | null },
  nowMs: number,
  limits: FreshnessLimits,
) {
  const freshness = freshnessAt(observedAt, nowMs, limits);
  const age = observedAt && formatDuration(nowMs - Date.parse(observedAt));
  const isOld = freshness === 'unknown' && age;
  return {
    ...{ ...picture, freshness },
    reason: isOld
      ? `${picture.reason} Last observed ${age} ago.`
      : picture.reason,
  };
}
