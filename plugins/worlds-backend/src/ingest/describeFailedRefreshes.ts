import { ANNOTATION_LOCATION, Entity } from '@backstage/catalog-model';
import { UnreadablePart } from '@worldscale/backstage-plugin-worlds-common';
import { describeError } from '@worldscale/backstage-plugin-worlds-node';
import { z } from 'zod';

/** How the catalog marks what went wrong when it last processed an entity. */
const PROCESSING_STATUS = 'backstage.io/catalog-processing';

const statusSchema = z.object({
  items: z.array(
    z.looseObject({ type: z.string(), level: z.string(), message: z.string() }),
  ),
});

/**
 * What of the catalog's outside could be read once and cannot be read again, by host: a
 * forge that is down or refuses fails each of its locations with the same words.
 */
export function describeFailedRefreshes(locations: Entity[]): UnreadablePart[] {
  const byHost = new Map<string, { count: number; message: string }>();
  for (const location of locations) {
    const failure = failureOf(location);
    if (!failure) continue;
    const host = hostOf(location);
    const { count, message } = byHost.get(host) ?? { count: 0, ...failure };
    byHost.set(host, { count: count + 1, message });
  }
  return [...byHost]
    .sort(([a], [b]) => a.localeCompare(b, 'en'))
    .map(([host, { count, message }]) => ({
      part: `locations of ${host}`,
      reason: `${host}: ${
        count === 1 ? '1 location' : `${count} locations`
      } cannot be refreshed${count === 1 ? '' : ', the first'}: ${message}`,
      since: null,
    }));
}

function failureOf(location: Entity): { message: string } | undefined {
  const status = statusSchema.safeParse(
    'status' in location && location.status,
  );
  const item = status.data?.items.find(
    ({ type, level }) => level === 'error' && type === PROCESSING_STATUS,
  );
  if (!item) return undefined;
  const { message } = describeError(item.message);
  return { message: message.replace(/\.$/, '') };
}

/** Scheme, host and port of what the location points to, or where it stands itself. */
function hostOf({ metadata, spec }: Entity): string {
  const standsAt = metadata.annotations?.[ANNOTATION_LOCATION] ?? '';
  for (const place of [spec?.target, standsAt.replace(/^url:/, '')]) {
    if (typeof place !== 'string' || !/^https?:/.test(place)) continue;
    if (!URL.canParse(place)) continue;
    const url = new URL(place);
    return `${url.protocol}//${url.host}`;
  }
  return 'files of this machine';
}
