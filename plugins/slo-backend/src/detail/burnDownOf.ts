/*
 * The burn-down from hours that are kept. It ends on the tile's own number, wherever that
 * came from, and each point before has what was bad since then more, as a share of the
 * whole budget of the tile: so the line never rises. Of what the tile knows and no hour
 * tells (the past is read back day by day, and may end before the window begins) nobody
 * can say when it was: the line then begins below the whole budget.
 */
import {
  coverageOf,
  emptyTally,
  measure,
  mergeTallies,
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
  const known = inOrder.reduce(
    (sum, [, tally]) => mergeTallies(sum, tally),
    emptyTally,
  );
  // Hours and tile may have been read a slice apart.
  const bad = Math.max(known.bad, badOfTile(row, known, hours.size, within));
  const consumedOf = (tally: Tally) =>
    bad > 0 ? (tally.bad / bad) * figures.consumed : 0;
  const atMs: number[] = [];
  const remaining: (number | null)[] = [];
  let later = known.bad;
  let isObserved = false;
  for (const [hour, tally] of inOrder) {
    isObserved ||= tally.observed > 0;
    later -= tally.bad;
    const left =
      figures.remaining + (bad > 0 ? (later / bad) * figures.consumed : 0);
    atMs.push(Math.min(hour + hourMs, within.endMs));
    remaining.push(isObserved ? Math.max(left, figures.remaining) : null);
  }
  if (atMs.length) {
    atMs[atMs.length - 1] = within.endMs;
    remaining[remaining.length - 1] = figures.remaining;
  }
  return { burnDown: { atMs, remaining }, consumedOf };
}

/** What was bad in all that the tile tells of, in the measure of the hours. */
function badOfTile(
  { figures, coverage }: SloRow,
  known: Tally,
  hours: number,
  { startMs, endMs }: Stretch,
): number {
  if (!figures || figures.sli === null) return 0;
  if (figures.events) return figures.events.bad;
  if (hours === 0) return 0;
  const slicesOfHour = known.expected / hours;
  const observed =
    ((endMs - startMs) / hourMs) * slicesOfHour * (coverage ?? 0);
  return (1 - figures.sli) * observed;
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
