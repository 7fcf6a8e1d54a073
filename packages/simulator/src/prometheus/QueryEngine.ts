import { Clock } from '../Clock';
import { SeriesSource } from '../metrics/SeriesSource';
import { Expr } from './promql/ast';
import { PrometheusError } from './promql/errors';
import { evaluate, rangeRuns, Value } from './evaluation/evaluate';
import { parsePromQl } from './promql/parse';
import { Dialect } from './evaluation/rate';
import {
  CombinedSampleStore,
  Run,
  SampleStore,
} from './evaluation/SampleStore';
import { SharedIncreases } from './evaluation/SharedIncreases';
import { typeOf, typeTitle } from './promql/signatures';
import { Work, WorkLimits } from './evaluation/Work';
import { ChunkCache } from './rules/ChunkCache';
import { RuleGroup } from './rules/ruleFile';
import { namesRead, seriesNames } from './rules/dependencies';
import { RuleHistory } from './rules/RuleHistory';
import { RuleSampleStore } from './rules/RuleSampleStore';
import { ScrapedSampleStore } from './samples/ScrapedSampleStore';

export interface QueryEngineOptions {
  source: SeriesSource;
  clock: Clock;
  scrapeIntervalMs: number;
  /** How old a sample may be and still answer for an instant. */
  lookbackMs: number;
  /** Resolution of subqueries that name none. */
  evaluationIntervalMs: number;
  dialect: Dialect;
  limits: Required<WorkLimits>;
  /** Results of rules that are kept, in samples of nine bytes. */
  cachedSamples: number;
  /** Counts milliseconds, for the time that a query takes. */
  stopwatch?: () => number;
}

export type InstantResult = Value | { type: 'matrix'; runs: Run[] };

/** The most points of one series that a range query may ask for. */
const maxPoints = 11_000;

/** Carries out queries over scraped series and those that rules make of them. */
export class QueryEngine {
  readonly scraped: SampleStore;
  readonly ruled: SampleStore;
  private readonly store: SampleStore;
  private readonly cache: ChunkCache;
  private readonly shared = new SharedIncreases();
  private histories: RuleHistory[] = [];
  private generation: number | undefined;

  constructor(readonly options: QueryEngineOptions) {
    const { source, clock, scrapeIntervalMs, lookbackMs } = options;
    const earliestMs = () => source.earliestMs();
    this.cache = new ChunkCache(options.cachedSamples);
    this.scraped = new ScrapedSampleStore(source, clock, {
      intervalMs: scrapeIntervalMs,
      lookbackMs,
    });
    this.ruled = new RuleSampleStore(
      () => this.histories,
      lookbackMs,
      earliestMs,
    );
    this.store = new CombinedSampleStore([this.scraped, this.ruled]);
  }

  /** Replaces all rules. */
  useRules(groups: readonly RuleGroup[]): void {
    this.forget();
    const { source, clock, dialect, limits } = this.options;
    this.histories = groups.flatMap((group, g) =>
      group.rules.map(
        (rule, r) =>
          new RuleHistory(`${g}.${r}`, rule, group, {
            store: this.store,
            clock,
            earliestMs: () => source.earliestMs(),
            dialect,
            cache: this.cache,
            shared: this.shared,
            limits,
          }),
      ),
    );
    this.join();
  }

  /** Lets each rule know those of its group that read the same scraped series. */
  private join(): void {
    const recorded = new Set(this.histories.flatMap(h => seriesNames(h.rule)));
    const byReading = new Map<RuleGroup, Map<string, RuleHistory[]>>();
    for (const history of this.histories) {
      const { rule, group } = history;
      const names = rule.problem ? [] : namesRead(rule);
      if (!names?.length || names.some(name => recorded.has(name))) continue;
      const ofGroup = byReading.get(group) ?? new Map<string, RuleHistory[]>();
      byReading.set(group, ofGroup);
      const key = names.join(' ');
      const alike = ofGroup.get(key) ?? [];
      alike.forEach(each => each.alike.push(history));
      history.alike.push(...alike);
      ofGroup.set(key, [...alike, history]);
    }
  }

