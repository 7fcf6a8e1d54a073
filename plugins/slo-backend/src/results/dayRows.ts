import {
  emptyTally,
  hourMs,
  mergeTallies,
  Tally,
} from '@worldscale/backstage-plugin-slo-common';

export const DAY_MS = 24 * hourMs;

/** What identifies a line of results. */
export interface ResultKey {
  slo: string;
  objective: string;
  generation: string;
}

type Columns = [number, number, number, number, number, number, number, number];

function toColumns(t: Tally): Columns {
  return [
    ...([t.expected, t.excluded, t.observed, t.rated] as const),
    ...([t.badEvents, t.totalEvents, t.bad, t.of] as const),
  ];
}

function toTally(columns: Columns): Tally {
  const [expected, excluded, observed, rated, ...rest] = columns;
  const [badEvents, totalEvents, bad, of] = rest;
  return {
    ...{ expected, excluded, observed, rated },
    ...{ badEvents, totalEvents, bad, of },
  };
}

export interface DayRow extends ResultKey {
  day: number;
  offset_ms: number | string;
  sum: string;
  hours: string | null;
}

/** A day with its hours, where they are kept. */
export interface DayResult {
  startMs: number;
  sum: Tally;
  hours: Map<number, Tally> | null;
}

export function pick({ slo, objective, generation }: ResultKey): ResultKey {
  return { slo, objective, generation };
}

export function dayOf(atMs: number, offsetMs: number): number {
  return Math.floor((atMs - offsetMs) / DAY_MS);
}

export function better(before: Tally | undefined, fresh: Tally): Tally {
  if (!before) return fresh;
  const seen = (t: Tally) => t.observed + t.excluded;
  return seen(fresh) >= seen(before) ? fresh : before;
}

export function toDay(row: DayRow, offsetMs: number): DayResult {
  const startMs = row.day * DAY_MS + offsetMs;
  const hours =
    row.hours === null
      ? null
      : new Map(
          Object.entries<Columns>(JSON.parse(row.hours)).map(([i, columns]) => [
            startMs + Number(i) * hourMs,
            toTally(columns),
          ]),
        );
  return { startMs, sum: toTally(JSON.parse(row.sum)), hours };
}

export function toRow(
  key: ResultKey,
  offsetMs: number,
  day: number,
  hours: ReadonlyMap<number, Tally>,
): DayRow {
  const startMs = day * DAY_MS + offsetMs;
  const sum = [...hours.values()].reduce(mergeTallies, emptyTally);
  const written = [...hours].map(([hour, tally]) => [
    (hour - startMs) / hourMs,
    toColumns(tally),
  ]);
  return {
    ...pick(key),
    day,
    offset_ms: offsetMs,
    sum: JSON.stringify(toColumns(sum)),
    hours: JSON.stringify(Object.fromEntries(written)),
  };
}
