import {
  SourceHealth,
  spellAge,
} from '@worldscale/backstage-plugin-worlds-common';

/** A new service appears within half a minute. */
export const CATALOG_EVERY_MS = 30_000;

const WATCHED = 'components of type world-service or shard-service';

/**
 * Why nothing is known of an entity that is not among the services read from the
 * catalog: it is newer than the last reading, or no world service at all.
 *
 * @param catalog health of the catalog as a source
 */
export function explainUnlisted(
  catalog: Pick<SourceHealth, 'lastSuccessAt' | 'reachable'> | undefined,
  nowMs: number,
): string {
  if (!catalog?.lastSuccessAt) {
    return `The ${WATCHED} have not been read from the catalog yet.`;
  }
  const agoMs = Math.max(0, nowMs - Date.parse(catalog.lastSuccessAt));
  const read = `It was not among the ${WATCHED} when those were last read from the catalog, ${spellAge(
    agoMs,
  )} ago`;
  if (catalog.reachable === false) return `${read}; since then that fails.`;
  const leftMs = Math.max(0, CATALOG_EVERY_MS - agoMs);
  const within =
    leftMs < 1_000 ? 'at any moment' : `within ${spellAge(leftMs)}`;
  return `${read}. They are read every ${spellAge(
    CATALOG_EVERY_MS,
  )}, next ${within}: if it is one of them, it appears then.`;
}
