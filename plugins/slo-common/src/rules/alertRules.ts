/*
 * Alerts of one objective. An alert must neither fire nor resolve while nothing
 * is known. So its condition is recorded where it is known: the lesser burn rate
 * of its two windows, held for as long as the alert waits. The alert itself looks
 * at the last value of that: without new data it stays as it was, for a day.
 */
import { SloDefinition, WantedBurnAlert } from '../definition/SloDefinition';
import {
  durationMs,
  formatOpenSloDuration,
  formatPromDuration,
} from '../openslo/duration';
import { literalInTemplate } from '../promql/escape';
import { PromRule } from './ruleFile';
import { recorded, SeriesLabels, seriesSelector } from './series';
import { exact, windowIntervalMs } from './windowRules';

export const burnAlertName = 'SloBudgetBurn';
export const noDataAlertName = 'SloDataMissing';

/** After a day without data an alert resolves; that data is missing is an alert of its own. */
const holdRange = '1d';

export interface AlertRulesInput {
  slo: SloDefinition;
  labels: SeriesLabels;
  objectiveName?: string;
  alerts: readonly WantedBurnAlert[];
  /** Series that tells how a window burns, and what to divide it by for a burn rate. */
  seriesOf: (windowMs: number) => string;
  budget: number;
  runbookUrl?: string;
}

export function alertRules(input: AlertRulesInput): PromRule[] {
  const rules = input.alerts.flatMap(alert => [
    ...(alert.alertsOnBreach ? burnRules(input, alert) : []),
    ...(alert.alertsOnNoData ? [noDataRule(input, alert)] : []),
  ]);
  // Labels tell all that a rule depends on: with the same ones it is the same rule.
  return [...new Map(rules.map(rule => [identityOf(rule), rule])).values()];
}

function identityOf(rule: PromRule): string {
  const name = 'alert' in rule ? `alert ${rule.alert}` : rule.record;
  return JSON.stringify([name, ...Object.entries(rule.labels).sort()]);
}

interface Wait {
  /** Evaluations from the first that meets the condition to the one that fires. */
  steps: number;
  /** Holds as many samples and the first one, whether or not a range has its older end. */
  range: string;
  /** How long ago the first one was. */
  length: string;
}

/** As long as `for` of Prometheus would wait: until the first evaluation after it. */
function waitOf(forMs: number): Wait {
  const steps = Math.ceil(forMs / windowIntervalMs);
  const lengthMs = steps * windowIntervalMs;
  return {
    steps,
    range: formatPromDuration(lengthMs + windowIntervalMs / 2),
    length: formatPromDuration(lengthMs),
  };
}

function heldFor(series: string, { steps, range }: Wait): string {
  return steps === 0 ? series : `min_over_time(${series}[${range}])`;
}

/** Known at both ends of the wait, and between them as much as a window must be. */
function knownAllAlong(
  series: string,
  { steps, range, length }: Wait,
  coverageFloor: number,
): string[] {
  if (steps === 0) return [series];
  const needed = Math.ceil(coverageFloor * steps) + 1;
  return [
    series,
    `${series} offset ${length}`,
    `count_over_time(${series}[${range}]) >= ${needed}`,
  ];
}

/** Labels of a burn alert, and of the series that it looks at. */
export function burnAlertLabels(
  labels: SeriesLabels,
  { severity, longMs, shortMs, forMs, threshold, op }: WantedBurnAlert,
): Record<string, string> {
  return {
    ...labels,
    severity,
    long_window: formatPromDuration(longMs),
    short_window: formatPromDuration(shortMs),
    threshold: `${op === 'gt' ? '>' : ''}${threshold}`,
    held_for: forMs ? formatPromDuration(forMs) : '0s',
  };
}

/** The label `notify` of an alert, for whoever routes it; undefined: it has none. */
export function notifyLabelOf({
  targets,
}: Pick<WantedBurnAlert, 'targets'>): string | undefined {
  return targets.length ? [...targets].sort().join(',') : undefined;
}

