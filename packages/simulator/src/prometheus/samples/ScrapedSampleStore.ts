/*
 * What Prometheus would have stored, had it scraped the simulated world all
 * along: one sample of every series at each multiple of the scrape interval,
 * up to the present. A real Prometheus spreads its targets over the interval;
 * here they are all scraped on the full multiple, so that every test and every
 * restart sees the same samples. Where a series has no value at a scrape it is
 * stale, as when a target stops to expose it.
 */
import { Clock } from '../../Clock';
import { Series, SeriesSource } from '../../metrics/SeriesSource';
import { nameLabel } from '../promql/labels';
import { Matcher, matchesAll } from '../promql/Matcher';
import { Observed } from '../evaluation/rate';
import {
  Column,
  CounterSamples,
  coveringIntervals,
  Interval,
  ObservedCounter,
  Run,
  SampleStore,
  Total,
  Windows,
} from '../evaluation/SampleStore';
import { Work } from '../evaluation/Work';

export interface ScrapeOptions {
  intervalMs: number;
  /** How old the newest sample may be; only counts after the present. */
  lookbackMs: number;
}

/** Series of a source that the matchers accept. */
export function* matchingSeries(
  source: SeriesSource,
  matchers: readonly Matcher[],
): Generator<Series> {
  const ofName = matchers.filter(m => m.name === nameLabel);
  const nameMatches = ofName.length
    ? (name: string) => ofName.every(m => m.matches(name))
    : undefined;
  const labelMatches = (label: string, value: string) =>
    matchers.every(m => m.name !== label || m.matches(value));
  for (const series of source.series(nameMatches, labelMatches)) {
    if (matchesAll(matchers, series.labels)) yield series;
  }
}

/** Samples of a {@link SeriesSource} on the grid of scrapes. */
export class ScrapedSampleStore implements SampleStore {
  constructor(
    private readonly source: SeriesSource,
    private readonly clock: Clock,
    private readonly options: ScrapeOptions,
  ) {}

  async latest(
    matchers: readonly Matcher[],
    instants: Float64Array,
    work: Work,
  ): Promise<Column[]> {
    const { intervalMs, lookbackMs } = this.options;
    const nowMs = this.clock.now();
    const earliestMs = this.source.earliestMs();
    const scrapes = instants.map(t => {
      const scrapeMs = Math.floor(Math.min(t, nowMs) / intervalMs) * intervalMs;
      const known = scrapeMs >= earliestMs && t - scrapeMs < lookbackMs;
      return known ? scrapeMs : NaN;
    });
    const columns: Column[] = [];
    for (const series of matchingSeries(this.source, matchers)) {
      work.charge(instants.length);
      await work.pause();
      const values = new Float64Array(instants.length);
      const present = new Uint8Array(instants.length);
      let any = false;
      for (let i = 0; i < scrapes.length; i++) {
        if (Number.isNaN(scrapes[i])) continue;
        const value = series.valueAt(scrapes[i]);
        if (value === undefined) continue;
        values[i] = value;
        present[i] = 1;
        any = true;
      }
      if (any) columns.push({ labels: series.labels, values, present });
    }
    return columns;
  }

  /** Only what is not there is told without its samples. */
  async totals(matchers: readonly Matcher[]): Promise<Total[] | undefined> {
    const any = matchingSeries(this.source, matchers).next();
    return any.done ? [] : undefined;
  }

  async between(
    matchers: readonly Matcher[],
    intervals: readonly Interval[],
    work: Work,
  ): Promise<Run[]> {
    return this.samplesOf(
      matchingSeries(this.source, matchers),
      this.scrapesIn(intervals, work),
      work,
    );
  }

  async counters(
    matchers: readonly Matcher[],
    windows: Windows,
    work: Work,
  ): Promise<CounterSamples> {
    const { intervalMs } = this.options;
    const intervals = coveringIntervals(windows);
    const scrapes = intervals.reduce(
      (sum, { fromMs, toMs }) => sum + (toMs - fromMs) / intervalMs,
      0,
    );
    const { length } = windows.ends;
    // A look at a window's ends costs about as much as four samples.
    const isLong = scrapes > 4 * length;
    const observed: ObservedCounter[] = [];
    const others: Series[] = [];
    for (const series of matchingSeries(this.source, matchers)) {
      if (isLong && series.steadySince) {
        work.charge(length);
        observed.push(this.observedCounter(series, windows));
      } else {
        others.push(series);
      }
    }
    const runs = others.length
      ? await this.samplesOf(others, this.scrapesIn(intervals, work), work)
      : [];
    return { observed, runs };
  }

