/*
 * What is kept of an objective, for a range of any length: "how was last quarter?". The
 * target is that of now, and the budget that of the range: a quarter may use all of its
 * own budget although each of its windows kept theirs. Time that nobody observed is part
 * of what was asked: its slices are expected, and too many of them make the range unknown.
 *
 * A composite that counts slices has results of its own. The others are added up from
 * those of their parts, as their figures are: burn rates (Occurrences, which have no
 * share of good events then), or what is missing of each slice.
 */
import { NotFoundError } from '@backstage/errors';
import {
  budgetShareOf,
  compositeBurn,
  compositeRatio,
  coverageOf,
  emptyTally,
  measure,
  mergeTallies,
  sliceMsOf,
  SloHistory,
  sloHistoryQuerySchema,
  SloResult,
  Tally,
} from '@worldscale/backstage-plugin-slo-common';
import { z } from 'zod';
import { KnownSlo } from '../definitions/Definitions';
import { targetOf } from '../measuring/ObjectiveReading';
import { ResultStore } from './ResultStore';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

type Request = z.output<typeof sloHistoryQuerySchema>;

interface Stretch {
  startMs: number;
  endMs: number;
}

/** What was counted, by the beginning of its hour or day. */
async function stretchesOf(
  results: ResultStore,
  { definition, hourOffsetMs }: KnownSlo,
  objective: string,
  within: Stretch,
  by: Request['by'],
): Promise<Map<number, Tally>> {
  const generations = await results.generations(definition.name, objective);
  if (!generations.length) {
    throw new NotFoundError(
      `There are no results of objective '${objective}' of '${definition.name}'`,
    );
  }
  const stretches = new Map<number, Tally>();
  // What a later generation has counted takes the place of what an earlier had.
  for (const key of generations) {
    for (const day of await results.days(key, hourOffsetMs, within)) {
      const parts =
        by === 'hour'
          ? day.hours ?? []
          : [[day.startMs, sumOf(day.hours?.values() ?? [day.sum])] as const];
      for (const [at, tally] of parts) {
        const isWithin = at >= within.startMs && at < within.endMs;
        if (isWithin && tally.observed > 0) stretches.set(at, tally);
      }
    }
  }
  return new Map([...stretches].sort(([a], [b]) => a - b));
}

function sumOf(tallies: Iterable<Tally>): Tally {
  return [...tallies].reduce(mergeTallies, emptyTally);
}

/**
 * The hours or days that a range is made of, as far as they are over and can have been
 * read: the hour before this one may be late.
 */
function askedOf(
  { startMs, endMs }: Stretch,
  offsetMs: number,
  lengthMs: number,
  nowMs: number,
): Stretch {
  const begin = (atMs: number, ms: number) =>
    Math.ceil((atMs - offsetMs) / ms) * ms + offsetMs;
  const settledMs = begin(nowMs + 1, hourMs) - 2 * hourMs;
  return {
    startMs: begin(startMs, lengthMs),
    endMs: Math.min(begin(endMs, lengthMs), settledMs),
  };
}

/** Slices of a range of which nothing is kept, as a tally of them alone. */
function unseenOf(
  asked: Stretch,
  column: ReadonlyMap<number, Tally>,
  sliceMs: number,
): Tally {
  let expected = Math.round((asked.endMs - asked.startMs) / sliceMs);
  for (const [at, tally] of column) {
    if (at < asked.endMs) expected -= tally.expected + tally.excluded;
  }
  return { ...emptyTally, expected: Math.max(0, expected) };
}

interface Told {
  sli: number | null;
  /** Share of the stretch's own budget; null where it is not known. */
  burnRate: number | null;
}

function tell(
  { startMs, endMs }: Stretch,
  parts: readonly Tally[],
  told: Told,
  consumed: number | null,
): SloResult {
  const whole = sumOf(parts);
  return {
    startAt: new Date(startMs).toISOString(),
    endAt: new Date(endMs).toISOString(),
    ...{ sli: told.sli, consumed },
    badEvents: whole.badEvents,
    totalEvents: whole.totalEvents,
    coverage: parts.length ? Math.min(...parts.map(coverageOf)) : 0,
  };
}