function burnRules(input: AlertRulesInput, alert: WantedBurnAlert): PromRule[] {
  const { labels, budget, seriesOf } = input;
  const { longMs, shortMs, forMs, threshold, op } = alert;
  const own = burnAlertLabels(labels, alert);
  const of = (windowMs: number) => seriesSelector(seriesOf(windowMs), labels);
  const wait = waitOf(forMs);
  const [long, short] = [of(longMs), of(shortMs)];
  const series = [...new Set([long, short])];
  const rateOf = (longRate: string, shortRate: string) => {
    const lesser =
      longMs === shortMs
        ? longRate
        : `((${shortRate} < ${longRate}) or ${longRate})`;
    return budget === 1 ? lesser : `${lesser} / ${exact(budget)}`;
  };
  const [fires, rests] = op === 'gt' ? ['>', '<='] : ['>=', '<'];
  const held = [
    rateOf(heldFor(long, wait), heldFor(short, wait)),
    ...series.flatMap(each =>
      knownAllAlong(each, wait, input.slo.coverageFloor),
    ),
  ].join(' and ');
  // What does not burn now need not be known for as long as the alert waits.
  const resting = [
    `${rateOf(long, short)} ${rests} ${threshold}`,
    ...series,
  ].join(' and ');
  const condition = seriesSelector(recorded.lesserBurnRate, own);
  return [
    {
      record: recorded.lesserBurnRate,
      expr: wait.steps === 0 ? held : `${held} or ${resting}`,
      labels: own,
    },
    {
      alert: burnAlertName,
      expr: `last_over_time(${condition}[${holdRange}]) ${fires} ${threshold}`,
      labels: alertLabels(own, alert),
      annotations: {
        ...commonAnnotations(input),
        summary: `${nameOf(input)} burns its error budget`,
        description: describeBurn(input.slo, alert),
      },
    },
  ];
}

/**
 * Rules that were loaded a moment ago have recorded too little of a window to know it,
 * whatever was there to see. So the objective is looked for where the window begins, and
 * an hour before, in which Prometheus may have been down for a while.
 */
function noDataRule(input: AlertRulesInput, alert: WantedBurnAlert): PromRule {
  const { labels, seriesOf } = input;
  const longWindow = formatPromDuration(alert.longMs);
  const on = Object.keys(labels).sort().join(', ');
  return {
    alert: noDataAlertName,
    expr: `last_over_time(${seriesSelector(
      recorded.objective,
      labels,
    )}[1h] offset ${longWindow}) unless on (${on}) ${seriesSelector(
      seriesOf(alert.longMs),
      labels,
    )}`,
    // A scrape or two may be late.
    forMs: 300_000,
    labels: alertLabels(
      { ...labels, severity: alert.severity, long_window: longWindow },
      alert,
    ),
    annotations: {
      ...commonAnnotations(input),
      summary: `${nameOf(input)} is not known`,
      description: `Too little was observed of the last ${longWindow} to tell how the budget burns. Alerts of this objective neither fire nor resolve meanwhile.`,
    },
  };
}

/** All that tells an alert from others, so that two of them never are one. */
function alertLabels(
  own: Readonly<Record<string, string>>,
  alert: WantedBurnAlert,
): Record<string, string> {
  const notify = notifyLabelOf(alert);
  const all = notify === undefined ? own : { ...own, notify };
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [
      name,
      literalInTemplate(value),
    ]),
  );
}

function nameOf({ slo, objectiveName }: AlertRulesInput): string {
  const several = slo.objectives.length > 1 && !slo.isComposite;
  const name =
    several && objectiveName
      ? `${slo.displayName} (${objectiveName})`
      : slo.displayName;
  return literalInTemplate(name);
}

function commonAnnotations({ slo, runbookUrl }: AlertRulesInput) {
  return {
    service: literalInTemplate(slo.service),
    ...(slo.playerJourney && {
      player_journey: literalInTemplate(slo.playerJourney),
    }),
    ...(runbookUrl && { runbook_url: literalInTemplate(runbookUrl) }),
  };
}

/** Two digits, in the unit that a reader would choose. */
function spellHours(ms: number): string {
  const hours = ms / 3_600_000;
  const [value, unit] = hours < 72 ? [hours, 'hours'] : [hours / 24, 'days'];
  return `${Number(value.toPrecision(2))} ${unit}`;
}

function describeBurn(slo: SloDefinition, alert: WantedBurnAlert): string {
  const { duration } = slo.window;
  const goneMs = durationMs(duration) / alert.threshold;
  return (
    `Over the last ${formatPromDuration(alert.longMs)} and ${formatPromDuration(
      alert.shortMs,
    )} ` +
    'the budget burns at least {{ $value | humanize }} times as fast as it may. ' +
    `At ${alert.threshold} times the whole budget of ${formatOpenSloDuration(
      duration,
    )} is gone in ${spellHours(goneMs)}.`
  );
}
