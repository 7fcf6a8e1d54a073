import {
  Attribution,
  isReached,
} from '@worldscale/backstage-plugin-scaling-common';
import { ChangeFacts } from '../recording/ledgerRows';
import { FoundChange } from '../recording/takeSightings';

/** A quiet watch confirms what is known every 40 s. */
const EXACT_WITHIN_MS = 60_000;

/** What is told of a change when it is recorded. */
export function factsOf(
  { sighting, change }: FoundChange,
  { actor, why, reasonObserved, atMs }: Attribution,
): ChangeFacts {
  const { seen, seenAtMs, knownAtMs, isGap } = sighting;
  const isExact =
    atMs !== null ||
    knownAtMs === undefined ||
    seenAtMs - knownAtMs <= EXACT_WITHIN_MS;
  const isReady = isReached(change, seen);
  return {
    ...{ actor, why, reasonObserved },
    atMs: atMs ?? seenAtMs,
    notBeforeMs: isExact ? null : knownAtMs,
    readiness: isReady ? 'ready' : 'pending',
    readyAtMs: isReady && !isGap ? seenAtMs : null,
    source: 'observed',
  };
}
