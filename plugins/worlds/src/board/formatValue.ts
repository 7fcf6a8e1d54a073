import {
  FleetColumn,
  FleetRow,
} from '@worldscale/backstage-plugin-worlds-common';

type Value = FleetRow['values'][string];

const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** `93 min`, `26 h`, `3 d`: so that nobody divides by sixty; rounded towards nought. */
function lengthText(minutes: number): string {
  const hours = minutes / 60;
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
  return percent > 0 && percent < 0.5 ? '<1 %' : `${Math.round(percent)} %`;
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
