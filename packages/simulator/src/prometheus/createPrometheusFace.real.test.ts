/*
 * The same samples and the same questions to a real Prometheus and to the
 * simulator. Where no Prometheus is installed the comparison says so and only
 * checks that the simulator answers the questions at all.
 */
import { ManualClock } from '../Clock';
import { createPrometheusFace, PrometheusFace } from './createPrometheusFace';
import { FixedSource } from './testing/FixedSource';
import { listen } from './testing/listen';
import { missingPrometheus, RealPrometheus } from './testing/RealPrometheus';

jest.setTimeout(120_000);

const startMs = Date.UTC(2025, 5, 1);
const endMs = startMs + 3 * 3_600_000;
const stepMs = 15_000;

const source = new FixedSource(startMs);

const steps = (t: number) => (t - startMs) / stepMs;

for (const [c, code] of ['200', '404', '500'].entries()) {
  for (const region of ['eu', 'us']) {
    const slope = (c + 1) * (region === 'eu' ? 1.7 : 0.3);
    source.add(
      `requests_total{code="${code}",region="${region}",job="shop"}`,
      // Falls back to zero every 97 scrapes.
      t => slope * (steps(t) % 97) ** 1.1,
    );
  }
}
for (const [p, pod] of ['a', 'b', 'c'].entries()) {
  source.add(
    `load{pod="${pod}",job="shop"}`,
    t => Math.sin(steps(t) / (7 + p)) * 10 + p,
  );
}
source.add('target{pod="a"}', () => 3).add('target{pod="b"}', () => 0);
source.add('gaps_total', t => (steps(t) % 7 < 4 ? steps(t) : undefined));
source.add('late_total', t => (steps(t) > 300 ? steps(t) - 300 : undefined));
source
  .add('special{kind="nan"}', () => NaN)
  .add('special{kind="inf"}', () => Infinity);
// Falls every 61 scrapes, and is not there for the last four before it does.
source.add(
  'steady_total',
  t => (steps(t) % 61 < 57 ? 3 + (steps(t) % 61) ** 1.3 : undefined),
  t => startMs + Math.floor(steps(t) / 61) * 61 * stepMs,
);
for (const [b, le] of ['0.1', '0.5', '1', '5', '+Inf'].entries()) {
  for (const route of ['/a', '/b']) {
    source.add(
      `latency_seconds_bucket{le="${le}",route="${route}"}`,
      t => steps(t) * (b + 1) ** 2 * (route === '/a' ? 1 : 0.25),
    );
  }
}

