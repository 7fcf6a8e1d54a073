/*
 * Series that other generators of rules have recorded, read as they stand, so
 * that whoever runs Sloth or Pyrra keeps their rules. Names and labels are those
 * of Sloth 0.16 and Pyrra 0.10.
 */
import { InputError } from '@backstage/errors';
import { formatSelector, quotePromQl } from '../promql/escape';

/** As Prometheus' own library prints it: `4w` for 28 days, `1h30m`. */
export function formatModelDuration(ms: number): string {
  if (ms % 604_800_000 === 0) return `${ms / 604_800_000}w`;
  let rest = ms;
  let text = '';
  for (const [size, unit] of [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'm'],
    [1000, 's'],
  ] as const) {
    const count = Math.floor(rest / size);
    if (count) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text;
}

const modelUnitsMs: Readonly<Record<string, number>> = {
  ...{ y: 31_536_000_000, w: 604_800_000, d: 86_400_000 },
  ...{ h: 3_600_000, m: 60_000, s: 1000 },
};

/** `1h30m` in milliseconds; undefined where the text is no duration. */
export function parseModelDuration(text: string): number | undefined {
  if (!/^([0-9]+[ywdhms])+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, count, unit] of text.matchAll(/([0-9]+)([ywdhms])/g)) {
    sum += Number(count) * modelUnitsMs[unit];
  }
  return sum || undefined;
}

/** What finds the series of all SLOs at once, one name at a time. */
export const slothNames = {
  selector: '{sloth_id!=""}',
  objective: 'slo:objective:ratio',
  periodDays: 'slo:time_period:days',
  errorRatio: (windowMs: number) =>
    `slo:sli_error:ratio_rate${formatModelDuration(windowMs)}`,
} as const;

/**
 * The same of Pyrra. `pyrra_requests:rate5m` and `pyrra_errors:rate5m` are left alone:
 * of a boolean gauge they hold counts of the whole window, in spite of their names.
 */
export const pyrraNames = {
  selector: '{slo!=""}',
  objective: 'pyrra_objective',
  windowSeconds: 'pyrra_window',
  availability: 'pyrra_availability',
  /** Error ratios over all windows of alerts; their names hold the metric's. */
  errorRatios: '{__name__=~".+:burnrate[0-9]+[a-z0-9]*",slo!=""}',
  /** Window of such a name, in milliseconds. */
  windowOf: (name: string) =>
    parseModelDuration(/:burnrate([0-9a-z]+)$/.exec(name)?.[1] ?? ''),
} as const;

/** Windows that Sloth records, whatever the SLO. */
export const slothWindowsMs = [
  300_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000, 86_400_000, 259_200_000,
] as const;

/** An SLO as Sloth names it. */
export interface SlothSlo {
  service: string;
  slo: string;
}

/** Selectors of what Sloth records for one SLO. */
export interface SlothSeries {
  /** Share of errors over a window. @throws InputError where Sloth records no such window */
  errorRatio(windowMs: number): string;
  objective: string;
  errorBudget: string;
  periodDays: string;
  currentBurnRate: string;
  periodBurnRate: string;
  /** A mean of five-minute ratios unless Sloth's optimisation is off: not occurrences. */
  periodBudgetRemaining: string;
  info: string;
}

export function slothSeries(
  { service, slo }: SlothSlo,
  periodMs?: number,
): SlothSeries {
  const labels = {
    sloth_id: `${service}-${slo}`,
    sloth_service: service,
    sloth_slo: slo,
  };
  const of = (name: string) => formatSelector(name, labels);
  const windows: number[] = [
    ...slothWindowsMs,
    ...(periodMs ? [periodMs] : []),
  ];
  return {
    errorRatio: windowMs => {
      if (!windows.includes(windowMs)) {
        const known = windows.map(formatModelDuration).join(', ');
        throw new InputError(
          `Sloth records no window of ${formatModelDuration(
            windowMs,
          )}, only ${known}`,
        );
      }
      return of(`slo:sli_error:ratio_rate${formatModelDuration(windowMs)}`);
    },
    objective: of('slo:objective:ratio'),
    errorBudget: of('slo:error_budget:ratio'),
    periodDays: of('slo:time_period:days'),
    currentBurnRate: of('slo:current_burn_rate:ratio'),
    periodBurnRate: of('slo:period_burn_rate:ratio'),
    periodBudgetRemaining: of('slo:period_error_budget_remaining:ratio'),
    info: of('sloth_slo_info'),
  };
}

/** An SLO as Pyrra names it. */
export interface PyrraSlo {
  slo: string;
  /** Metric of all events, with its suffix: `http_requests_total`. */
  totalMetric: string;
  /** Metric of the errors, or of what was quick enough; mostly the same. */
  partMetric?: string;
  /** Matcher that tells errors from the rest of one metric: `code=~"5.."`. */
  errorMatcher?: string;
  /** Bound of a latency objective, in seconds as the metric writes it. */
  le?: string;
  windowMs: number;
}

/** Selectors of what Pyrra records for one SLO. */
export interface PyrraSeries {
  /** Share of errors over a window of an alert; in spite of its name no burn rate. */
  errorRatio(windowMs: number): string;
  /** Events over the whole window, by the labels of the metric. */
  totalIncrease: string;
  partIncrease: string;
  /** With `--generic-rules` only. */
  generic: { objective: string; windowSeconds: string; availability: string };
}

const suffixes = /_(total|count)$/;

export function pyrraSeries(slo: PyrraSlo): PyrraSeries {
  const base = (metric: string) => metric.replace(suffixes, '');
  const increase = (metric: string) =>
    `${base(metric).replace(/_bucket$/, '')}:increase${formatModelDuration(
      slo.windowMs,
    )}`;
  // Both parts of a latency objective are recorded under one name and differ by le.
  const of = (name: string, matcher?: string) => {
    const selector = formatSelector(name, { slo: slo.slo });
    return matcher ? `${selector.slice(0, -1)},${matcher}}` : selector;
  };
  const isLatency = slo.le !== undefined;
  return {
    errorRatio: windowMs =>
      of(`${base(slo.totalMetric)}:burnrate${formatModelDuration(windowMs)}`),
    totalIncrease: of(
      increase(slo.totalMetric),
      isLatency ? 'le=""' : undefined,
    ),
    partIncrease: of(
      increase(slo.partMetric ?? slo.totalMetric),
      isLatency ? `le=${quotePromQl(slo.le ?? '')}` : slo.errorMatcher,
    ),
    generic: {
      objective: of('pyrra_objective'),
      windowSeconds: of('pyrra_window'),
      availability: of('pyrra_availability'),
    },
  };
}
