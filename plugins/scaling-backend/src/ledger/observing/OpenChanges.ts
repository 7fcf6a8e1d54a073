import {
  Announcement,
  attributeChange,
  Attribution,
  isReached,
  SizeObservation,
  WorkloadScaling,
} from '@worldscale/backstage-plugin-scaling-common';
import { keyOf } from '../recording/ledgerRows';
import { OpenChange } from '../recording/LedgerStore';
import { FoundChange, RecordedChange } from '../recording/takeSightings';

/** What is at hand to tell why a size changed. */
export interface Witnesses {
  scalingOf(workload: string): Pick<WorkloadScaling, 'autoscaler'> | undefined;
  announcementsFor(
    workload: string,
    scaling: Pick<WorkloadScaling, 'autoscaler'> | undefined,
  ): readonly Announcement[];
}

/** Changes, by their ids in the ledger, that are to be told otherwise now. */
export interface Amendment {
  ids: string[];
  attribution: Attribution;
}
export interface Completion {
  ids: string[];
  readiness: 'ready' | 'unknown';
  readyAtMs: number | null;
}

interface Open {
  ids: string[];
  workload: string;
  stack: 'preview' | null;
  to: number;
  isPending: boolean;
  /** Undefined: nothing more is to be learnt of why. */
  unsettled?: { found: FoundChange; attribution: Attribution; untilMs: number };
}

/**
 * An autoscaler's status follows within seconds, its Event as well; after that what is
 * seen belongs to a later look.
 */
const SETTLES_WITHIN_MS = 60_000;

/** Changes of a cluster of which something is still to come: why, or that it is ready. */
export class OpenChanges {
  readonly #open = new Map<string, Open[]>();

  load(changes: readonly OpenChange[]): void {
    for (const { id, workload, stack, to } of changes) {
      this.#of(workload).push({
        ...{ ids: [id], workload, stack, to, isPending: true },
      });
    }
  }

  has(workload: string): boolean {
    return this.#open.has(workload);
  }

  add(
    { ids, sighting, known, change, facts }: RecordedChange,
    attribution: Attribution,
  ): void {
    const workload = keyOf(sighting.seen);
    const open = this.#of(workload);
    for (const each of open) {
      if (each.stack === change.stack) each.isPending = false;
    }
    open.push({
      ...{ ids, workload, stack: change.stack, to: change.to },
      isPending: facts.readiness === 'pending',
      unsettled: attribution.settled
        ? undefined
        : {
            found: { sighting, known, change },
            attribution,
            untilMs: sighting.seenAtMs + SETTLES_WITHIN_MS,
          },
    });
    this.#tidy(workload);
  }

  /** What an observation completes. @param atMs null: it was so before somebody looked */
  observe(seen: SizeObservation, atMs: number | null): Completion[] {
    const workload = keyOf(seen);
    const done = (this.#open.get(workload) ?? []).filter(
      each => each.isPending && isReached(each, seen),
    );
    for (const each of done) each.isPending = false;
    this.#tidy(workload);
    return done.map(({ ids }) => ({
      ...{ ids, readiness: 'ready' as const, readyAtMs: atMs },
    }));
  }

  /** Those whose workload is no more. */
  abandon(isGone: (workload: string) => boolean): Completion[] {
    const ids: string[] = [];
    for (const [workload, open] of this.#open) {
      if (!isGone(workload)) continue;
      for (const each of open) if (each.isPending) ids.push(...each.ids);
      this.#open.delete(workload);
    }
    return ids.length > 0
      ? [{ ids, readiness: 'unknown', readyAtMs: null }]
      : [];
  }

  /** What can be told better now. */
  amend(witnesses: Witnesses, nowMs: number): Amendment[] {
    const amendments: Amendment[] = [];
    for (const [workload, open] of [...this.#open]) {
      for (const each of open) {
        if (!each.unsettled) continue;
        const { found, attribution, untilMs } = each.unsettled;
        const better = isBetter(attributeFound(found, witnesses), attribution);
        if (better) amendments.push({ ids: each.ids, attribution: better });
        each.unsettled =
          better?.settled || nowMs > untilMs
            ? undefined
            : { found, attribution: better ?? attribution, untilMs };
      }
      this.#tidy(workload);
    }
    return amendments;
  }

  #of(workload: string): Open[] {
    const open = this.#open.get(workload) ?? [];
    this.#open.set(workload, open);
    return open;
  }

  #tidy(workload: string): void {
    const left = this.#of(workload).filter(
      ({ isPending, unsettled }) => isPending || unsettled,
    );
    if (left.length > 0) this.#open.set(workload, left);
    else this.#open.delete(workload);
  }
}

export function attributeFound(
  { sighting, known, change }: FoundChange,
  witnesses: Witnesses,
): Attribution {
  const { seen, seenAtMs, knownAtMs } = sighting;
  const workload = keyOf(seen);
  const scaling = witnesses.scalingOf(workload);
  return attributeChange({
    change,
    workload: { kind: seen.kind, name: seen.name },
    knownAtMs: knownAtMs ?? seenAtMs,
    seenAtMs,
    writer: seen.writer,
    writerBefore: known.writer,
    scaling,
    announcements: witnesses.announcementsFor(workload, scaling),
  });
}

/** How much an attribution knows; what is known once is not given up. */
function rank({ actor, reasonObserved, settled }: Attribution): number {
  if (settled) return 4;
  if (reasonObserved) return 3;
  if (actor.kind !== null) return 2;
  return actor.type === 'unknown' ? 0 : 1;
}

/**
 * Undefined where the later one knows no more. What the autoscaler saw is kept from the
 * first status that belongs to the change: later ones tell of later looks.
 */
function isBetter(
  later: Attribution,
  earlier: Attribution,
): Attribution | undefined {
  if (rank(later) <= rank(earlier)) return undefined;
  if (earlier.why.metrics.length === 0 || !earlier.reasonObserved) {
    return later;
  }
  const { sentence, metrics, conditions, steps } = earlier.why;
  return {
    ...later,
    why: { ...later.why, sentence, metrics, conditions, steps },
  };
}