  /** Finds what a window holds by going back from one reset to the one before. */
  private observedCounter(series: Series, windows: Windows): ObservedCounter {
    const { ends, rangeMs, closed } = windows;
    const { intervalMs } = this.options;
    const earliestMs = this.source.earliestMs();
    const nowMs = this.clock.now();
    const { labels } = series;
    // One for all windows: there are tens of millions of them.
    const seen: Observed = {
      ...{ firstMs: 0, lastMs: 0, firstValue: 0, increase: 0, count: 0 },
    };
    const observe = (i: number): Observed | undefined => {
      const startMs = ends[i] - rangeMs;
      let startOfGrid = Math.ceil(startMs / intervalMs) * intervalMs;
      if (!closed && startOfGrid === startMs) startOfGrid += intervalMs;
      const begin =
        Math.ceil(Math.max(startOfGrid, earliestMs) / intervalMs) * intervalMs;
      let t = Math.floor(Math.min(ends[i], nowMs) / intervalMs) * intervalMs;
      let value = series.valueAt(t);
      for (; t >= begin && value === undefined; value = series.valueAt(t)) {
        t -= intervalMs;
      }
      if (t < begin || value === undefined) return undefined;
      seen.lastMs = t;
      seen.increase = 0;
      seen.count = 0;
      for (;;) {
        const steadyMs = series.steadySince!(t);
        const from = Math.min(
          t,
          Math.max(begin, Math.ceil(steadyMs / intervalMs) * intervalMs),
        );
        const firstValue: number = from === t ? value : series.valueAt(from)!;
        seen.increase += value - firstValue;
        seen.count += (t - from) / intervalMs + 1;
        seen.firstMs = from;
        seen.firstValue = firstValue;
        let before: number | undefined;
        for (t = from - intervalMs; t >= begin; t -= intervalMs) {
          before = series.valueAt(t);
          if (before !== undefined) break;
        }
        if (before === undefined) return seen.count < 2 ? undefined : seen;
        // A fall is a reset, after which the counter grew from zero.
        seen.increase += firstValue < before ? firstValue : firstValue - before;
        value = before;
      }
    };
    return { labels, observe };
  }

  private async samplesOf(
    wanted: Iterable<Series>,
    scrapes: Float64Array,
    work: Work,
  ): Promise<Run[]> {
    const runs: Run[] = [];
    for (const series of wanted) {
      work.charge(scrapes.length);
      const values = new Float64Array(scrapes.length);
      // Made only for the series that has gaps.
      let times: Float64Array | undefined;
      let count = 0;
      for (let i = 0; i < scrapes.length; i++) {
        if (i % 4096 === 0) await work.pause();
        const value = series.valueAt(scrapes[i]);
        if (value === undefined) {
          times ??= scrapes.slice();
          continue;
        }
        if (times) times[count] = scrapes[i];
        values[count] = value;
        count += 1;
      }
      if (count === 0) continue;
      runs.push({
        labels: series.labels,
        timesMs: times ? times.subarray(0, count) : scrapes,
        values: times ? values.subarray(0, count) : values,
      });
    }
    return runs;
  }

  private scrapesIn(intervals: readonly Interval[], work: Work): Float64Array {
    const { intervalMs } = this.options;
    const earliestMs = this.source.earliestMs();
    const nowMs = this.clock.now();
    const scrapes: number[] = [];
    for (const interval of intervals) {
      const fromMs = Math.max(interval.fromMs, earliestMs);
      const toMs = Math.min(interval.toMs, nowMs);
      if (toMs >= fromMs) work.charge((toMs - fromMs) / intervalMs);
      let t = Math.ceil(fromMs / intervalMs) * intervalMs;
      for (; t <= toMs; t += intervalMs) scrapes.push(t);
    }
    return Float64Array.from(scrapes);
  }
}