const expressions = [
  'load',
  'load{pod=~"a|b"}',
  'load{pod!~"a.*",job="shop"} offset 7m',
  '{__name__=~"loa.",pod!="c"}',
  'rate(requests_total[5m])',
  'rate(requests_total[1m])',
  'rate(requests_total{code="500"}[47s])',
  'increase(requests_total[1h])',
  'rate(gaps_total[2m])',
  'increase(gaps_total[90s])',
  'rate(late_total[30m])',
  'increase(late_total[2h])',
  'rate(steady_total[5m])',
  'rate(steady_total[1h])',
  'increase(steady_total[2h])',
  'increase(steady_total[61s] offset 90s)',
  'rate(steady_total[14m])',
  'delta(load[5m])',
  'irate(requests_total[2m])',
  'rate(requests_total[5m] offset 10m)',
  'sum(rate(requests_total[5m]))',
  'sum by (code) (rate(requests_total[5m]))',
  'sum without (region) (increase(requests_total[10m]))',
  'avg(load)',
  'min by (job) (load)',
  'max without (pod) (load)',
  'count(load > 0)',
  'group by (pod) (load)',
  'sum(rate(requests_total{code=~"5.."}[5m])) / sum(rate(requests_total[5m]))',
  'sum by (region) (rate(requests_total{code="500"}[5m])) / ignoring (code) sum by (region) (rate(requests_total[5m]))',
  'rate(requests_total[5m]) / on (region) group_left sum by (region) (rate(requests_total[5m]))',
  'load * on (pod) group_right target',
  'sum by (pod) (load) * on (pod) group_left (job) load',
  'load - load offset 1m',
  'load and load offset 10m > 2',
  '-load offset 1m',
  '1 + load offset 1m * 2',
  '-load ^ 2',
  '2 ^ -1 * 3',
  'load == on (pod) target or load < -9 and load offset 1m unless target',
  'sum(load) + 1 > 2 * avg(load) - 3',
  'load > 5',
  'load > bool 5',
  '5 < load',
  'load == load',
  'load != bool target',
  'load > on (pod) target',
  'load and on (pod) target',
  'load unless on (pod) target',
  'load or target',
  'target or load',
  'load ^ 2 % 7',
  '-load',
  '-1 ^ 2',
  '2 ^ 3 ^ 2',
  '1 - 2 - 3 * 4 / 5 % 6',
  '(1 - 2) - (3 * 4)',
  'load / 0',
  '-5 % 3',
  '1 / 0',
  '0 / 0',
  '1 > bool 2',
  'time()',
  'vector(1)',
  'vector(1) - 0.999',
  'scalar(target{pod="a"}) * load',
  'scalar(load)',
  'clamp_min(load, 0)',
  'clamp_max(load, 3)',
  'clamp(load, -1, 1)',
  'abs(load)',
  'ceil(load)',
  'floor(load)',
  'round(load)',
  'round(load, 0.25)',
  'absent(load)',
  'absent(nothing)',
  'absent(nothing{pod="x",job=~"y"})',
  'absent(sum(nothing))',
  'sum_over_time(load[10m])',
  'avg_over_time(load[10m])',
  'max_over_time(load[10m])',
  'min_over_time(load[10m])',
  'count_over_time(load[10m])',
  'last_over_time(load[10m])',
  'present_over_time(load[10m])',
  'sum_over_time(gaps_total[10m])',
  'count_over_time(gaps_total[33s])',
  'sum_over_time(special[5m])',
  'max_over_time(special[5m])',
  'special',
  'sum(special)',
  'histogram_quantile(0.9, latency_seconds_bucket)',
  'histogram_quantile(0.5, sum by (le) (rate(latency_seconds_bucket[5m])))',
  'histogram_quantile(0.99, sum by (le, route) (rate(latency_seconds_bucket[10m])))',
  'histogram_quantile(2, latency_seconds_bucket)',
  'histogram_quantile(-1, latency_seconds_bucket)',
  'max_over_time(sum(rate(requests_total[1m]))[10m:1m])',
  'sum_over_time(load[5m:30s] offset 1m)',
  'avg_over_time(rate(requests_total[1m])[7m:45s])',
  // As generated for objectives: the long windows of a burn rate alert.
  '(max(sum(rate(requests_total{code=~"5.."}[5m])) / sum(rate(requests_total[5m])) > (14.4 * 0.001)) without (window)) and (max(sum(rate(requests_total{code=~"5.."}[1h])) / sum(rate(requests_total[1h])) > (14.4 * 0.001)) without (window))',
  '1 - ((1 - 0.99) - (sum(increase(requests_total{code="500"}[2h])) / sum(increase(requests_total[2h])))) / (1 - 0.99)',
];

/** What both refuse, with the status that Prometheus gives. */
const refused: [string, number][] = [
  ['load +', 400],
  ['sum(load', 400],
  ['rate(load)', 400],
  ['load[5m] + 1', 400],
  ['1 > 2', 400],
  ['load and 1', 400],
  ['{pod=~".*"}', 400],
  ['load{pod=~"("}', 400],
  ['nope(load)', 400],
  ['', 400],
  ['sum(load) by (pod) by (job)', 400],
  ['clamp_min(load)', 400],
  ['requests_total / on (code) requests_total', 422],
  ['requests_total * on (code) group_left requests_total', 422],
  ['sum by (pod) (load) / on () load', 422],
];

