import {
  FleetColumn,
  FleetRow,
} from '@worldscale/backstage-plugin-worlds-common';

type Value = FleetRow['values'][string];

const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** Less than this rounds to nought. */
const LEAST_PERCENT = 0.5;
const LEAST_MINUTES = 0.05;

/** `93 min`, `26 h`, `3 d`: so that nobody divides by sixty; rounded towards nought. */
function lengthText(minutes: number): string {
  const hours = minutes / 60;
  if (minutes !== 0 && Math.abs(minutes) < LEAST_MINUTES) {
    return minutes > 0 ? '<0.1 min' : '>-0.1 min';
  }
  if (Math.abs(hours) < 2) return `${number.format(minutes)} min`;
  return Math.abs(hours) < 48
    ? `${Math.trunc(hours)} h`
    : `${number.format(Math.trunc(hours / 24))} d`;
}

/** Neither all of what is less, nor nothing of what is more: 99.96 is not 100. */
function percentText(percent: number): string {
  if (percent > 99 && percent < 100) {
    return `${Math.floor(percent * 100 + 1e-6) / 100} %`;
  }
  if (percent > 0 && percent < LEAST_PERCENT) return '<1 %';
  if (percent < 0 && percent >= -LEAST_PERCENT) return '>-1 %';
  return `${Math.round(percent)} %`;
}

/** A value of a domain as people read it; unknown is a word, never nought. */
export function formatValue(
  column: Pick<FleetColumn, 'type' | 'unit' | 'zero'>,
  value: Value | undefined,
): string {
  if (value === null || value === undefined) return 'unknown';
  if (typeof value === 'string') return value;
  if (value === 0 && column.zero) return column.zero;
  switch (column.type) {
    case 'percent':
      return percentText(value);
    case 'minutes':
      return lengthText(value);
    case 'money':
      return [value.toFixed(2), column.unit].filter(Boolean).join(' ');
    default:
      return number.format(value);
  }
}
