import {
  alignSeries,
  recordedSteps,
  SampledSeries,
  sizeSelectionOf,
  TimeGrid,
  timesOf,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  giveWay,
  PrometheusConfig,
  PrometheusError,
  selector,
  stepSecondsOf,
  WatchedPrometheus,
} from '@worldscale/backstage-plugin-worlds-node';
import { readKey } from '../recording/ledgerRows';
import { AnsweredSpan, LedgerSpans, Span } from './LedgerSpans';

/**
 * Finds changes that nobody watched in recorded series: those before the ledger began,
 * and those while no backend ran.
 *
 * Very many workloads may be asked for at once, so everything is bounded. One question
 * is about up to 200 workloads of one kind in one cluster, over one range of time, and
 * a cluster's questions follow one another. The past is looked at every five minutes,
 * as far back as a million samples of a cluster reach, but at most as far as is
 * configured; of each workload the newest changes are kept, some 40,000 of a cluster in
 * all. With 2,000 workloads these are 41 hours and 20 changes of each, with 40 it is a
 * month and 1,000 of each.
 */
export interface PastSizesOptions {
  spans: LedgerSpans;
  prometheus: Pick<WatchedPrometheus, 'queryRange'>;
  config: Pick<PrometheusConfig, 'clusterLabel' | 'clusterValues'>;
  recorded(changes: number): void;
}

const STEP_SECONDS = 300;
const SAMPLES_PER_CLUSTER = 1_000_000;
/** Some 1.2 MB of an answer, three once read; all clusters may ask at the same time. */
const SAMPLES_PER_QUESTION = 50_000;
const MOST_WORKLOADS = 200;
const FEWEST_POINTS = 288;
/** More than that Prometheus refuses (11,000); a month of five minutes is less. */
const MOST_POINTS = 9_000;
const CHANGES_PER_CLUSTER = 40_000;
const FEWEST_CHANGES = 20;
const MOST_CHANGES = 2_000;
const GAP_POINTS = 500;
/** Spans that begin and end at almost the same time are asked for together. */
const TOGETHER_MS = 600_000;

/** What recorded series tell of a workload, and how far back they go. */
type Found = Omit<AnsweredSpan, 'span'>;

const NOTHING: Found = { steps: [] };

export class PastSizes {
  readonly #options: PastSizesOptions;
  /** Halved when a question is too large for whoever answers. */
  #atOnce = MOST_WORKLOADS;

  constructor(options: PastSizesOptions) {
    this.#options = options;
  }

  /**
   * Asks one question about a cluster; true where there may be another to ask.
   *
   * @throws PrometheusError where it does not answer: the question stays to be asked
   */
  async ask(cluster: string, signal: AbortSignal): Promise<boolean> {
    const { spans, recorded } = this.#options;
    const waiting = await spans.next(cluster, this.#atOnce);
    if (waiting.length === 0) return false;
    const workloads = await spans.countWorkloads(cluster);
    const points = clamp(
      SAMPLES_PER_CLUSTER / workloads,
      FEWEST_POINTS,
      MOST_POINTS,
    );
    const together = alike(waiting).slice(
      0,
      Math.max(1, Math.floor(SAMPLES_PER_QUESTION / points)),
    );
    let found: Found[];
    try {
      found = await this.#stepsOf(cluster, together, points, signal);
      this.#atOnce = Math.min(MOST_WORKLOADS, this.#atOnce * 2);
    } catch (error) {
      if (!isTooMuch(error)) throw error;
      if (together.length > 1) {
        this.#atOnce = Math.max(1, Math.floor(together.length / 2));
        throw error;
      }
      // Not even this one can be answered.
      found = [NOTHING];
    }
    const most = clamp(
      CHANGES_PER_CLUSTER / workloads,
      FEWEST_CHANGES,
      MOST_CHANGES,
    );
    recorded(
      await spans.answer(
        together.map((span, i) => ({ span, ...newest(found[i], most) })),
      ),
    );
    return true;
  }

  async #stepsOf(
    cluster: string,
    spans: readonly Span[],
    points: number,
    signal: AbortSignal,
  ): Promise<Found[]> {
    const { prometheus, config } = this.#options;
    const keys = spans.map(({ workload }) => readKey(workload));
    const selection = sizeSelectionOf(keys[0].kind);
    if (!selection) return spans.map(() => NOTHING);
    const { clusterLabel, clusterValues } = config;
    const query = selector({
      __name__: selection.series,
      ...(clusterLabel
        ? { [clusterLabel]: clusterValues[cluster] ?? cluster }
        : {}),
      ...selection.labels,
      namespace: distinct(keys.map(({ namespace }) => namespace)),
      [selection.label]: distinct(keys.map(({ name }) => name)),
    });
    const { result, ...grid } = await prometheus.queryRange(
      { query, ...rangeOf(spans, points) },
      signal,
    );
    const series = new Map<string, SampledSeries[]>();
    for (const each of result) {
      const key = `${each.labels.namespace}/${each.labels[selection.label]}`;
      series.set(key, [...(series.get(key) ?? []), each]);
    }
    const found: Found[] = [];
    for (const [i, { namespace, name }] of keys.entries()) {
      await giveWay();
      const own = series.get(`${namespace}/${name}`) ?? [];
      found.push(stepsOf(spans[i], own, grid));
    }
    return found;
  }
}