type Answer = {
  status: string;
  data: { resultType: string; result: unknown };
};

async function ask(url: string, path: string, params: Record<string, string>) {
  const response = await fetch(
    `${url}/api/v1/${path}?${new URLSearchParams(params)}`,
  );
  return { code: response.status, body: (await response.json()) as Answer };
}

function close(a: number, b: number): boolean {
  if (Object.is(a, b) || a === b) return true;
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}

const number = (text: string) =>
  ({ NaN: NaN, '+Inf': Infinity, '-Inf': -Infinity }[text] ?? Number(text));

type Entry = {
  metric: Record<string, string>;
  value?: [number, string];
  values?: [number, string][];
};

/** Series by their labels, each as times and values. */
function series({ data }: Answer) {
  const entries =
    data.resultType === 'scalar'
      ? [{ metric: {}, value: data.result } as Entry]
      : (data.result as Entry[]);
  return new Map(
    entries.map(({ metric, value, values = value ? [value] : [] }) => [
      JSON.stringify(Object.entries(metric).sort()),
      values.map(([t, v]): [number, number] => [t, number(v)]),
    ]),
  );
}

function differences(real: Answer, simulated: Answer): string[] {
  const [a, b] = [series(real), series(simulated)];
  const found: string[] = [];
  if (real.data.resultType !== simulated.data.resultType) found.push('type');
  for (const key of new Set([...a.keys(), ...b.keys()])) {
    const [x, y] = [a.get(key) ?? [], b.get(key) ?? []];
    const same =
      x.length === y.length &&
      x.every(([t, v], i) => t === y[i][0] && close(v, y[i][1]));
    if (!same) {
      const i = x.findIndex(
        ([t, v], k) => t !== y[k]?.[0] || !close(v, y[k][1]),
      );
      found.push(`${key}: ${x.length}/${y.length} ${x[i]} / ${y[i]}`);
    }
  }
  return found;
}

describe('the simulated Prometheus beside a real one', () => {
  const missing = missingPrometheus();
  let real: RealPrometheus | undefined;
  let simulated: Awaited<ReturnType<typeof listen>>;
  let face: PrometheusFace;

  beforeAll(async () => {
    let dialect: 2 | 3 = 3;
    if (missing) {
      process.stdout.write(`Not compared with a real Prometheus: ${missing}\n`);
    } else {
      real = await RealPrometheus.filledFrom(source, {
        fromMs: startMs,
        toMs: endMs,
        stepMs,
      });
      const info = await ask(real.url, 'status/buildinfo', {});
      const { version } = info.body.data as unknown as { version: string };
      dialect = version.startsWith('2.') ? 2 : 3;
    }
    face = createPrometheusFace({
      source,
      clock: new ManualClock(endMs),
      dialect,
    });
    simulated = await listen(face.handler);
  });

  afterAll(async () => {
    await real?.stop();
    await simulated.close();
    await face.close();
  });

  // On the grid of scrapes, off it, and before some series begin.
  const instants = [7200, 7203.217, 4000, 900.001, 15].map(
    s => startMs / 1000 + s,
  );

  it.each(expressions)('gives the same for %s', async query => {
    for (const time of instants) {
      const params = { query, time: String(time) };
      const ours = await ask(simulated.url, 'query', params);
      expect(ours.body.status).toBe('success');
      if (!real) continue;
      const theirs = await ask(real.url, 'query', params);
      expect(differences(theirs.body, ours.body)).toEqual([]);
    }
    for (const [offsetS, step] of [
      [0, '60'],
      [7.5, '37s'],
      [3600, '1m30s'],
    ] as const) {
      const params = {
        query,
        start: String(startMs / 1000 + offsetS),
        end: String(startMs / 1000 + 9000),
        step,
      };
      const ours = await ask(simulated.url, 'query_range', params);
      expect(ours.body.status).toBe('success');
      if (!real) continue;
      const theirs = await ask(real.url, 'query_range', params);
      expect(differences(theirs.body, ours.body)).toEqual([]);
    }
  });

  it.each(refused)('refuses %s as Prometheus does', async (query, code) => {
    const params = { query, time: String(instants[0]) };
    const ours = await ask(simulated.url, 'query', params);
    expect({ code: ours.code, status: ours.body.status }).toEqual({
      code,
      status: 'error',
    });
    if (!real) return;
    const theirs = await ask(real.url, 'query', params);
    expect({ ...ours.body, error: undefined, code: ours.code }).toEqual({
      ...theirs.body,
      error: undefined,
      code: theirs.code,
    });
  });

  it('names series, labels and values like the real one', async () => {
    const paths: [string, Record<string, string>][] = [
      ['labels', {}],
      ['labels', { 'match[]': 'load' }],
      ['label/pod/values', {}],
      ['label/__name__/values', {}],
      ['series', { 'match[]': 'load{pod=~"a|b"}' }],
    ];
    const span = { start: String(startMs / 1000), end: String(endMs / 1000) };
    for (const [path, params] of paths) {
      const ours = await ask(simulated.url, path, { ...params, ...span });
      expect(ours.code).toBe(200);
      if (!real) continue;
      const theirs = await ask(real.url, path, { ...params, ...span });
      expect(ours.body).toEqual(theirs.body);
    }
  });
});

