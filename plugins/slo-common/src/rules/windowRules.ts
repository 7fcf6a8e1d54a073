/*
 * The recording rules of one objective. Occurrences means occurrences: every
 * window is a ratio of sums, never a mean of ratios (the mean shows several
 * times too little where traffic is uneven). So that a window of 28 days does
 * not read the raw series of 28 days each minute, it adds up what was recorded:
 * windows of up to six hours from the rates of each minute, longer ones from sums
 * of five minutes. Methods that count slices average the slices.
 *
 * A ratio is recorded only while it is known: with enough of its window
 * observed, and with events in it. Whoever reads the series can take absence
 * for "unknown".
 */
import { formatPromDuration } from '../openslo/duration';
import { BudgetingMethod } from '../openslo/schema';
import { Measures } from './measures';
import { PromRule } from './ruleFile';
import { recorded, SeriesLabels, SeriesPrefix, seriesSelector } from './series';

const minuteMs = 60_000;
/** Beyond, five minutes more or less make no difference to an alert. */
const longestByMinuteMs = 6 * 3_600_000;

/** How often the windows are evaluated; Prometheus' own default. */
export const windowIntervalMs = minuteMs;
/** Slices that Occurrences add up over long windows: a rate needs two scrapes. */
export const occurrenceSliceMs = 5 * minuteMs;

/** `0.001`, where 1 - 0.999 would be 0.0010000000000000009. */
export function exact(value: number): string {
  return String(Number(value.toPrecision(12)));
}

export interface WindowRulesInput {
  method: BudgetingMethod;
  labels: SeriesLabels;
  prefix: SeriesPrefix;
  measures: Measures;
  sliceMs: number;
  /** Only for Timeslices. */
  timeSliceTarget?: number;
  /** Windows of burn rates. */
  windowsMs: readonly number[];
  /** Length of a rolling window; undefined for calendar windows. */
  periodMs?: number;
  coverageFloor: number;
}

/** Sums of slices, at the pace of the slices. */
export function sliceRules(input: WindowRulesInput): PromRule[] {
  const { labels, prefix, measures, method, timeSliceTarget } = input;
  const share = `(${measures.badSlice}) / (${measures.totalSlice} > 0)`;
  const bad = {
    Occurrences: measures.badSlice,
    RatioTimeslices: share,
    Timeslices: `(${share}) > bool ${exact(1 - (timeSliceTarget ?? 1))}`,
  }[method];
  return [
    { record: recorded.badSlice(prefix), expr: bad, labels: { ...labels } },
    {
      record: recorded.totalSlice(prefix),
      expr: measures.totalSlice,
      labels: { ...labels },
    },
  ];
}

/** The ratios of all windows, each minute. */
export function windowRules(input: WindowRulesInput): PromRule[] {
  const { labels, prefix, measures, method, windowsMs, periodMs } = input;
  const rules: PromRule[] = [];
  const record = (name: string, expr: string) =>
    rules.push({ record: name, expr, labels: { ...labels } });
  if (method === 'Occurrences') {
    record(recorded.badRate(prefix), measures.badRate);
    record(recorded.totalRate(prefix), measures.totalRate);
  }
  const all = new Set(windowsMs);
  if (periodMs) all.add(periodMs);
  for (const windowMs of [...all].sort((a, b) => a - b)) {
    record(recorded.badRatio(windowMs, prefix), ratioOver(input, windowMs));
  }
  if (!periodMs) return rules;
  const slices = (name: string) => seriesSelector(name, labels);
  const range = formatPromDuration(periodMs);
  const total = slices(recorded.totalSlice(prefix));
  if (method === 'Occurrences') {
    const bad = slices(recorded.badSlice(prefix));
    record(
      recorded.badEvents(periodMs, prefix),
      `sum_over_time(${bad}[${range}])`,
    );
  }
  record(
    recorded.totalEvents(periodMs, prefix),
    `sum_over_time(${total}[${range}])`,
  );
  record(
    recorded.coverage(periodMs, prefix),
    `clamp_max(count_over_time(${total}[${range}]) / ${
      periodMs / input.sliceMs
    }, 1)`,
  );
  return rules;
}

function ratioOver(input: WindowRulesInput, windowMs: number): string {
  const { labels, prefix, method, sliceMs, coverageFloor } = input;
  const range = formatPromDuration(windowMs);
  const of = (name: string) => seriesSelector(name, labels);
  if (method === 'Occurrences' && windowMs <= 5 * minuteMs) {
    return `${of(recorded.badRate(prefix))} / (${of(
      recorded.totalRate(prefix),
    )} > 0)`;
  }
  const byMinute = method === 'Occurrences' && windowMs <= longestByMinuteMs;
  const stepMs = byMinute ? windowIntervalMs : sliceMs;
  const bad = of(
    byMinute ? recorded.badRate(prefix) : recorded.badSlice(prefix),
  );
  const total = of(
    byMinute ? recorded.totalRate(prefix) : recorded.totalSlice(prefix),
  );
  const ratio =
    method === 'Occurrences'
      ? `sum_over_time(${bad}[${range}]) / (sum_over_time(${total}[${range}]) > 0)`
      : `avg_over_time(${bad}[${range}])`;
  const needed = exact((coverageFloor * windowMs) / stepMs);
  return `${ratio} and count_over_time(${total}[${range}]) >= ${needed}`;
}