/** Nobody watched before the ledger began; a gap has a size at its beginning. */
function isGap({ sizeBefore }: Span): boolean {
  return sizeBefore !== null;
}

function alike(spans: readonly Span[]): Span[] {
  const [first] = spans;
  return spans.filter(
    span =>
      isGap(span) === isGap(first) &&
      Math.abs(span.fromMs - first.fromMs) <= TOGETHER_MS &&
      Math.abs(span.toMs - first.toMs) <= TOGETHER_MS,
  );
}

function rangeOf(spans: readonly Span[], points: number) {
  const endMs = Math.max(...spans.map(({ toMs }) => toMs));
  const begunMs = Math.min(...spans.map(({ fromMs }) => fromMs));
  if (isGap(spans[0])) {
    const startMs = Math.min(begunMs, endMs - 1);
    const stepSeconds = stepSecondsOf(endMs - startMs, GAP_POINTS);
    return { startMs, endMs, stepSeconds };
  }
  const startMs = Math.max(begunMs, endMs - points * STEP_SECONDS * 1000);
  return { startMs, endMs, stepSeconds: STEP_SECONDS };
}

function stepsOf(
  span: Span,
  series: readonly SampledSeries[],
  grid: TimeGrid,
): Found {
  const times = timesOf(grid);
  const values = alignSeries(series, grid).map((value, i) =>
    times[i] > span.fromMs && times[i] < span.toMs ? value : null,
  );
  const first = values.findIndex(value => value !== null && value >= 0);
  const steps = recordedSteps(
    times,
    values,
    span.sizeBefore === null
      ? undefined
      : { atMs: span.fromMs, size: span.sizeBefore },
    { atMs: span.toMs, size: span.sizeAfter },
  );
  return { steps, ...(first < 0 ? {} : { sinceMs: times[first] }) };
}

/** Without the oldest of too many. */
function newest({ steps, ...found }: Found, most: number): Found {
  const kept = steps.slice(-most);
  return kept.length < steps.length
    ? { steps: kept, sinceMs: kept[0].notBeforeMs }
    : { steps, ...found };
}

/** The question itself was the trouble, not the one who is asked. */
function isTooMuch(error: unknown): boolean {
  return (
    error instanceof PrometheusError &&
    ['question', 'tooLarge', 'timeout'].includes(error.failure)
  );
}

/** A single value is matched as it is, several as alternatives. */
function distinct(values: readonly string[]): string | string[] {
  const all = [...new Set(values)].sort();
  return all.length === 1 ? all[0] : all;
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, Math.floor(value)));
}