const describeWithReal = missingPrometheus() ? describe.skip : describe;

describeWithReal('a real Prometheus that scrapes the simulated world', () => {
  it('takes in all families with their types, units and labels', async () => {
    const world = new FixedSource()
      .describe(
        { name: 'requests', type: 'counter', help: 'Says "hello\\n"\n.' },
        { name: 'queue_bytes', type: 'gauge', help: '', unit: 'bytes' },
        { name: 'build', type: 'info', help: 'Build' },
        { name: 'wait', type: 'histogram', help: 'Wait' },
        { name: 'odd', type: 'unknown', help: 'Odd' },
      )
      .add('requests_total{path="/a\\"b\\\\c\\n"}', () => 7)
      .add('queue_bytes', () => 1e300)
      .add('build_info{version="1"}', () => 1)
      .add('odd', () => -0.5)
      .add('wait_bucket{le="0.1"}', () => 1)
      .add('wait_bucket{le="+Inf"}', () => 2)
      .add('wait_sum', () => 1.5)
      .add('wait_count', () => 2);
    const face = createPrometheusFace({
      source: world,
      clock: new ManualClock(startMs),
    });
    const target = await listen(face.handler);
    const real = await RealPrometheus.scraping(new URL(target.url).host);
    try {
      const read = async (query: string) => {
        const { body } = await ask(real.url, 'query', { query });
        const found = body.data.result as Entry[];
        return found.map(({ metric, value }) => {
          const { instance: _instance, job: _job, ...labels } = metric;
          return [labels, number(value![1])];
        });
      };
      for (let i = 0; i < 100; i++) {
        if ((await read('up == 1')).length) break;
        await new Promise(resolve => {
          setTimeout(resolve, 200);
        });
      }
      expect(await read('requests_total')).toEqual([
        [{ __name__: 'requests_total', path: '/a"b\\c\n' }, 7],
      ]);
      expect(
        await read('count({__name__=~".+",__name__!~"up|scrape_.*"})'),
      ).toEqual([[{}, 8]]);
      expect(await read('queue_bytes')).toEqual([
        [{ __name__: 'queue_bytes' }, 1e300],
      ]);
      const { body } = await ask(real.url, 'metadata', {});
      expect(body.data).toMatchObject({
        requests: [{ type: 'counter', help: 'Says "hello\\n"\n.' }],
        queue_bytes: [{ type: 'gauge', unit: 'bytes' }],
        build: [{ type: 'info' }],
        wait: [{ type: 'histogram' }],
      });
    } finally {
      await real.stop();
      await target.close();
      await face.close();
    }
  });
});
