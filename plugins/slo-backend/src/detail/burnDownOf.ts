/*
 * The burn-down from hours that are kept. Each point takes away what was bad until
 * then, as a share of the whole budget of the tile: so the line never rises, and its
 * last point is the tile's own number, wherever that came from.
 */
import {
  coverageOf,
  measure,
  ObjectiveDetail,
  SloResult,
  SloRow,
  Tally,
} from '@worldscale/backstage-plugin-slo-common';

interface Stretch {
  startMs: number;
  endMs: number;
}

const hourMs = 3_600_000;

export function burnDownOf(
  row: SloRow,
  hours: ReadonlyMap<number, Tally>,
  within: Stretch,
): {
  burnDown: ObjectiveDetail['burnDown'];
  /** Share of the whole budget that something bad took. */
  consumedOf: (tally: Tally) => number | null;
} {
  const none = {
    burnDown: { atMs: [], remaining: [] },
    consumedOf: () => null,
  };
  const { figures } = row;
  if (!figures) return none;
  const inOrder = [...hours].sort(([a], [b]) => a - b);
  const bad = inOrder.reduce((sum, [, tally]) => sum + tally.bad, 0);
  // Hours and tile may have been read a slice apart.
  const consumedOf = (tally: Tally) =>
    bad > 0 ? (tally.bad / bad) * figures.consumed : 0;
  const atMs: number[] = [];
  const remaining: (number | null)[] = [];
  let sum = 0;
  let isObserved = false;
  for (const [hour, tally] of inOrder) {
    isObserved ||= tally.observed > 0;
    sum += tally.bad;
    const left = bad > 0 ? 1 - (sum / bad) * figures.consumed : 1;
    atMs.push(Math.min(hour + hourMs, within.endMs));
    remaining.push(isObserved ? Math.max(left, figures.remaining) : null);
  }
  if (atMs.length) {
    atMs[atMs.length - 1] = within.endMs;
    remaining[remaining.length - 1] = figures.remaining;
  }
  return { burnDown: { atMs, remaining }, consumedOf };
}

export function resultOf(
  { startMs, endMs }: Stretch,
  tally: Tally,
  options: {
    coverageFloor: number;
    consumedOf: (tally: Tally) => number | null;
  },
): SloResult {
  const measured = measure(tally, options);
  const isKnown = measured.state === 'known' || measured.reason === 'noTraffic';
  return {
    startAt: new Date(startMs).toISOString(),
    endAt: new Date(endMs).toISOString(),
    sli: measured.state === 'known' ? measured.sli : null,
    consumed: isKnown ? options.consumedOf(tally) : null,
    badEvents: tally.badEvents,
    totalEvents: tally.totalEvents,
    coverage: coverageOf(tally),
  };
}
