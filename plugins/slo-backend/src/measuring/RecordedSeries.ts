/*
 * Figures of all SLOs whose rules are loaded, by one question for each recorded
 * series name and window, however many SLOs there are. A ratio that is absent is not
 * known; the coverage tells why.
 */
import {
  Budget,
  budgetOfTally,
  budgetShareOf,
  burnRateOf,
  durationMs,
  emptyTally,
  recorded,
  SeriesPrefix,
  SloDefinition,
  sliceMsOf,
  spellUnknown,
  windowAt,
} from '@worldscale/backstage-plugin-slo-common';
import {
  giveWay,
  WatchedPrometheus,
} from '@worldscale/backstage-plugin-worlds-node';
import { KnownSlo } from '../definitions/Definitions';
import { ObjectiveReading, targetOf, windowsOf } from './ObjectiveReading';
import { tellBudget } from './readTrack';
import { isRegional, MOST_REGIONS } from './Track';

/** Values by SLO and objective. */
type Column = ReadonlyMap<string, number>;

const keyOf = (slo: string, objective: string, region: string) =>
  [slo, objective, region].join('\n');

export interface RecordedPicture {
  atMs: number;
  columns: ReadonlyMap<string, Column>;
  /** Objectives and regions that are recorded, by SLO. */
  groups: ReadonlyMap<string, [objective: string, region: string][]>;
}

/** A name that must be read, and how far it looks back. */
type Wanted = readonly (readonly [name: string, windowMs: number])[];

/** The same for each round of a definition, and some work to find out. */
const wantedOf = new WeakMap<SloDefinition, Wanted>();

function namesOf(definition: SloDefinition): Wanted {
  const known = wantedOf.get(definition);
  if (known) return known;
  const names: [string, number][] = [];
  const prefixes: SeriesPrefix[] = isRegional(definition)
    ? ['slo', 'slo_by_group']
    : ['slo'];
  const periodMs = durationMs(definition.window.duration);
  const isRolling = definition.window.kind === 'rolling';
  const windows = definition.objectives.flatMap(objective =>
    windowsOf(definition, objective),
  );
  for (const prefix of prefixes) {
    for (const ms of windows) names.push([recorded.badRatio(ms, prefix), ms]);
    if (!isRolling) continue;
    names.push([recorded.badRatio(periodMs, prefix), periodMs]);
    names.push([recorded.coverage(periodMs, prefix), periodMs]);
    names.push([recorded.totalEvents(periodMs, prefix), periodMs]);
    if (definition.method === 'Occurrences') {
      names.push([recorded.badEvents(periodMs, prefix), periodMs]);
    }
  }
  if (definition.isComposite) {
    for (const ms of windowsOf(definition, undefined)) {
      names.push([recorded.burnRate(ms), ms]);
    }
    if (isRolling) names.push([recorded.burnRate(periodMs), periodMs]);
  }
  wantedOf.set(definition, names);
  return names;
}

/**
 * Names that must be read for some SLOs.
 *
 * @param longestMs windows beyond are left out
 */
async function namesFor(
  slos: readonly KnownSlo[],
  longestMs: number,
): Promise<string[]> {
  const names = new Set<string>();
  for (const { definition } of slos) {
    await giveWay();
    for (const [name, windowMs] of namesOf(definition)) {
      if (windowMs <= longestMs) names.add(name);
    }
  }
  return [...names].sort();
}

export class RecordedSeries {
  readonly #prometheus: Pick<WatchedPrometheus, 'query'>;

  constructor(prometheus: Pick<WatchedPrometheus, 'query'>) {
    this.#prometheus = prometheus;
  }

  /** SLOs (by name) of which at least one objective's rules are evaluated now. */
  async loaded(atMs: number, signal: AbortSignal): Promise<Set<string>> {
    const column = await this.#column(recorded.objective, atMs, signal);
    return new Set([...column.keys()].map(key => key.split('\n')[0]));
  }

