import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock } from '../../Clock';
import { createPrometheusFace, PrometheusFace } from '../createPrometheusFace';
import { FixedSource } from '../testing/FixedSource';
import { listen } from '../testing/listen';

const nowMs = Date.UTC(2026, 0, 15, 12);
const hourMs = 3_600_000;

/** One request in a hundred fails; in the last twenty minutes all do. */
function world() {
  const brokenMs = nowMs - 20 * 60_000;
  const seconds = (t: number) => (t - (nowMs - 1000 * hourMs)) / 1000;
  const failed = (t: number) =>
    seconds(Math.min(t, brokenMs)) * 0.01 + Math.max(0, t - brokenMs) / 1000;
  return new FixedSource(nowMs - 1000 * hourMs)
    .add('requests_total{code="500",service="chat"}', failed)
    .add(
      'requests_total{code="200",service="chat"}',
      t => seconds(t) - failed(t),
    )
    .add('requests_total{code="200",service="idle"}', () => 0)
    .add('old{pod="a"}', t => (t > nowMs - 5 * hourMs ? 1 : 0))
    .add('flag{pod="a"}', t => ((t / 60_000) % 60 < 30 ? 1 : 0));
}

const objective = `
groups:
  - name: objectives
    interval: 30s
    labels: { team: social }
    rules:
      - record: slo:sli_error:ratio_rate5m
        expr: |
          sum(rate(requests_total{code=~"5..",service="chat"}[5m]))
            / sum(rate(requests_total{service="chat"}[5m]))
        labels: { slo: chat-availability, window: 5m }
      - record: slo:sli_error:ratio_rate1h
        expr: sum_over_time(slo:sli_error:ratio_rate5m{slo="chat-availability"}[1h]) / ignoring (window) count_over_time(slo:sli_error:ratio_rate5m{slo="chat-availability"}[1h])
        labels: { slo: chat-availability, window: 1h }
      - record: slo:error_budget:ratio
        expr: vector(1 - 0.99)
        labels: { slo: chat-availability }
      - alert: HighBurn
        expr: |
          slo:sli_error:ratio_rate5m / on (slo) group_left slo:error_budget:ratio > 14.4
        for: 5m
        labels: { severity: page, who: '{{ $labels.slo }}' }
        annotations:
          summary: 'Burns {{ $value | humanize }} times, {{ printf "%.1f" $value }} in {{ $labels.window }}'
      - alert: Never
        expr: vector(0) > 1
`;

interface ShownRule {
  type: string;
  name: string;
  health: string;
  state?: string;
  lastError?: string;
}

/** An answer of the API, with the parts that tests look into. */
interface Api {
  status: string;
  warnings?: string[];
  data: {
    result: {
      metric: Record<string, string>;
      value: [number, string];
      values: [number, string][];
    }[];
    alerts: {
      state: string;
      activeAt: string;
      labels: Record<string, string>;
    }[];
    groups: { file: string; rules: ShownRule[] }[];
  };
}

