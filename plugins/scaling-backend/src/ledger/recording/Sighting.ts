import {
  KnownSize,
  SizeObservation,
} from '@worldscale/backstage-plugin-scaling-common';

/** What was seen of a workload at one instant. */
export interface Sighting {
  seen: SizeObservation;
  /** Services that it counts for. */
  entityRefs: readonly string[];
  seenAtMs: number;
  /** When what was before was last known to hold; undefined: never. */
  knownAtMs: number | undefined;
  /** The writer that was noted last, where that is newer than what is stored. */
  writerBefore?: KnownSize['writer'];
  /** Nobody watched in between: what recorded series say of it is to be asked. */
  isGap: boolean;
  /** Holds although its version is older than what is stored. */
  isForced: boolean;
}

/** A quiet watch confirms what is known every 40 s. */
const EXACT_WITHIN_MS = 60_000;

/** Whether what is seen came about just then, and not at some time before. */
export function isExactly({
  seenAtMs,
  knownAtMs,
}: Pick<Sighting, 'seenAtMs' | 'knownAtMs'>): boolean {
  return knownAtMs === undefined || seenAtMs - knownAtMs <= EXACT_WITHIN_MS;
}
