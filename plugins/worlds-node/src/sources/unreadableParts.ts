import {
  SourceHealth,
  unreadCodes,
  UnreadablePart,
} from '@worldscale/backstage-plugin-worlds-common';
import { scrubSecrets } from './describeError';

/** Parts as readers may see them. */
export function scrubParts(parts: readonly UnreadablePart[]): UnreadablePart[] {
  return parts.map(part => ({ ...part, reason: scrubSecrets(part.reason) }));
}

function isFailed({ code }: UnreadablePart): boolean {
  return code !== unreadCodes.waiting;
}

/** Tells an error that is over from one that goes on. */
export function withPastError(source: SourceHealth): SourceHealth {
  const { lastError, reachable, unreadable } = source;
  const isPast = reachable === true && !unreadable.some(isFailed);
  return lastError && isPast
    ? { ...source, lastError: { ...lastError, isPast } }
    : source;
}

/**
 * A source that answers without some of its parts has failed at the first of them. To
 * wait for a part's first reading is no failure, and not kept as one.
 */
export function errorOfParts(
  parts: readonly UnreadablePart[],
  at: Date,
): SourceHealth['lastError'] | undefined {
  const first = parts.find(isFailed);
  if (!first) return undefined;
  return {
    at: first.since ?? at.toISOString(),
    message: first.reason,
    ...(first.code ? { code: first.code } : {}),
  };
}
