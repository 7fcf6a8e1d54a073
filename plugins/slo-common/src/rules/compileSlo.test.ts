import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import { defineSlos } from '../definition/defineSlos';
import { formatProblem } from '../openslo/Problem';
import { readOpenSlo } from '../openslo/readOpenSlo';
import { parseQuery } from '../promql/parseQuery';
import { missingPromtool, promtool } from '../__testUtils__/promtool';
import {
  defineSlo,
  indicatorOf,
  metric,
  ratioMetric,
  sloObject,
} from '../__testUtils__/sloText';
import { compileRuleFile, compileSlo } from './compileSlo';
import { formatRuleFile, PromRule } from './ruleFile';

jest.setTimeout(60_000);

const everyKind = defineSlos([
  readOpenSlo(
    readFileSync(join(__dirname, '../__testUtils__/everyKind.yaml'), 'utf8'),
    'every.yaml',
  ),
]).slos;

function compiled(spec: Record<string, unknown> = {}, annotations = {}) {
  const { groups, problems } = compileSlo(
    defineSlo(sloObject(spec, annotations)),
  );
  const rules = groups.flatMap(g => g.rules);
  const expr = (name: string, objective = '0') =>
    rules.find(
      r =>
        'record' in r &&
        r.record === name &&
        r.labels.slo_objective === objective,
    )?.expr;
  const alerts = rules.filter(
    (r): r is Extract<PromRule, { alert: string }> => 'alert' in r,
  );
  return { groups, rules, expr, alerts, problems: problems.map(formatProblem) };
}

const of = (spec: Record<string, unknown>) => ({
  indicator: indicatorOf(spec),
});
const total = 'sum (rate(http_requests_total{service="chat"}[5m]))';

