import {
  FleetColumn,
  FleetRow,
} from '@worldscale/backstage-plugin-worlds-common';

type Value = FleetRow['values'][string];

const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** A value of a domain as people read it; unknown is a word, never nought. */
export function formatValue(
  column: Pick<FleetColumn, 'type' | 'unit'>,
  value: Value | undefined,
): string {
  if (value === null || value === undefined) return 'unknown';
  if (typeof value === 'string') return value;
  switch (column.type) {
    case 'percent':
      return `${Math.round(value)} %`;
    case 'minutes':
      return `${number.format(value)} min`;
    case 'money':
      return [value.toFixed(2), column.unit].filter(Boolean).join(' ');
    default:
      return number.format(value);
  }
}
