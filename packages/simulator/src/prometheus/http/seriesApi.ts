/*
 * Which series exist within a time: Prometheus looks into its index, here the
 * series are asked at a few instants spread over the time. A series that lived
 * only between two of them is missed.
 */
import { compareLabels, labelKey, Labels, nameLabel } from '../promql/labels';
import { Matcher, matchesAll } from '../promql/Matcher';
import { PrometheusError } from '../promql/errors';
import { Work } from '../evaluation/Work';
import { QueryEngine } from '../QueryEngine';
import { Params } from './params';
import { Answer, limited } from './respond';

/** Instants at which the existence of series is asked for. */
const probes = 24;

function probeInstants(params: Params, engine: QueryEngine): Float64Array {
  const { clock, source, lookbackMs } = engine.options;
  const nowMs = clock.now();
  const earliestMs = source.earliestMs();
  const startMs = Math.max(params.timeMs('start', earliestMs), earliestMs);
  const endMs = Math.min(params.timeMs('end', nowMs), nowMs + lookbackMs);
  if (endMs < startMs) return new Float64Array();
  const instants = new Set<number>();
  for (let i = 0; i < probes; i++) {
    const share = i / (probes - 1);
    instants.add(Math.floor(startMs + share * (endMs - startMs)));
  }
  return Float64Array.from(instants);
}

function requireSelective(sets: readonly Matcher[][]): void {
  if (sets.some(set => set.every(m => m.matches('')))) {
    throw new PrometheusError(
      'bad_data',
      'match[] must contain at least one non-empty matcher',
    );
  }
}

async function labelSets(
  engine: QueryEngine,
  params: Params,
  work: Work,
): Promise<Labels[]> {
  const sets = params.matcherSets();
  requireSelective(sets);
  const instants = probeInstants(params, engine);
  const found = new Map<string, Labels>();
  const collect = (columns: readonly { labels: Labels }[]) => {
    for (const { labels } of columns) found.set(labelKey(labels), labels);
  };
  if (instants.length === 0) return [];
  const everything = [new Matcher(nameLabel, '!=', '')];
  const known = sets.length ? sets : [everything];
  if (params.text('start') || params.text('end')) {
    for (const matchers of known) {
      collect(await engine.scraped.latest(matchers, instants, work));
    }
  } else {
    for (const series of engine.options.source.series()) {
      work.charge(1);
      await work.pause();
      if (known.some(set => matchesAll(set, series.labels))) collect([series]);
    }
  }
  for (const matchers of known) {
    // Rules cost more than a look, and seldom change their series.
    const last = instants.slice(-1);
    collect(await engine.ruled.latest(matchers, last, work));
  }
  return [...found.values()].sort(compareLabels);
}

/** `/api/v1/series` */
export async function seriesQuery(
  engine: QueryEngine,
  params: Params,
): Promise<Answer> {
  if (params.all('match[]').length === 0) {
    throw new PrometheusError('bad_data', 'no match[] parameter provided');
  }
  const limit = params.limit();
  const sets = await labelSets(engine, params, engine.newWork());
  const [data, warnings] = limited(sets, limit);
  return { data, warnings };
}

/** `/api/v1/labels` */
export async function labelNames(
  engine: QueryEngine,
  params: Params,
): Promise<Answer> {
  const limit = params.limit();
  const sets = await labelSets(engine, params, engine.newWork());
  const names = new Set(sets.flatMap(labels => Object.keys(labels)));
  const [data, warnings] = limited([...names].sort(), limit);
  return { data, warnings };
}

/** Names of all metrics, for which no rule needs to be evaluated. */
function* metricNames(engine: QueryEngine): Generator<string> {
  for (const { labels } of engine.options.source.series()) {
    yield labels[nameLabel];
  }
  for (const { rule } of engine.rules()) {
    if (rule.kind === 'recording' && !rule.problem) yield rule.name;
  }
}

/** `/api/v1/label/<name>/values` */
export async function labelValues(
  engine: QueryEngine,
  params: Params,
  name: string,
): Promise<Answer> {
  if (name === '') {
    throw new PrometheusError('bad_data', 'invalid label name: ""');
  }
  const limit = params.limit();
  const values = new Set(
    name === nameLabel && !params.all('match[]').length
      ? metricNames(engine)
      : (await labelSets(engine, params, engine.newWork()))
          .map(labels => labels[name])
          .filter(value => value),
  );
  const [data, warnings] = limited([...values].sort(), limit);
  return { data, warnings };
}

/** `/api/v1/metadata` */
export function metadata(engine: QueryEngine, params: Params): Answer {
  const count = (name: string) => {
    const text = params.text(name);
    if (text !== '' && !/^[-+]?\d+$/.test(text)) {
      throw new PrometheusError('bad_data', `${name} must be a number`);
    }
    return text === '' ? -1 : Number(text);
  };
  const limit = count('limit');
  count('limit_per_metric');
  const wanted = params.text('metric');
  const families = engine.options.source
    .families()
    .filter(({ name, type }) => {
      const exposed = type === 'counter' ? `${name}_total` : name;
      return !wanted || wanted === name || wanted === exposed;
    })
    .slice(0, limit >= 0 ? limit : undefined);
  return {
    data: Object.fromEntries(
      families.map(({ name, type, help, unit = '' }) => [
        name,
        [{ type, help, unit }],
      ]),
    ),
  };
}