describe('rules', () => {
  let folder: string;
  let close: (() => Promise<void>)[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rules-'));
    close = [];
  });

  afterEach(async () => {
    for (const one of close) await one();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(ruleUrls: string[]) {
    const clock = new ManualClock(nowMs);
    const face: PrometheusFace = createPrometheusFace({
      source: world(),
      clock,
      ruleUrls,
      ruleRefreshMs: 0,
    });
    const server = await listen(face.handler);
    close.push(server.close, face.close);
    const get = async (path: string) => {
      const response = await fetch(`${server.url}/api/v1/${path}`);
      return (await response.json()) as Api;
    };
    const query = async (text: string, atMs = nowMs) => {
      const params = new URLSearchParams({
        query: text,
        time: String(atMs / 1000),
      });
      return get(`query?${params}`);
    };
    const value = async (text: string, atMs = nowMs) => {
      const { data } = await query(text, atMs);
      return data.result.length ? Number(data.result[0].value[1]) : undefined;
    };
    return { url: server.url, clock, get, query, value };
  }

  async function ruleFile(text: string, name = 'rules.yaml') {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  }

  it('give a series with a history at once', async () => {
    const { value, query } = await start([await ruleFile(objective)]);
    const name = 'slo:sli_error:ratio_rate5m';
    expect(await value(name)).toBeCloseTo(1, 9);
    expect(await value(name, nowMs - 40 * 24 * hourMs)).toBeCloseTo(0.01, 9);
    const { data } = await query(name);
    expect(data.result[0].metric).toEqual({
      __name__: name,
      slo: 'chat-availability',
      team: 'social',
      window: '5m',
    });
  });

  it('build on other rules, and give the same whether asked for a point or a range', async () => {
    const { value, get } = await start([await ruleFile(objective)]);
    const expected = await value('slo:sli_error:ratio_rate1h');
    // 20 of 60 minutes are bad; rate5m needs five of them to show it whole.
    expect(expected).toBeGreaterThan(0.29);
    expect(expected).toBeLessThan(0.34);
    const params = new URLSearchParams({
      query: 'slo:sli_error:ratio_rate1h',
      start: String((nowMs - 30 * hourMs) / 1000),
      end: String(nowMs / 1000),
      step: '90',
    });
    const { data } = await get(`query_range?${params}`);
    const { values } = data.result[0];
    expect(values).toHaveLength(30 * 40 + 1);
    expect(Number(values[1200][1])).toBeCloseTo(expected!, 12);
    const before = await value('slo:sli_error:ratio_rate1h', nowMs - 90_000);
    expect(Number(values[1199][1])).toBeCloseTo(before!, 12);
  });

  it('raise alerts, pending first, with their texts filled in', async () => {
    const { get, clock } = await start([await ruleFile(objective)]);
    // The ratio passes 14.4 % of a 5-minute window within its first minute.
    clock.set(nowMs - 17 * 60_000);
    const pending = (await get('alerts')).data.alerts;
    expect(pending).toHaveLength(1);
    expect(pending[0].state).toBe('pending');
    clock.set(nowMs);
    const firing = (await get('alerts')).data.alerts;
    expect(firing).toEqual([
      {
        labels: {
          alertname: 'HighBurn',
          severity: 'page',
          slo: 'chat-availability',
          team: 'social',
          who: 'chat-availability',
          window: '5m',
        },
        annotations: { summary: 'Burns 100 times, 100.0 in 5m' },
        state: 'firing',
        activeAt: pending[0].activeAt,
        value: expect.stringMatching(
          /^(1e\+02|9\.99\d*e\+01|1\.0000\d*e\+02)$/,
        ),
      },
    ]);
  });

  it('record the states of alerts as ALERTS', async () => {
    const { query } = await start([await ruleFile(objective)]);
    const states = async (atMs: number) => {
      const { data } = await query('ALERTS{alertname="HighBurn"}', atMs);
      return data.result.map(r => r.metric.alertstate);
    };
    expect(await states(nowMs)).toEqual(['firing']);
    expect(await states(nowMs - 17 * 60_000)).toEqual(['pending']);
    expect(await states(nowMs - 30 * 60_000)).toEqual([]);
    const { data } = await query('count_over_time(ALERTS[1h])');
    expect(data.result).toHaveLength(2);
  });

  it('record since when an alert is active, for as long as it is', async () => {
    const { get, query, clock } = await start([await ruleFile(objective)]);
    const [{ activeAt, labels }] = (await get('alerts')).data.alerts;
    const since = async (atMs: number) => {
      const { data } = await query('ALERTS_FOR_STATE', atMs);
      return data.result.map(r => [r.metric, r.value[1]]);
    };
    const metric = { ...labels, __name__: 'ALERTS_FOR_STATE' };
    const active = [[metric, String(Date.parse(activeAt) / 1000)]];
    // Pending or firing makes no difference to it.
    expect(await since(clock.now())).toEqual(active);
    expect(await since(nowMs - 17 * 60_000)).toEqual(active);
    expect(await since(nowMs - 30 * 60_000)).toEqual([]);
  });

  it('record that alike in a range, be it long ago', async () => {
    const path = await ruleFile(`
groups:
  - name: g
    interval: 30s
    rules:
      - alert: Old
        expr: old == 1
        for: 10m
`);
    const { get, query } = await start([path]);
    const began = String(nowMs / 1000 - 5 * 3600 + 30);
    const [{ value }] = (await query('ALERTS_FOR_STATE', nowMs)).data.result;
    expect(value[1]).toBe(began);
    const params = new URLSearchParams({
      query: 'ALERTS_FOR_STATE',
      start: String((nowMs - 20 * 60_000) / 1000),
      end: String(nowMs / 1000),
      step: '90',
    });
    const { data } = await get(`query_range?${params}`);
    const values = data.result[0].values.map(each => each[1]);
    expect(new Set(values)).toEqual(new Set([began]));
    const firing = await query(
      'min_over_time(ALERTS{alertstate="firing"}[1h])',
    );
    expect(firing.data.result).toHaveLength(1);
  });

  it('keep an alert that ended firing as long as they are told to', async () => {
    const path = await ruleFile(`
groups:
  - name: g
    rules:
      - alert: Flag
        expr: flag == 1
        keep_firing_for: 10m
      - alert: Plain
        expr: flag == 1
`);
    const { query } = await start([path]);
    const names = async (minute: number) => {
      const { data } = await query('ALERTS', nowMs - hourMs + minute * 60_000);
      return data.result.map(r => r.metric.alertname).sort();
    };
    expect(await names(29)).toEqual(['Flag', 'Plain']);
    expect(await names(35)).toEqual(['Flag']);
    expect(await names(45)).toEqual([]);
  });

  it('are shown with their health', async () => {
    const { get } = await start([await ruleFile(objective)]);
    const { groups } = (await get('rules')).data;
    expect(groups).toHaveLength(1);
    expect(groups[0]).toMatchObject({ name: 'objectives', interval: 30 });
    expect(
      groups[0].rules.map(r => [r.type, r.name, r.health, r.state]),
    ).toEqual([
      ['recording', 'slo:sli_error:ratio_rate5m', 'ok', undefined],
      ['recording', 'slo:sli_error:ratio_rate1h', 'ok', undefined],
      ['recording', 'slo:error_budget:ratio', 'ok', undefined],
      ['alerting', 'HighBurn', 'ok', 'firing'],
      ['alerting', 'Never', 'ok', 'inactive'],
    ]);
    const alerting = (await get('rules?type=alert')).data.groups[0].rules;
    expect(alerting).toHaveLength(2);
    const one = await get('rules?rule_name[]=Never');
    expect(one.data.groups[0].rules).toHaveLength(1);
  });

  it('that are wrong say so and leave the others alone', async () => {
    const path = await ruleFile(`
groups:
  - name: g
    rules:
      - record: good:ratio
        expr: sum(rate(requests_total[5m]))
      - record: bad:syntax
        expr: sum(rate(
      - record: bad name
        expr: up
      - record: bad:unsupported
        expr: topk(3, requests_total)
      - record: bad:field
        expr: up
        for: 5m
      - record: bad:match
        expr: requests_total / on (service) requests_total
      - record: bad:duplicates
        expr: rate(requests_total{service="chat"}[5m])
        labels: { code: all }
      - record: loop:a
        expr: loop:b + 1
      - record: loop:b
        expr: sum(loop:a)
      - exprr: 1
        record: bad:unknown_field
      - just text
`);
    const { get, query, value } = await start([path]);
    const { groups } = (await get('rules')).data;
    const told = groups[0].rules.map(r => [r.name, r.lastError]);
    expect(told).toEqual([
      ['good:ratio', undefined],
      [
        'bad:syntax',
        'could not parse expression: 1:10: parse error: unexpected end of input',
      ],
      ['bad name', 'invalid recording rule name: bad name'],
      [
        'bad:unsupported',
        'could not parse expression: aggregation "topk" is not supported by this simulator',
      ],
      ['bad:field', "invalid field 'for' in recording rule"],
      ['bad:match', expect.stringContaining('found duplicate series')],
      ['bad:duplicates', expect.stringContaining('same labelset')],
      ['loop:a', 'rule depends on itself: loop:a -> loop:b -> loop:a'],
      ['loop:b', 'rule depends on itself: loop:a -> loop:b -> loop:a'],
      ['bad:unknown_field', expect.stringContaining('exprr')],
      ['', expect.stringContaining('expected object')],
    ]);
    expect(groups[0].rules[1].health).toBe('err');
    expect(await value('good:ratio')).toBeCloseTo(1, 9);
    const broken = await query('bad:match');
    expect(broken).toMatchObject({
      status: 'success',
      data: { result: [] },
      warnings: [expect.stringMatching(/^rule bad:match: found duplicate/)],
    });
  });

  it('in a file that cannot be read are missed, and the file is named', async () => {
    const bad = await ruleFile('groups: [', 'bad.yaml');
    const good = await ruleFile(objective, 'good.yaml');
    const missing = join(folder, 'missing.yaml');
    const { url, get, value } = await start([bad, good, missing]);
    const { groups } = (await get('rules')).data;
    expect(
      groups.map(g => [g.file, g.rules[0].health, g.rules[0].lastError]),
    ).toEqual([
      [good, 'ok', undefined],
      [bad, 'err', expect.stringMatching(/^1:\d+: /)],
      [missing, 'err', expect.stringContaining('ENOENT')],
    ]);
    expect(await value('slo:error_budget:ratio')).toBeCloseTo(0.01, 12);
    const reload = await fetch(`${url}/-/reload`, { method: 'POST' });
    expect(reload.status).toBe(500);
    expect(await reload.text()).toContain('failed to reload config');
  });

  it('are read again on reload, by URL too, and survive a source that fails', async () => {
    let answer: [number, string] = [200, objective];
    const files = createServer((_, response) => {
      response.writeHead(answer[0]);
      response.end(answer[1]);
    });
    const origin = await listen((request, response) => {
      files.emit('request', request, response);
    });
    close.push(origin.close);
    const { url, value, get } = await start([`${origin.url}/rules.yaml`]);
    expect(await value('slo:error_budget:ratio')).toBeCloseTo(0.01, 12);

    answer = [200, objective.replace('1 - 0.99)', '1 - 0.9)')];
    const reload = await fetch(`${url}/-/reload`, { method: 'POST' });
    expect(reload.status).toBe(200);
    expect(await value('slo:error_budget:ratio')).toBeCloseTo(0.1, 12);

    answer = [503, 'not now'];
    await fetch(`${url}/-/reload`, { method: 'POST' });
    expect(await value('slo:error_budget:ratio')).toBeCloseTo(0.1, 12);
    const { groups } = (await get('rules')).data;
    expect(groups[1].rules[0].lastError).toContain('answered 503');
  });

  it('are found by a pattern of file names', async () => {
    await ruleFile(
      'groups: [{name: a, rules: [{record: a, expr: vector(1)}]}]',
      'a.yaml',
    );
    await ruleFile(
      'groups: [{name: b, rules: [{record: b, expr: vector(2)}]}]',
      'b.yaml',
    );
    await ruleFile('not rules', 'c.txt');
    const { value } = await start([join(folder, '*.yaml')]);
    expect(await value('a + on () b')).toBe(3);
  });
});
