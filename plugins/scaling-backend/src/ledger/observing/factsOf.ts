import {
  Attribution,
  isReached,
} from '@worldscale/backstage-plugin-scaling-common';
import { ChangeFacts } from '../recording/ledgerRows';
import { isExactly } from '../recording/Sighting';
import { FoundChange } from '../recording/takeSightings';

/** What is told of a change when it is recorded. */
export function factsOf(
  { sighting, change }: FoundChange,
  { actor, why, reasonObserved, atMs }: Attribution,
): ChangeFacts {
  const { seen, seenAtMs, knownAtMs, isGap } = sighting;
  const isExact = atMs !== null || isExactly(sighting);
  const isReady = isReached(change, seen);
  return {
    ...{ actor, why, reasonObserved },
    atMs: atMs ?? seenAtMs,
    notBeforeMs: isExact ? null : knownAtMs ?? null,
    readiness: isReady ? 'ready' : 'pending',
    readyAtMs: isReady && !isGap ? seenAtMs : null,
    source: 'observed',
  };
}