  /** @throws PrometheusError where any of it cannot be read: half is nothing */
  async read(
    slos: readonly KnownSlo[],
    atMs: number,
    signal: AbortSignal,
    longestMs = Infinity,
  ): Promise<RecordedPicture> {
    const columns = new Map<string, Column>();
    const names = await namesFor(slos, longestMs);
    const rest = new AbortController();
    const both = AbortSignal.any([signal, rest.signal]);
    try {
      await Promise.all(
        names.map(async name => {
          columns.set(name, await this.#column(name, atMs, both));
        }),
      );
    } catch (error) {
      // Nobody waits for the others any more.
      rest.abort(error);
      throw error;
    }
    const groups = new Map<string, [string, string][]>();
    for (const [name, column] of columns) {
      if (!name.startsWith('slo_by_group:coverage:')) continue;
      for (const key of column.keys()) {
        const [slo, objective, region] = key.split('\n');
        if (!region) continue;
        const known = groups.get(slo);
        if (known) known.push([objective, region]);
        else groups.set(slo, [[objective, region]]);
      }
    }
    return { atMs, columns, groups };
  }

  async #column(
    name: string,
    atMs: number,
    signal: AbortSignal,
  ): Promise<Column> {
    const { result } = await this.#prometheus.query(`${name}{slo!=""}`, {
      ...{ atMs, signal },
    });
    const column = new Map<string, number>();
    for (const { labels, samples } of result) {
      const value = samples[0]?.value;
      if (value === null || value === undefined) continue;
      const { slo, slo_objective: objective, region = '' } = labels;
      column.set(keyOf(slo, objective, region), value);
    }
    return column;
  }
}

/** What the recorded series say of one objective of a rolling window. */
export function readRecorded(
  { definition }: KnownSlo,
  objective: string,
  region: string,
  { atMs, columns }: RecordedPicture,
): ObjectiveReading {
  const key = keyOf(definition.name, objective, region);
  const prefix = region ? 'slo_by_group' : 'slo';
  const valueOf = (name: string) => columns.get(name)?.get(key) ?? null;
  const isWhole = objective === 'all';
  const own = isWhole ? undefined : definition.objectives[Number(objective)];
  const target = targetOf(definition, objective);
  const periodMs = durationMs(definition.window.duration);
  const burns = windowsOf(definition, own).map(windowMs => {
    if (isWhole) {
      return { windowMs, burnRate: valueOf(recorded.burnRate(windowMs)) };
    }
    const ratio = valueOf(recorded.badRatio(windowMs, prefix));
    const burnRate = ratio === null ? null : burnRateOf(ratio, target);
    return { windowMs, burnRate };
  });
  const coverageOf = (place: string) =>
    columns
      .get(recorded.coverage(periodMs, prefix))
      ?.get(keyOf(definition.name, place, region)) ?? null;
  const coverage = isWhole
    ? leastOf(definition.objectives.map(({ index }) => coverageOf(`${index}`)))
    : coverageOf(objective);
  const budget = own
    ? recordedBudget({
        ...{ definition, target, own, valueOf, periodMs, coverage, prefix },
      })
    : wholeBudget({ definition, target, valueOf, periodMs, coverage });
  const figures = budget ? tellBudget(budget) : null;
  const { measurement } = budget ?? {};
  const total = valueOf(recorded.totalEvents(periodMs, prefix));
  // That there was no traffic is known from a zero, not from a series that is missing.
  const isUnrecorded =
    measurement?.state === 'unknown' &&
    measurement.reason === 'noTraffic' &&
    total !== 0;
  const reason =
    measurement?.state === 'unknown' && !isUnrecorded
      ? measurement.reason
      : null;
  return {
    ...{ slo: definition.name, objective, region, target, burns },
    ...{ figures, coverage },
    window: windowAt(definition.window, atMs),
    unknownReason: unknownReason(figures !== null, coverage !== null, reason),
    ...{ measuredBy: 'recorded', isFilling: false },
  };
}

