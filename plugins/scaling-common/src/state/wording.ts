import { spellAge } from '@worldscale/backstage-plugin-worlds-common';
import { MetricReading } from '../kubernetes/metricReading';
import { WorkloadKind } from '../kubernetes/workload';

/** Words and numbers as sentences need them. */

/** By digits after the point. Making one takes longer than a whole explanation. */
const formats = [0, 1, 2, 3].map(
  maximumFractionDigits =>
    new Intl.NumberFormat('en-US', { maximumFractionDigits }),
);

export function formatNumber(value: number): string {
  const size = Math.abs(value);
  // Most numbers are small counts, which need no format at all.
  if (Number.isInteger(value) && size < 1000) return `${value}`;
  const digits = size < 10 ? 2 : Number(size < 100);
  return formats[digits].format(value);
}

/** A ratio to a thousandth: `1.071`. */
export function formatRatio(value: number): string {
  return formats[3].format(value);
}

/** `1 replica`, `1,200 replicas`. */
export function count(n: number, noun: string): string {
  return `${formatNumber(n)} ${n === 1 ? noun : `${noun}s`}`;
}

export function nounOf(kind: WorkloadKind): string {
  return kind === 'Fleet' ? 'game server' : 'replica';
}

/** `a`, `a and b`, `a, b and c`. */
export function listOf(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}

/** `40 seconds`, `6 minutes`, `3 hours`, `2 days`; as ages are told everywhere. */
export const formatDuration = spellAge;

const BINARY_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < BINARY_UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${formatNumber(value)} ${BINARY_UNITS[unit]}`;
}

/** A metric's value with its unit: `70%`, `0.5 cores`, `1.5 GiB`, `1,250`. */
export function formatMetricValue(
  value: number,
  unit: MetricReading['unit'],
): string {
  switch (unit) {
    case 'percent':
      return `${formatNumber(value)}%`;
    case 'cores':
      return `${formatNumber(value)} ${value === 1 ? 'core' : 'cores'}`;
    case 'bytes':
      return formatBytes(value);
    default:
      return formatNumber(value);
  }
}

/** `cpu is at 92% against a target of 70%`; undefined where either is unknown. */
export function describeMetric(metric: MetricReading): string | undefined {
  if (metric.current === null || metric.target === null) return undefined;
  const current = formatMetricValue(metric.current, metric.unit);
  const target = formatMetricValue(metric.target, metric.unit);
  if (metric.source === 'Buffer') {
    const ready =
      metric.unit === 'percent'
        ? `${current} of them are`
        : `${count(metric.current, 'game server')} ${
            metric.current === 1 ? 'is' : 'are'
          }`;
    return `${ready} ready to be allocated against a buffer of ${target}`;
  }
  if (metric.source === 'Capacity') {
    return `${current} ${metric.name.replace(
      /^free /,
      '',
    )} are free against ${target} that are to be`;
  }
  const each = metric.statistic === 'averageValue' ? ' per replica' : '';
  return `${metric.name} is at ${current}${each} against a target of ${target}`;
}

/** Upper case first, one full stop at the end. */
export function sentence(text: string): string {
  const trimmed = text.trim().replace(/[.\s]+$/, '');
  return `${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}.`;
}