describe('compileSlo', () => {
  it('counts bad events, none of which are no gap', () => {
    const { expr } = compiled();
    const bad =
      'sum (rate(http_requests_total{code=~"5..",service="chat"}[5m]))';
    expect(expr('slo:total:rate5m')).toBe(total);
    expect(expr('slo:bad:rate5m')).toBe(`((${bad}) or 0 * (${total}))`);
    expect(expr('slo:objective:ratio')).toBe('vector(0.999)');
  });

  it('makes every window a ratio of sums, known only with its coverage', () => {
    const { expr } = compiled();
    const labels =
      '{slo="chat-availability",slo_objective="0",slo_service="chat"}';
    expect(expr('slo:bad_ratio:1h')).toBe(
      `sum_over_time(slo:bad:rate5m${labels}[1h]) / (sum_over_time(slo:total:rate5m${labels}[1h]) > 0)` +
        ` and count_over_time(slo:total:rate5m${labels}[1h]) >= 54`,
    );
    expect(expr('slo:bad_ratio:28d')).toBe(
      `sum_over_time(slo:bad:slice${labels}[28d]) / (sum_over_time(slo:total:slice${labels}[28d]) > 0)` +
        ` and count_over_time(slo:total:slice${labels}[28d]) >= 7257.6`,
    );
  });

  it('counts good events as what is missing to all', () => {
    const { expr } = compiled(
      of({
        ratioMetric: {
          counter: true,
          good: metric('good_total'),
          total: metric('all_total'),
        },
      }),
    );
    expect(expr('slo:bad:rate5m')).toBe(
      'clamp_min((sum (rate(all_total[5m]))) - ((sum (rate(good_total[5m]))) or 0 * (sum (rate(all_total[5m])))), 0)',
    );
  });

  it('takes queries that say themselves where the window goes', () => {
    const query = (name: string) => metric(`sum(rate(${name}[{{.window}}]))`);
    const { expr } = compiled(
      of({
        ratioMetric: { counter: true, bad: query('b'), total: query('t') },
      }),
    );
    expect(expr('slo:total:rate5m')).toBe('sum (sum(rate(t[5m])))');
    expect(expr('slo:total:slice')).toBe('sum (sum(rate(t[5m]))) * 300');
  });

  it('calls slices bad that miss their target', () => {
    const objectives = [
      { target: 0.99, timeSliceTarget: 0.95, timeSliceWindow: '10m' },
    ];
    const { expr, groups } = compiled({
      budgetingMethod: 'Timeslices',
      objectives,
    });
    expect(expr('slo:bad:slice')).toMatch(/ > 0\)\) > bool 0\.05$/);
    expect(expr('slo:bad_ratio:1h')).toMatch(
      /^avg_over_time\(.*count_over_time\(.*\[1h\]\) >= 5\.4$/,
    );
    expect(groups.map(g => g.intervalMs)).toEqual([600_000, 60_000]);
    // Five minutes are no multiple of ten.
    expect(expr('slo:bad_ratio:5m')).toBeUndefined();
  });

  it('compares thresholds, and takes NaN for not known', () => {
    const objectives = [{ target: 0.99, op: 'lte', value: 2.5 }];
    const { expr, problems } = compiled({
      ...of({ thresholdMetric: metric('max(lag_seconds)') }),
      objectives,
    });
    expect(expr('slo:bad:rate5m')).toBe(
      'sum (((max(lag_seconds)) >= -Inf) > bool 2.5)',
    );
    expect(expr('slo:total:rate5m')).toBe('count ((max(lag_seconds)) >= -Inf)');
    expect(problems).toEqual([
      'slo.yaml:1:1: chat-availability: objective 0: a threshold metric says nothing of how many events there were; each minute counts the same',
    ]);
  });

  it('splits by the labels that are asked for, beside the whole', () => {
    const { expr } = compiled({}, { 'worldscale.io/group-by': 'region' });
    expect(expr('slo:total:rate5m')).toBe(total);
    expect(expr('slo_by_group:total:rate5m')).toBe(
      total.replace('sum', 'sum by (region)'),
    );
    expect(expr('slo_by_group:bad_ratio:1h')).toContain(
      'slo_by_group:bad:rate5m',
    );
  });

  it('leaves the periods of calendar windows to whoever knows the time', () => {
    const timeWindow = [
      {
        duration: '1M',
        calendar: { startTime: '2026-01-01 00:00:00', timeZone: 'UTC' },
      },
    ];
    const { rules } = compiled({ timeWindow });
    const names = rules.flatMap(r => ('record' in r ? r.record : []));
    expect(names).toContain('slo:total:slice');
    expect(names.some(n => n.includes('30d'))).toBe(false);
  });

  it('joins composites by their method', () => {
    const part = (more: Record<string, unknown>) => ({
      ...of({ ratioMetric }),
      ...more,
    });
    const both = (
      budgetingMethod: string,
      more: Record<string, unknown> = {},
    ) =>
      compiled(
        {
          indicator: undefined,
          budgetingMethod,
          objectives: [
            part({ target: 0.99, compositeWeight: 0.5, ...more }),
            part({ target: 0.999, ...more }),
          ],
        },
        { 'worldscale.io/burn-alerts': 'page 1400x 1h/10m' },
      );
    const parts = (name: string) =>
      ['0', '1'].map(
        i =>
          `${name}{slo="chat-availability",slo_objective="${i}",slo_service="chat"}`,
      );
    const [a, b] = parts('slo:bad_ratio:1h');
    expect(both('Occurrences').expr('slo:burn_rate:1h', 'all')).toBe(
      `50 * ${a} + on (slo, slo_service) 1000 * ${b}`,
    );
    const ratio = both('RatioTimeslices', { timeSliceWindow: '5m' });
    expect(ratio.expr('slo:burn_rate:1h', 'all')).toBe(
      `50 * ${a} + on (slo, slo_service) 100 * ${b}`,
    );
    const sliced = both('Timeslices', {
      timeSliceWindow: '5m',
      timeSliceTarget: 0.9,
    });
    const [c, d] = parts('slo:bad:slice');
    const [e, f] = parts('slo:total:slice');
    const worst = `max by (slo, slo_service) (${c} or ${d})`;
    expect(sliced.expr('slo:bad:slice', 'all')).toBe(
      `${worst} and (count by (slo, slo_service) (${e} or ${f}) == 2 or ${worst} == 1)`,
    );
    // 0.5 / 0.01 + 1 / 0.001 is 1050.
    expect(both('Occurrences').problems[0]).toContain(
      '1400 can never be reached: where everything fails it is 1050',
    );
  });

  it.each<[Record<string, unknown>, string]>([
    [
      of({ thresholdMetric: metric('SELECT 1', { type: 'Redshift' }) }),
      'the data source is of type Redshift; rules can be made for Prometheus only',
    ],
    [
      of({
        ratioMetric: {
          ...ratioMetric,
          total: { metricSource: { type: 'Prometheus', spec: { sql: 'x' } } },
        },
      }),
      'expected the query as text in the field query',
    ],
    [
      of({ ratioMetric: { ...ratioMetric, total: metric('sum(x') } }),
      '.total.metricSource.spec.query: chat-availability: the query has a ( at column 4 that is never closed; expected )',
    ],
    [
      of({ ratioMetric: { ...ratioMetric, bad: metric('rate(x[5m])') } }),
      'has a range of its own',
    ],
  ])('refuses %j', (spec, expected) => {
    const objectives =
      'thresholdMetric' in (spec.indicator as { spec: object }).spec
        ? [{ target: 0.9, op: 'lt', value: 1 }]
        : [{ target: 0.9 }];
    const { groups, problems } = compiled({ ...spec, objectives });
    expect(groups).toEqual([]);
    expect(problems).toEqual([expect.stringContaining(expected)]);
  });

  it('leaves out alerts of no use, says why, and keeps the others', () => {
    const written = 'page 14.4x 1h/5m for 2m; ticket 1x 3d/6h; page 20x 1h/5m';
    const { alerts, problems } = compiled(
      { objectives: [{ target: 0.94 }] },
      { 'worldscale.io/burn-alerts': written },
    );
    expect(alerts).toHaveLength(1);
    expect(problems).toEqual([
      expect.stringContaining(
        'the ticket alert at a burn rate of 1 is refused: a burn rate of 1 is sustainable',
      ),
      expect.stringContaining(
        'the page alert at a burn rate of 20 is refused: a burn rate of 20 can never be reached: where everything fails it is 16.6667',
      ),
      expect.stringContaining('its alerts lead to no runbook'),
    ]);
  });

  it('never gives two rules the same name and labels', () => {
    const one = fc.record({
      severity: fc.constantFrom('page', 'ticket'),
      threshold: fc.constantFrom(5, 14, 20),
      windows: fc.constantFrom('1h/5m', '1h/10m', '6h/30m'),
      wait: fc.constantFrom('', ' for 2m', ' for 10m'),
    });
    const property = fc.property(
      fc.array(one, { minLength: 1, maxLength: 6 }),
      wanted => {
        const written = wanted.map(
          ({ severity, threshold, windows, wait }) =>
            `${severity} ${threshold}x ${windows}${wait}`,
        );
        const { rules, alerts } = compiled(
          {},
          { 'worldscale.io/burn-alerts': written.join('; ') },
        );
        expect(alerts).toHaveLength(new Set(written).size);
        const names = rules.map(rule =>
          JSON.stringify([
            'alert' in rule ? rule.alert : rule.record,
            ...Object.entries(rule.labels).sort(),
          ]),
        );
        expect(new Set(names).size).toBe(names.length);
      },
    );
    fc.assert(property, { numRuns: 50 });
  });

  it('tells policies apart that differ in threshold and patience alone', () => {
    const policy = (threshold: number, alertAfter: string) => ({
      kind: 'AlertPolicy',
      metadata: { name: `page-${threshold}` },
      spec: {
        alertWhenBreaching: true,
        alertWhenNoData: true,
        conditions: [
          {
            kind: 'AlertCondition',
            metadata: { name: `burns-${threshold}` },
            spec: {
              severity: 'page',
              condition: {
                ...{ kind: 'burnrate', op: 'gte', threshold, alertAfter },
                lookbackWindow: '1h',
              },
            },
          },
        ],
        notificationTargets: [{ targetRef: 'on-call' }],
      },
    });
    const { rules, alerts } = compiled({
      alertPolicies: [policy(14, '2m'), policy(20, '10m')],
    });
    const lesser = rules.filter(
      r => 'record' in r && r.record === 'slo:burn_rate:lesser',
    );
    expect(lesser.map(r => [r.labels.threshold, r.labels.held_for])).toEqual([
      ['14', '2m'],
      ['20', '10m'],
    ]);
    // Both burn on their own, and miss data as one.
    expect(alerts.map(a => a.alert).sort()).toEqual([
      ...['SloBudgetBurn', 'SloBudgetBurn', 'SloDataMissing'],
    ]);
  });

  it('refuses an alert that is asked for twice, and says where the first is', () => {
    const { alerts, problems } = compiled(
      {},
      { 'worldscale.io/burn-alerts': 'page 5x 1h/5m; page 5x 1h/5m' },
    );
    expect(alerts).toHaveLength(1);
    expect(problems[0]).toMatch(
      /^[^:]+:\d+:\d+: .*the page alert at a burn rate of 5 is refused: the same alert is asked for before, at [^:]+:\d+:\d+$/,
    );
  });

  it('gives alerts a runbook, words, and labels of their own', () => {
    const slo = defineSlo(
      sloObject(
        {},
        {
          'worldscale.io/burn-alerts': 'default',
          'worldscale.io/runbook': './runbooks/a.md',
        },
      ),
    );
    const { groups, problems } = compileSlo(slo, {
      runbookUrl: path => `https://forge.example/chat/${path}`,
    });
    expect(problems).toEqual([]);
    const alerts = groups.flatMap(g => g.rules).filter(r => 'alert' in r);
    expect(alerts).toHaveLength(3);
    expect(alerts[0]).toMatchObject({
      alert: 'SloBudgetBurn',
      labels: {
        slo: 'chat-availability',
        slo_service: 'chat',
        severity: 'page',
        long_window: '1h',
        short_window: '5m',
      },
      annotations: {
        runbook_url: 'https://forge.example/chat/./runbooks/a.md',
        summary: 'chat-availability burns its error budget',
        description: expect.stringContaining(
          'At 13.44 times the whole budget of 28d is gone in 50 hours.',
        ),
      },
    });
  });

  it('lets no text of a file run in rules, templates or YAML', async () => {
    const evil = '"} or vector(1) #\n- record: x\n{{ query "up" }} \u2028 ü';
    const slo = {
      ...defineSlo(sloObject({}, { 'worldscale.io/burn-alerts': 'default' })),
    };
    slo.displayName = evil;
    slo.service = evil;
    slo.playerJourney = evil;
    slo.runbook = `https://x.example/${evil}`;
    const { text } = compileRuleFile([slo]);
    const rules = parse(text).groups.flatMap(
      (g: { rules: PromRule[] }) => g.rules,
    ) as PromRule[];
    const own = compileSlo(slo).groups.flatMap(g => g.rules);
    expect(rules).toHaveLength(own.length);
    for (const rule of rules) {
      expect(() => parseQuery(rule.expr)).not.toThrow();
      if (!('alert' in rule)) continue;
      expect(JSON.stringify(rule.annotations)).not.toMatch(/\{\{ query/);
      expect(rule.labels.slo_service).toBe(evil.replace('{{', '{{"{{"}}'));
    }
    if (missingPromtool()) return;
    const { output, ok } = await promtool(['check', 'rules', 'rules.yaml'], {
      'rules.yaml': text,
    });
    expect(output).toContain('SUCCESS');
    expect(ok).toBe(true);
  });

  it('makes rules of every kind that promtool accepts, always the same', async () => {
    const { text, problems } = compileRuleFile(everyKind);
    expect(problems.filter(p => p.severity === 'error')).toEqual([]);
    expect(compileRuleFile(everyKind).text).toBe(text);
    expect(parse(text).groups.map((g: { name: string }) => g.name)).toContain(
      'slo-chat-journey-windows',
    );
    const missing = missingPromtool();
    if (missing) {
      process.stdout.write(
        `Rules of every kind not checked by promtool: ${missing}\n`,
      );
      return;
    }
    const { output } = await promtool(['check', 'rules', 'rules.yaml'], {
      'rules.yaml': text,
    });
    expect(output).toMatch(/SUCCESS: \d+ rules found/);
  });

  it('writes a file without groups where there are none', () => {
    expect(parse(formatRuleFile([]))).toEqual({ groups: [] });
  });
});