/** The same for each region that has been recorded. */
export function regionalReadings(
  slo: KnownSlo,
  picture: RecordedPicture,
): ObjectiveReading[] {
  const { definition } = slo;
  if (!isRegional(definition)) return [];
  const groups = picture.groups.get(definition.name) ?? [];
  // The whole is told all the same.
  if (groups.length > MOST_REGIONS * definition.objectives.length) return [];
  return groups
    .filter(([objective]) => definition.objectives[Number(objective)])
    .map(([objective, region]) =>
      readRecorded(slo, objective, region, picture),
    );
}

/** True a minute after the rules were loaded, and of rules that find no data. */
const NOT_RECORDED = 'its rules have recorded no figures of its window so far';

function unknownReason(
  isKnown: boolean,
  isFresh: boolean,
  reason: Parameters<typeof spellUnknown>[0] | null,
): string | null {
  if (isKnown) return null;
  if (!isFresh) return NOT_RECORDED;
  return reason ? spellUnknown(reason) : NOT_RECORDED;
}

/** A whole of which a part is not known is not known. */
function leastOf(values: readonly (number | null)[]): number | null {
  const known = values.flatMap(value => value ?? []);
  return known.length === values.length ? Math.min(...known) : null;
}

/** Of a composite that counts slices: its own are recorded, and burn rates of them. */
function wholeBudget(input: {
  definition: KnownSlo['definition'];
  target: number;
  valueOf: (name: string) => number | null;
  periodMs: number;
  coverage: number | null;
}): Budget | undefined {
  const { definition, target, valueOf, periodMs, coverage } = input;
  const { method, coverageFloor, objectives } = definition;
  if (method !== 'Timeslices') return undefined;
  const sliceMs = sliceMsOf(objectives[0]);
  const expected = periodMs / sliceMs;
  const burnRate = valueOf(recorded.burnRate(periodMs));
  const observed = (coverage ?? 0) * expected;
  const tally = {
    ...{ ...emptyTally, expected, observed, rated: observed },
    bad: (burnRate ?? 0) * budgetShareOf(target),
    of: burnRate === null ? 0 : 1,
  };
  return budgetOfTally(tally, {
    ...{ method, sliceMs, wholeSlices: expected, target, coverageFloor },
    isStale: coverage === null,
  });
}

function recordedBudget(input: {
  definition: KnownSlo['definition'];
  target: number;
  own: KnownSlo['definition']['objectives'][number];
  valueOf: (name: string) => number | null;
  periodMs: number;
  coverage: number | null;
  prefix: SeriesPrefix;
}): Budget {
  const { definition, target, own, valueOf, periodMs, coverage } = input;
  const { prefix } = input;
  const { method, coverageFloor } = definition;
  const sliceMs = sliceMsOf(own);
  const expected = periodMs / sliceMs;
  const ratio = valueOf(recorded.badRatio(periodMs, prefix));
  const total = valueOf(recorded.totalEvents(periodMs, prefix));
  const bad = valueOf(recorded.badEvents(periodMs, prefix));
  const observed = (coverage ?? 0) * expected;
  // Without both sums the ratio still tells the budget, but no number of events.
  const events =
    method === 'Occurrences' && bad !== null && total !== null
      ? { badEvents: bad, totalEvents: total, bad, of: total }
      : undefined;
  const tally = {
    ...{ ...emptyTally, expected, observed, rated: observed },
    ...(events ?? { bad: ratio ?? 0, of: 1 }),
    // A ratio that is not recorded is not known, whatever the sums say.
    ...(ratio === null && { of: 0 }),
  };
  const budget = budgetOfTally(tally, {
    ...{ method, sliceMs, wholeSlices: expected, target, coverageFloor },
    isStale: coverage === null,
  });
  if (!events && budget.figures) delete budget.figures.events;
  return budget;
}