  /** All rules in the order of their files. */
  rules(): readonly RuleHistory[] {
    return this.histories;
  }

  /** Evaluates every rule once; ends where the rules were replaced meanwhile. */
  async evaluateRules(): Promise<void> {
    const { histories } = this;
    const work = new Work({ maxSamples: Number.POSITIVE_INFINITY });
    for (const history of histories) {
      if (this.histories !== histories) return;
      const atMs = history.pointAt(this.options.clock.now());
      await history.at(Float64Array.of(atMs), work);
      await work.pause();
    }
  }

  /** Forgets what was computed of the past: the past is different now. */
  forget(): void {
    this.cache.clear();
    this.shared.clear();
  }

  newWork(timeoutMs = this.options.limits.timeoutMs): Work {
    const { limits, source } = this.options;
    const generation = source.generation?.();
    if (generation !== this.generation) this.forget();
    this.generation = generation;
    return new Work(
      {
        maxSamples: limits.maxSamples,
        timeoutMs: Math.min(timeoutMs, limits.timeoutMs),
      },
      this.options.stopwatch,
    );
  }

  /** @throws PrometheusError */
  async instant(
    query: string,
    atMs: number,
    work: Work,
  ): Promise<InstantResult> {
    const expr = this.parse(query);
    const context = this.context(Float64Array.of(atMs), work);
    if (typeOf(expr) !== 'matrix') return evaluate(expr, context);
    let range: Expr = expr;
    while (range.kind === 'paren') range = range.of;
    if (range.kind !== 'range') throw new Error('the type check has a gap');
    const { rangeMs, offsetMs } = range;
    const endMs = atMs - offsetMs;
    const runs = await rangeRuns(range, Float64Array.of(endMs), context);
    const open = this.options.dialect === 3;
    // A window is open on its left; runs hold both ends.
    const within = runs.map(({ labels, timesMs, values }) => {
      const skip = open && timesMs[0] === endMs - rangeMs ? 1 : 0;
      return {
        labels,
        timesMs: timesMs.subarray(skip),
        values: values.subarray(skip),
      };
    });
    return { type: 'matrix', runs: within.filter(r => r.timesMs.length) };
  }

  /** @throws PrometheusError */
  async range(
    query: string,
    span: { startMs: number; endMs: number; stepMs: number },
    work: Work,
  ): Promise<{ value: Value; instants: Float64Array }> {
    const { startMs, endMs, stepMs } = span;
    const steps = Math.floor((endMs - startMs) / stepMs);
    if (steps > maxPoints) {
      throw new PrometheusError(
        'bad_data',
        'exceeded maximum resolution of 11,000 points per timeseries. Try ' +
          'decreasing the query resolution (?step=XX)',
      );
    }
    const expr = this.parse(query);
    const type = typeOf(expr);
    if (type !== 'vector' && type !== 'scalar') {
      throw new PrometheusError(
        'bad_data',
        `invalid parameter "query": invalid expression type ` +
          `"${typeTitle[type]}" for range query, must be Scalar or instant Vector`,
      );
    }
    const instants = new Float64Array(steps + 1).map(
      (_, i) => startMs + i * stepMs,
    );
    const value = await evaluate(expr, this.context(instants, work));
    return { value, instants };
  }

  private parse(query: string): Expr {
    try {
      return parsePromQl(query);
    } catch (error) {
      if (!(error instanceof PrometheusError)) throw error;
      if (error.errorType !== 'bad_data') throw error;
      throw new PrometheusError(
        'bad_data',
        `invalid parameter "query": ${error.message}`,
      );
    }
  }

  private context(instants: Float64Array, work: Work) {
    const { dialect, evaluationIntervalMs } = this.options;
    const { store } = this;
    const defaultStepMs = evaluationIntervalMs;
    return { store, instants, dialect, defaultStepMs, work };
  }
}
