/*
 * Where there is little traffic a single failure looks like an outage. The SRE
 * Workbook's example (chapter 5, "Low-Traffic Services"): ten requests an hour,
 * one fails, target 99.9 %. That is an error rate of 10 % and so a burn rate of
 * 100 (the text says 1,000 at one place; its 13.9 % of the budget of 30 days and
 * its seven failures that are allowed agree with 100).
 */
import { budgetShareOf } from './budget';

export interface LowTraffic {
  /** Burn rate over the long window that one failure makes. */
  burnRateOfOneFailure: number;
  /** Share of the whole budget that one failure uses. */
  budgetOfOneFailure: number;
  /** Failures that the window's budget allows. */
  allowedFailures: number;
  /** Events an hour. */
  eventsPerHour: number;
  text: string;
}

function spell(value: number): string {
  if (value >= 10) return String(Math.round(value));
  return String(Number(value.toPrecision(2)));
}

/**
 * What a reader should know about the traffic of a window; undefined where one
 * failure neither uses the budget up nor fires an alert.
 */
export function lowTrafficOf(input: {
  totalEvents: number;
  windowMs: number;
  target: number;
  /** Threshold and long window of each alert. */
  alerts: readonly { threshold: number; longMs: number }[];
}): LowTraffic | undefined {
  const { totalEvents, windowMs, target, alerts } = input;
  if (!(totalEvents > 0)) return undefined;
  const budget = budgetShareOf(target);
  const eventsPerHour = totalEvents / (windowMs / 3_600_000);
  const rateOver = (longMs: number) =>
    1 / Math.max(1, (totalEvents * longMs) / windowMs) / budget;
  const allowedFailures = totalEvents * budget;
  const sensitive = alerts.filter(
    ({ threshold, longMs }) => rateOver(longMs) >= threshold,
  );
  if (allowedFailures >= 1 && !sensitive.length) return undefined;
  const rates = alerts.map(({ longMs }) => rateOver(longMs));
  const burnRateOfOneFailure = rates.length
    ? Math.max(...rates)
    : rateOver(3_600_000);
  const allows =
    allowedFailures < 1
      ? 'the budget does not allow a single failure'
      : `the budget allows ${spell(Math.floor(allowedFailures))} failures`;
  const alarms = sensitive.length
    ? `, and one failure alone fires ${sensitive.length} of ${alerts.length} alerts`
    : '';
  return {
    burnRateOfOneFailure,
    budgetOfOneFailure: 1 / allowedFailures,
    allowedFailures,
    eventsPerHour,
    text: `Low traffic: about ${spell(
      eventsPerHour,
    )} events an hour; ${allows}${alarms}.`,
  };
}
