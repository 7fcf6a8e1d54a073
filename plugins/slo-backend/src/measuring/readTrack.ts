import {
  Budget,
  budgetOfTally,
  burnRateOf,
  burnRates,
  durationMs,
  elapsedPart,
  excludedSlices,
  excludedWithin,
  expectedSlices,
  hourOf,
  Interval,
  measure,
  SloFigures,
  spellUnknown,
  sumHours,
  Tally,
  WindowAt,
  windowAt,
  MeasuredBy,
} from '@worldscale/backstage-plugin-slo-common';
import { KnownSlo } from '../definitions/Definitions';
import { KeptTrack } from '../results/TrackKeeper';
import { TAIL_MS } from './tail';
import { ObjectiveReading, windowsOf } from './ObjectiveReading';

/** Nothing new for so long, and what is known is old: a scrape or two may be missed. */
const STALE_AFTER_MS = 15 * 60_000;

/** Figures as they are told. */
export function tellBudget(budget: Budget, isSli = true): SloFigures | null {
  const { figures, measurement, tally } = budget;
  if (!figures || measurement.state === 'unknown') return null;
  const { consumed, remaining, burnRate, minutes, events } = figures;
  return {
    sli: isSli ? measurement.sli : null,
    ...{ consumed, remaining, burnRate, minutes },
    events: events ? { ...events, total: tally.totalEvents } : null,
  };
}

/** Where the window of an SLO lies whose slices end at the watermark. */
export function windowOf(
  { definition }: KnownSlo,
  watermarkMs: number,
): WindowAt | undefined {
  return windowAt(definition.window, watermarkMs);
}

function isStale({ tail, watermarkMs }: KeptTrack): boolean {
  const { startMs, sliceMs, total } = tail;
  const last = total.findLastIndex(n => n >= 0);
  const endMs = startMs + (last + 1) * sliceMs;
  return (
    last < 0 || watermarkMs - endMs > Math.max(STALE_AFTER_MS, 3 * sliceMs)
  );
}

/** What a track says of its objective; `hours` are those of its whole window. */
export function readTrack(
  slo: KnownSlo,
  kept: KeptTrack,
  hours: ReadonlyMap<number, Tally>,
  measuredBy: MeasuredBy,
): ObjectiveReading {
  const { definition, hourOffsetMs } = slo;
  const { track, tail, watermarkMs, isFilling } = kept;
  const { coverageFloor, exclusions } = definition;
  const window = windowOf(slo, watermarkMs);
  const hourAt = (atMs: number) => hourOf(atMs, hourOffsetMs);
  const common = {
    slo: definition.name,
    ...{ objective: track.place, region: track.region, target: track.target },
    ...{ window, measuredBy, isFilling },
  };
  const stale = isStale(kept);
  const whole = (within: Interval) => sumWhole(hours, within, slo, kept);
  const burns = windowsOf(
    definition,
    definition.objectives[Number(track.place)],
  ).map(windowMs => {
    const within = { startMs: watermarkMs - windowMs, endMs: watermarkMs };
    if (windowMs <= TAIL_MS) {
      const { union } = excludedWithin(exclusions, within);
      const [{ burnRate }] = burnRates(
        {
          ...{ series: tail, rule: track.rule, target: track.target },
          ...{ coverageFloor, excluded: union, isStale: stale },
        },
        watermarkMs,
        [windowMs],
      );
      return { windowMs, burnRate };
    }
    const sum = whole({ ...within, startMs: hourAt(within.startMs) });
    const found = measure(sum, { coverageFloor, isStale: stale });
    const burnRate =
      found.state === 'known' ? burnRateOf(found.badShare, track.target) : null;
    return { windowMs, burnRate };
  });
  if (!window) {
    return {
      ...{ ...common, burns, figures: null, coverage: null },
      unknownReason: 'its first calendar window has not begun',
    };
  }
  const past = elapsedPart(window);
  const sum = whole(roundedToHours(past, hourAt));
  const budget = budgetOfTally(sum, {
    method: definition.method,
    sliceMs: track.sliceMs,
    wholeSlices: wholeSlices(sum, slo, kept, window),
    target: track.target,
    coverageFloor,
    isStale: stale,
  });
  const { measurement } = budget;
  const figures = tellBudget(budget);
  return {
    ...{ ...common, burns, figures },
    coverage: sum.expected ? measurement.coverage : null,
    unknownReason:
      measurement.state === 'unknown'
        ? explain(
            sum,
            isFilling ? readSoFar(kept, past.startMs) : undefined,
            measurement.reason,
          )
        : null,
  };
}

function explain(
  sum: Tally,
  soFar: string | undefined,
  reason: Parameters<typeof spellUnknown>[0],
): string {
  if (soFar && (reason !== 'stale' || sum.observed === 0)) {
    return `its past is still being read (${soFar} of its window so far)`;
  }
  return sum.observed === 0 && reason !== 'empty'
    ? 'Prometheus has no data for its queries'
    : spellUnknown(reason);
}

/** How much of a window has been read. */
function readSoFar(
  { marks, tail, watermarkMs }: KeptTrack,
  startMs: number,
): string {
  const fromMs = marks.fromMs ?? tail.startMs;
  const share = (watermarkMs - fromMs) / (watermarkMs - startMs);
  return `${Math.floor(100 * Math.min(1, Math.max(0, share)))} %`;
}

/** The sum of an interval's hours; those that were never read are expected, too. */
function sumWhole(
  hours: ReadonlyMap<number, Tally>,
  within: Interval,
  { definition }: KnownSlo,
  { track, tail }: KeptTrack,
): Tally {
  const sum = sumHours(hours, within);
  const grid = { startMs: tail.startMs, sliceMs: track.sliceMs };
  const { union } = excludedWithin(definition.exclusions, within);
  const expected =
    expectedSlices(grid, within) - excludedSlices(grid, within, union);
  return { ...sum, expected: Math.max(sum.expected, expected) };
}

/** A rolling window begins with the first whole hour within it. */
function roundedToHours(
  past: { startMs: number; endMs: number },
  hourAt: (atMs: number) => number,
) {
  const first = hourAt(past.startMs);
  return { ...past, startMs: first < past.startMs ? first + 3_600_000 : first };
}

/** Slices of the whole window that count: those of the past, and those to come. */
function wholeSlices(
  sum: Tally,
  { definition }: KnownSlo,
  { track, watermarkMs, tail }: KeptTrack,
  window: WindowAt,
): number {
  if (definition.window.kind === 'rolling') return sum.expected;
  const grid = { startMs: tail.startMs, sliceMs: track.sliceMs };
  const rest = { startMs: watermarkMs, endMs: window.endMs };
  const { union } = excludedWithin(definition.exclusions, rest);
  return (
    sum.expected +
    expectedSlices(grid, rest) -
    excludedSlices(grid, rest, union)
  );
}

/** First instant that the window of an SLO needs results of. */
export function neededFrom(slo: KnownSlo, watermarkMs: number): number {
  const window = windowOf(slo, watermarkMs);
  const length = durationMs(slo.definition.window.duration);
  return Math.max(
    window?.startMs ?? watermarkMs - length,
    watermarkMs - length * 1.1,
  );
}
