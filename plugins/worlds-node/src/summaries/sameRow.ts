import { isDeepStrictEqual } from 'node:util';
import { SummaryRow } from '@worldscale/backstage-plugin-worlds-common';
import { SummaryKey } from './SummaryLedger';

/** One string for the two parts that identify a row. */
export function keyOf(row: SummaryKey): string {
  return `${row.entityRef}|${row.region}`;
}

function essence(row: SummaryRow): unknown {
  // Without the fields that are undefined, as they look after a round through JSON.
  const plain = JSON.parse(JSON.stringify(row));
  if (plain.source) delete plain.observedAt;
  return plain;
}

/** Whether two versions of a row say the same (see {@link SummaryLedger}). */
export function sameRow(a: SummaryRow, b: SummaryRow): boolean {
  return isDeepStrictEqual(essence(a), essence(b));
}

/** Rows without those that a later row of the same key replaces. */
export function lastOfEach<T extends SummaryKey>(rows: T[]): T[] {
  return [...new Map(rows.map(row => [keyOf(row), row])).values()];
}
