/*
 * `/metrics`: all series of the present in OpenMetrics text (version 1.0.0),
 * or in Prometheus' older text format (0.0.4) for a scraper that does not ask
 * for OpenMetrics. The formats differ in the name of a counter's family, in
 * the types that they know, and in the end mark.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { MetricFamily, Series, SeriesSource } from '../../metrics/SeriesSource';
import { labelKey } from '../promql/labels';
import { formatValue } from './respond';

export type ExpositionFormat = 'openmetrics' | 'text';

/** The best format of those that the scraper accepts. */
export function negotiateFormat(accept: string | undefined): ExpositionFormat {
  let best = { format: 'text' as ExpositionFormat, quality: 0 };
  for (const entry of (accept ?? '').split(',')) {
    const [type, ...params] = entry.split(';').map(part => part.trim());
    const q = params.find(param => /^q=/i.test(param));
    const quality = q ? Number(q.slice(2)) || 0 : 1;
    const openMetrics = type.toLowerCase() === 'application/openmetrics-text';
    const text = ['text/plain', 'text/*', '*/*'].includes(type.toLowerCase());
    if (openMetrics && quality > 0 && quality >= best.quality) {
      best = { format: 'openmetrics', quality };
    } else if (text && quality > best.quality) {
      best = { format: 'text', quality };
    }
  }
  return best.format;
}

/** Content type of each format. */
export const contentTypes: Record<ExpositionFormat, string> = {
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  text: 'text/plain; version=0.0.4; charset=utf-8',
};

const escapeHelp = (text: string) =>
  text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n');
const escapeValue = (text: string) =>
  /[\\"\n]/.test(text) ? escapeHelp(text).replace(/"/g, '\\"') : text;

const textTypes: Record<MetricFamily['type'], string> = {
  counter: 'counter',
  gauge: 'gauge',
  histogram: 'histogram',
  summary: 'summary',
  info: 'gauge',
  unknown: 'untyped',
};

/** Families whose samples carry a suffix that the older format names them by. */
const suffixes: Partial<Record<MetricFamily['type'], string>> = {
  counter: '_total',
  info: '_info',
};

function header(family: MetricFamily, format: ExpositionFormat): string {
  const { name, type, help, unit } = family;
  if (format === 'text') {
    const shown = `${name}${suffixes[type] ?? ''}`;
    return `# HELP ${shown} ${escapeHelp(help)}\n# TYPE ${shown} ${
      textTypes[type]
    }\n`;
  }
  let text = `# HELP ${name} ${escapeValue(help)}\n# TYPE ${name} ${type}\n`;
  // A unit is only allowed where the name ends with it.
  if (unit && name.endsWith(`_${unit}`)) text += `# UNIT ${name} ${unit}\n`;
  return text;
}

function line({ labels }: Series, value: number): string {
  let set = '';
  for (const name in labels) {
    if (name === '__name__' || labels[name] === '') continue;
    set += `${set ? ',' : '{'}${name}="${escapeValue(labels[name])}"`;
  }
  return `${labels.__name__}${set}${set ? '}' : ''} ${formatValue(value)}\n`;
}

/** Buckets by rising bound, then sum, then count; all of one metric together. */
function order(series: Series): [string, number, number] {
  const { __name__: name, le, quantile, ...rest } = series.labels;
  const bound = le ?? quantile;
  const number = bound === '+Inf' ? Infinity : Number(bound ?? 0);
  const part = ['_sum', '_count'].findIndex(suffix => name.endsWith(suffix));
  return [labelKey(rest), part, number];
}

function inOrder(members: readonly Series[]): Series[] {
  return members
    .map(series => ({ series, key: order(series) }))
    .sort(({ key: a }, { key: b }) => {
      const i = a.findIndex((part, k) => part !== b[k]);
      if (i < 0) return 0;
      return a[i] < b[i] ? -1 : 1;
    })
    .map(({ series }) => series);
}

/** Names that the series of a family may have. */
const sampleSuffixes = [
  '',
  '_total',
  '_info',
  '_bucket',
  '_sum',
  '_count',
  '_created',
];

/** Text is handed on in parts of about this length. */
const partLength = 64 * 1024;

/** The text in parts; other requests are let in between them. */
export async function* exposition(
  source: SeriesSource,
  atMs: number,
  format: ExpositionFormat,
): AsyncGenerator<string> {
  let text = '';
  for (const family of source.families()) {
    const names = new Set(sampleSuffixes.map(suffix => family.name + suffix));
    const structured = family.type === 'histogram' || family.type === 'summary';
    const found = source.series(name => names.has(name));
    let first = true;
    for (const series of structured ? inOrder([...found]) : found) {
      if (series.family !== family.name) continue;
      const value = series.valueAt(atMs);
      if (value === undefined) continue;
      if (first) text += header(family, format);
      first = false;
      text += line(series, value);
      if (text.length < partLength) continue;
      yield text;
      text = '';
      await nextTurn();
    }
  }
  yield format === 'openmetrics' ? `${text}# EOF\n` : text;
}
