import { ScalingChange } from './ledgerContract';

/**
 * Changes as comma-separated values (RFC 4180): CRLF ends a line, and a value with a
 * comma, a quote or a line break stands in quotes. Spreadsheets take a value that
 * begins with one of `= + - @`, in full width as well, a tab or a return for a formula,
 * and names come from clusters, so such a value begins with an apostrophe (OWASP, "CSV
 * Injection"). A number is none, whatever its sign, and neither is an id, which is made
 * of letters, digits, `-` and `_` here: programs take both as they stand.
 */
const columns: ReadonlyArray<
  [title: string, value: (change: ScalingChange) => unknown]
> = [
  ['at', change => change.at],
  ['not_before', change => change.notBefore],
  ['service', change => change.entityRef],
  ['region', change => change.region],
  ['cluster', change => change.cluster],
  ['kind', change => change.kind],
  ['namespace', change => change.namespace],
  ['name', change => change.name],
  ['stack', change => change.stack],
  ['from', change => change.from],
  ['to', change => change.to],
  ['actor_type', change => change.actor.type],
  ['actor_kind', change => change.actor.kind],
  ['actor_name', change => change.actor.name],
  ['reason', change => change.why.sentence],
  ['event', change => change.why.event?.message],
  ['reason_observed', change => change.reasonObserved],
  ['readiness', change => change.readiness],
  ['ready_at', change => change.readyAt],
  ['seconds_until_ready', secondsUntilReady],
  ['source', change => change.source],
];

function secondsUntilReady({ at, readyAt }: ScalingChange): number | undefined {
  if (!readyAt) return undefined;
  return Math.max(0, Math.round((Date.parse(readyAt) - Date.parse(at)) / 1000));
}

const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const plain = String(value);
  const isFormula = FORMULA.test(plain) && !NUMBER.test(plain);
  return quoted(isFormula ? `'${plain}` : plain);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

function line(cells: readonly string[]): string {
  return `${cells.join(',')}\r\n`;
}

export function changesCsvHeader(): string {
  return line([...columns.map(([title]) => title), 'id']);
}

export function changesCsvLines(changes: readonly ScalingChange[]): string {
  return changes
    .map(change =>
      line([
        ...columns.map(([, value]) => cell(value(change))),
        quoted(change.id),
      ]),
    )
    .join('');
}
