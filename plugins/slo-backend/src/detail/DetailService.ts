import {
  defaultCoverageFloor,
  emptyTally,
  excludedWithin,
  localDays,
  mergeTallies,
  ObjectiveDetail,
  PolicyDecision,
  SloDetail,
  SloHistory,
  sloHistoryQuerySchema,
} from '@worldscale/backstage-plugin-slo-common';
import { z } from 'zod';
import { Definitions, KnownSlo } from '../definitions/Definitions';
import { describeFile } from '../definitions/describeFile';
import { readHistory } from '../results/readHistory';
import { ResultStore } from '../results/ResultStore';
import { idOf, StoredRow } from '../rows/rowRecord';
import { RowStore } from '../rows/RowStore';
import { byNeed } from '../standing/worstWithin';
import { tellAlert } from '../standing/judgeAlert';
import { burnDownOf, resultOf } from './burnDownOf';
import { documentAt } from './documentAt';
import { forecastOf } from './forecastOf';

const dayMs = 86_400_000;
/** Planned exclusions are shown for so long ahead. */
const AHEAD_MS = 7 * dayMs;

export interface DetailServiceOptions {
  definitions: Definitions;
  rows: RowStore;
  results: ResultStore;
  now: () => number;
}

const iso = (ms: number | null) =>
  ms === null ? null : new Date(ms).toISOString();

/** Puts together all that a page about one SLO shows. */
export class DetailService {
  readonly #options: DetailServiceOptions;

  constructor(options: DetailServiceOptions) {
    this.#options = options;
  }

  async describe(
    slo: KnownSlo,
    policy: PolicyDecision | null,
  ): Promise<SloDetail> {
    const { definitions, rows, now } = this.#options;
    const { definition, file } = slo;
    const stored = await rows.ofSlo(definition.name);
    const wholes = stored.filter(({ row }) => row.region === '');
    const objectives: ObjectiveDetail[] = [];
    for (const each of wholes) {
      const regions = stored
        .map(({ row }) => row)
        .filter(
          row => row.region !== '' && row.objective === each.row.objective,
        )
        .sort(byNeed);
      objectives.push({
        ...(await this.#objective(slo, each)),
        ...{ regions },
      });
    }
    const from = wholes[0]?.row.window.startAt;
    const startMs = from ? Date.parse(from) : now();
    const { intervals } = excludedWithin(definition.exclusions, {
      startMs,
      endMs: now() + AHEAD_MS,
    });
    const problems = definitions.problemsOf(file.url);
    const measuredBy = wholes.map(({ row }) => row.measuredBy);
    return {
      slo: definition.name,
      displayName: definition.displayName,
      description: definition.description ?? null,
      labels: { ...definition.labels },
      objectives,
      excluded: intervals.map(({ startMs: a, endMs: b, ...rest }) => ({
        ...{ startAt: new Date(a).toISOString() },
        ...{ endAt: new Date(b).toISOString() },
        ...{ reason: rest.exclusion.reason, by: rest.exclusion.by },
        isRetroactive: rest.isRetroactive,
      })),
      policy,
      definition: {
        file: describeFile(file, problems),
        line: definition.position.line,
        text: documentAt(file.text ?? '', definition.position.line),
        // Whoever records it has its rules.
        rules: slo.recordedBy ? '' : definitions.rulesOf([slo]),
        areRulesLoaded: measuredBy.length
          ? measuredBy.some(
              by =>
                by === 'recorded' ||
                by === 'untilRecorded' ||
                by === slo.recordedBy,
            )
          : null,
      },
    };
  }

  /** Results of a range; each day is a day of UTC, or of the window's hours. */
  async history(
    slo: KnownSlo,
    request: z.output<typeof sloHistoryQuerySchema>,
  ): Promise<SloHistory> {
    const { results, now } = this.#options;
    return readHistory(results, slo, request, now());
  }

  async #objective(
    slo: KnownSlo,
    { row, memory }: StoredRow,
  ): Promise<Omit<ObjectiveDetail, 'regions'>> {
    const { results } = this.#options;
    const { definition, hourOffsetMs } = slo;
    const all = await results.generations(definition.name, idOf(row));
    const current = all.at(-1);
    const generations = all.map(({ generation, sinceMs }) => ({
      ...{ generation, since: iso(sinceMs) },
    }));
    const common = { row, alerts: memory.alerts.map(tellAlert), generations };
    const { startAt, endAt } = row.window;
    const atMs = Date.parse(row.observedAt ?? '');
    const empty = { atMs: [], remaining: [] };
    if (!current || !startAt || !endAt || !row.figures || Number.isNaN(atMs)) {
      return { ...common, forecast: null, burnDown: empty, days: [] };
    }
    const within = {
      startMs: Date.parse(startAt),
      endMs: Math.min(Date.parse(endAt), atMs),
    };
    const hours = await results.hours(current, hourOffsetMs, within);
    const timeZone = row.window.timeZone ?? 'UTC';
    const { burnDown, consumedOf } = burnDownOf(row, hours, within);
    const days = localDays(within, timeZone).map(day => {
      let tally = emptyTally;
      for (const [hour, each] of hours) {
        if (hour >= day.startMs && hour < day.endMs) {
          tally = mergeTallies(tally, each);
        }
      }
      return resultOf(day, tally, {
        coverageFloor: definition.coverageFloor ?? defaultCoverageFloor,
        consumedOf,
      });
    });
    const forecast = forecastOf(row, days, atMs);
    return { ...common, burnDown, days, forecast };
  }
}