/**
 * Results of a range; each day is a day of UTC, or of the window's hours. The total is
 * of all that was asked, up to now: where too little of that is kept, it is unknown, and
 * so are shares of its budget.
 *
 * @throws NotFoundError where nothing was ever kept of the objective
 */
export async function readHistory(
  results: ResultStore,
  slo: KnownSlo,
  request: Request,
  nowMs: number,
): Promise<SloHistory> {
  const { definition, hourOffsetMs } = slo;
  const { objective, from, to, by } = request;
  const { coverageFloor, objectives, method, isComposite } = definition;
  const isJoined =
    objective === 'all' && isComposite && method !== 'Timeslices';
  const places = isJoined
    ? objectives.map(({ index }) => String(index))
    : [objective];
  const within = { startMs: Date.parse(from), endMs: Date.parse(to) };
  const columns: Map<number, Tally>[] = [];
  for (const place of places) {
    columns.push(await stretchesOf(results, slo, place, within, by));
  }
  const isKnown =
    isJoined ||
    objective === 'all' ||
    objectives[Number(places[0].split('@')[0])];
  if (!isKnown) {
    throw new NotFoundError(
      `'${definition.name}' has no objective '${objective}'`,
    );
  }
  const target = targetOf(definition, objective.split('@')[0]);
  const weights = objectives.map(({ weight }) => weight);
  const judge = (tallies: readonly Tally[]): Told => {
    const found = tallies.map(tally => measure(tally, { coverageFloor }));
    const slis = found.map(each => (each.state === 'known' ? each.sli : null));
    const burns = slis.map((sli, i) => {
      const held = isJoined ? objectives[i].target : target;
      return sli === null ? null : (1 - sli) / budgetShareOf(held);
    });
    if (!isJoined) return { sli: slis[0], burnRate: burns[0] };
    if (method === 'Occurrences') {
      const parts = burns.map((burn, i) => ({ burn, weight: weights[i] }));
      return { sli: null, burnRate: compositeBurn(parts) };
    }
    const sli = compositeRatio(
      slis.map((each, i) => ({ sli: each, weight: weights[i] })),
    );
    const burnRate = sli === null ? null : (1 - sli) / budgetShareOf(target);
    return { sli, burnRate };
  };
  const lengthMs = by === 'hour' ? hourMs : dayMs;
  const asked = askedOf(within, hourOffsetMs, lengthMs, nowMs);
  const sums = columns.map((column, i) => {
    const place = places[i].split('@')[0];
    const counted = objectives[place === 'all' ? 0 : Number(place)];
    const unseen = unseenOf(asked, column, sliceMsOf(counted));
    return mergeTallies(sumOf(column.values()), unseen);
  });
  const whole = judge(sums);
  const starts = [...new Set(columns.flatMap(column => [...column.keys()]))];
  const knownSinceMs = Math.max(
    ...columns.map(column => Math.min(...column.keys())),
  );
  return {
    ...{ slo: definition.name, objective, target },
    knownSince: Number.isFinite(knownSinceMs)
      ? new Date(Math.max(knownSinceMs, within.startMs)).toISOString()
      : null,
    total: tell(within, sums, whole, whole.burnRate),
    results: starts
      .sort((a, b) => a - b)
      .map(startMs => {
        const tallies = columns.map(each => each.get(startMs) ?? emptyTally);
        const told = judge(tallies);
        // Of the range's budget: the sum of all is what the range used.
        const of = tallies[0].of / (sums[0].of || 1);
        const isUnknown = whole.burnRate === null || told.burnRate === null;
        const share = isUnknown ? null : (told.burnRate ?? 0) * of;
        return tell(
          { startMs, endMs: startMs + lengthMs },
          tallies,
          told,
          share,
        );
      }),
  };
}
