import { ServerResponse } from 'node:http';
import { Labels, compareLabels } from '../promql/labels';
import { Column, Run } from '../evaluation/SampleStore';
import { InstantResult } from '../QueryEngine';
import { Value } from '../evaluation/evaluate';

/** A number as Prometheus writes it into a string. */
export function formatValue(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Infinity) return '+Inf';
  if (value === -Infinity) return '-Inf';
  if (Object.is(value, -0)) return '-0';
  // The same choice of digits as Go's, which writes at least two of an exponent.
  return String(value).replace(/e([+-])(\d)$/, 'e$10$2');
}

type Sample = [number, string];

const sample = (timeMs: number, value: number): Sample => [
  timeMs / 1000,
  formatValue(value),
];

function byLabels<T extends { labels: Labels }>(series: readonly T[]): T[] {
  return [...series].sort((a, b) => compareLabels(a.labels, b.labels));
}

function matrixOf(runs: readonly Run[]) {
  return byLabels(runs).map(({ labels, timesMs, values }) => ({
    metric: labels,
    values: Array.from(timesMs, (t, i) => sample(t, values[i])),
  }));
}

function presentRun(
  { labels, values, present }: Column,
  instants: Float64Array,
): Run {
  const kept = (_: number, i: number) => present[i] === 1;
  return {
    labels,
    timesMs: instants.filter(kept),
    values: values.filter(kept),
  };
}

/** `data` of an instant query's answer. */
export function instantData(result: InstantResult, atMs: number) {
  switch (result.type) {
    case 'scalar':
      return {
        resultType: 'scalar',
        result: sample(atMs, result.values[0]),
      };
    case 'string':
      return { resultType: 'string', result: [atMs / 1000, result.text] };
    case 'matrix':
      return { resultType: 'matrix', result: matrixOf(result.runs) };
    default:
      return {
        resultType: 'vector',
        result: byLabels(result.columns)
          .filter(({ present }) => present[0])
          .map(({ labels, values }) => ({
            metric: labels,
            value: sample(atMs, values[0]),
          })),
      };
  }
}

/** `data` of a range query's answer. */
export function rangeData(value: Value, instants: Float64Array) {
  let runs: Run[] = [];
  if (value.type === 'scalar') {
    runs = [{ labels: {}, timesMs: instants, values: value.values }];
  } else if (value.type === 'vector') {
    runs = value.columns
      .map(column => presentRun(column, instants))
      .filter(({ timesMs }) => timesMs.length > 0);
  }
  return { resultType: 'matrix', result: matrixOf(runs) };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** What a handler answers with. */
export interface Answer {
  data: unknown;
  warnings?: string[];
}

export function respondData(
  response: ServerResponse,
  { data, warnings = [] }: Answer,
): void {
  send(response, 200, {
    status: 'success',
    data,
    ...(warnings.length ? { warnings } : {}),
  });
}

export function respondError(
  response: ServerResponse,
  status: number,
  errorType: string,
  error: string,
): void {
  send(response, status, { status: 'error', errorType, error });
}

export const truncated = 'results truncated due to limit';

/** At most `limit` entries (0: all) and the warning that some are missing. */
export function limited<T>(entries: T[], limit: number): [T[], string[]] {
  return limit > 0 && entries.length > limit
    ? [entries.slice(0, limit), [truncated]]
    : [entries, []];
}
