/*
 * Pairs of windows and the burn rate at which they alert, as in chapter 5 of
 * Google's SRE Workbook: the long window says that it matters, the short one
 * that it still goes on. A threshold is only of use between two bounds:
 *
 * - at 1 and below the budget lasts until the end of its window, so there is
 *   nothing to wake anybody for;
 * - above 1 / (1 - target) the burn rate cannot rise, because then everything
 *   fails already.
 */
import { durationMs, formatPromDuration } from '../openslo/duration';
import { SloDefinition, WantedBurnAlert } from '../definition/SloDefinition';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A threshold in as many digits as a reader can check. */
export function roundRate(rate: number): number {
  return Number(rate.toPrecision(6));
}

/** Burn rate that uses a share of the budget within a window. */
export function burnRateFor(
  budgetShare: number,
  windowMs: number,
  longMs: number,
): number {
  return (budgetShare * windowMs) / longMs;
}

/**
 * The burn rate while everything fails. What 1 - target has too much or too little by
 * rounding must not make the very highest rate one that cannot be reached.
 */
export function highestBurnRate(budget: number): number {
  const exact = Number(budget.toPrecision(12));
  return exact > 0 ? 1 / exact : Infinity;
}

interface UsualPair {
  severity: string;
  longMs: number;
  shortMs: number;
  forMs: number;
}

/** Windows of the workbook's table 5-8, and the day that Sloth adds. */
const usualPairs: UsualPair[] = [
  {
    severity: 'page',
    longMs: hourMs,
    shortMs: 5 * minuteMs,
    forMs: 2 * minuteMs,
  },
  {
    severity: 'page',
    longMs: 6 * hourMs,
    shortMs: 30 * minuteMs,
    forMs: 15 * minuteMs,
  },
  { severity: 'ticket', longMs: dayMs, shortMs: 2 * hourMs, forMs: hourMs },
  {
    severity: 'ticket',
    longMs: 3 * dayMs,
    shortMs: 6 * hourMs,
    forMs: 3 * hourMs,
  },
];

/** Shares of the budget per pair: the workbook's for a month, OpenObserve's for a week and a quarter. */
function usualShares(windowMs: number): number[] {
  if (windowMs < 14 * dayMs) return [0.1, 0.2, 0.4];
  if (windowMs < 60 * dayMs) return [0.02, 0.05, 0.1, 0.1];
  return [0.01, 0.03, 0.05, 0.1];
}

/** The usual pairs for an SLO that asks for them; those of no use are left out. */
export function usualBurnAlerts(slo: SloDefinition): WantedBurnAlert[] {
  const windowMs = durationMs(slo.window.duration);
  return usualShares(windowMs).flatMap((share, i) => {
    const pair = usualPairs[i];
    const threshold = roundRate(burnRateFor(share, windowMs, pair.longMs));
    if (threshold <= 1) return [];
    const alert: WantedBurnAlert = {
      ...pair,
      threshold,
      op: 'gte',
      alertsOnBreach: true,
      alertsOnNoData: false,
      targets: [],
      position: slo.defaultAlertsAt?.position ?? slo.position,
      field: slo.defaultAlertsAt?.field,
      isUsual: true,
    };
    return [alert];
  });
}

/** All that tells an alert from the others of its objective. */
export function burnAlertKey(
  alert: Omit<
    WantedBurnAlert,
    'alertsOnBreach' | 'alertsOnNoData' | 'position' | 'field' | 'isUsual'
  >,
): string {
  const { severity, op, threshold, longMs, shortMs, forMs, targets } = alert;
  return JSON.stringify([
    ...[severity, op, threshold, longMs, shortMs, forMs],
    [...targets].sort(),
  ]);
}

/** The earlier of two alerts that ask for the same, by the later. */
export function repeatedBurnAlerts(
  alerts: readonly WantedBurnAlert[],
): Map<WantedBurnAlert, WantedBurnAlert> {
  const first = new Map<string, WantedBurnAlert>();
  const repeated = new Map<WantedBurnAlert, WantedBurnAlert>();
  for (const alert of alerts) {
    const { alertsOnBreach, alertsOnNoData } = alert;
    const key = [burnAlertKey(alert), alertsOnBreach, alertsOnNoData].join(' ');
    const earlier = first.get(key);
    if (earlier) repeated.set(alert, earlier);
    else first.set(key, alert);
  }
  return repeated;
}

/** What an alert is judged against. */
export interface BurnAlertBounds {
  /** The burn rate while everything fails. */
  highestRate: number;
  windowMs: number;
  /** Length of the slices that windows are made of. */
  sliceMs: number;
}

/** Why an alert is refused, as sentences without full stop; none where it is of use. */
export function flawsOfBurnAlert(
  alert: Pick<
    WantedBurnAlert,
    'op' | 'threshold' | 'longMs' | 'shortMs' | 'forMs'
  >,
  { highestRate, windowMs, sliceMs }: BurnAlertBounds,
): string[] {
  const { op, threshold, longMs, shortMs, forMs } = alert;
  const flaws: string[] = [];
  if (op === 'lt' || op === 'lte') {
    flaws.push(
      `expected op gt or gte: with ${op} the alert fires while the budget does not burn`,
    );
  }
  if (threshold <= 1) {
    flaws.push(
      `a burn rate of ${threshold} is sustainable: the budget lasts the whole window; expected more than 1`,
    );
  }
  const reaches =
    op === 'gt' ? threshold < highestRate : threshold <= highestRate;
  if (!reaches) {
    flaws.push(
      `a burn rate of ${threshold} can never be reached: where everything fails it is ${roundRate(
        highestRate,
      )}`,
    );
  }
  if (longMs > windowMs) {
    flaws.push('the alert looks back further than the window of the SLO');
  }
  if (shortMs > longMs)
    flaws.push('the short window is longer than the long one');
  for (const ms of [longMs, shortMs]) {
    if (ms % sliceMs === 0) continue;
    flaws.push(
      `the window ${formatPromDuration(
        ms,
      )} is no multiple of the slice ${formatPromDuration(sliceMs)}`,
    );
  }
  if (forMs > longMs) flaws.push('it waits longer than its long window');
  return flaws;
}
