/** What is odd, wrong or too much, and what compiling it says and gives. */
import { parse } from 'yaml';
import { defineSlos } from '../definition/defineSlos';
import { formatProblem } from '../openslo/Problem';
import { readOpenSlo } from '../openslo/readOpenSlo';
import { missingPromtool, promtool } from '../__testUtils__/promtool';
import {
  defineSlo,
  indicatorOf,
  metric,
  ratioMetric,
  service,
  sloObject,
  yamlOf,
} from '../__testUtils__/sloText';
import { compileRuleFile, compileSlo } from './compileSlo';
import { PromRule } from './ruleFile';

jest.setTimeout(120_000);

const usual = { 'worldscale.io/burn-alerts': 'default' };

function compiled(
  spec: Record<string, unknown>,
  annotations?: Record<string, string>,
) {
  const { groups, problems } = compileSlo(
    defineSlo(sloObject(spec, annotations)),
    { runbookUrl: () => 'https://runbooks.example/chat' },
  );
  const alerts = groups
    .flatMap(g => g.rules)
    .filter((r): r is Extract<PromRule, { alert: string }> => 'alert' in r);
  return {
    thresholds: alerts.map(({ labels }) => labels.threshold),
    problems: problems
      .filter(p => !p.message.includes('runbook'))
      .map(p => `${p.severity} ${formatProblem(p)}`),
  };
}

/** What promtool says against a file; nothing where it is not there to be asked. */
async function saidAgainst(text: string): Promise<string> {
  const missing = missingPromtool();
  if (missing) {
    process.stdout.write(`Odd rules not checked by promtool: ${missing}\n`);
    return '';
  }
  const { ok, output } = await promtool(['check', 'rules', 'r.yaml'], {
    'r.yaml': text,
  });
  return ok && output.includes('SUCCESS') ? '' : output;
}

describe('the usual alerts', () => {
  it('of a low target are those that can fire; what is left out is told', () => {
    expect(compiled({ objectives: [{ target: 0.9 }] }, usual)).toEqual({
      thresholds: ['5.6', '2.8'],
      problems: [
        'warning slo.yaml:6:32: metadata.annotations.worldscale.io/burn-alerts: chat-availability: the usual page alert at a burn rate of 13.44 is left out: a burn rate of 13.44 can never be reached: where everything fails it is 10',
      ],
    });
  });

  it('are refused where none of them can fire', () => {
    const { thresholds, problems } = compiled(
      { objectives: [{ target: 0.5 }] },
      usual,
    );
    expect(thresholds).toEqual([]);
    expect(problems.filter(text => text.startsWith('error'))).toEqual([
      expect.stringContaining(
        'none of the usual alerts is of use: where everything fails the burn rate is 2; write some of your own, above 1 and up to 2',
      ),
    ]);
    expect(
      compiled({ objectives: [{ target: 0 }] }, usual).problems,
    ).toContainEqual(
      expect.stringContaining('its budget can never be used up early'),
    );
  });

  it('are judged for each objective', () => {
    const objectives = [{ target: 0.9 }, { target: 0.999 }];
    const { thresholds, problems } = compiled({ objectives }, usual);
    expect(thresholds).toEqual(['5.6', '2.8', '13.44', '5.6', '2.8']);
    expect(problems).toEqual([
      expect.stringContaining(
        'the usual page alert of objective 0 at a burn rate of 13.44 is left out',
      ),
    ]);
  });
});

describe('alerts of a composite', () => {
  const part = (target: number, compositeWeight: number) => ({
    ...{ target, compositeWeight, indicator: indicatorOf({ ratioMetric }) },
    timeSliceWindow: '5m',
  });
  const burning = (method: string, threshold: number) =>
    compiled(
      {
        ...{ indicator: undefined, budgetingMethod: method },
        objectives: [part(0.9, 1), part(0.99, 0.5)],
      },
      { 'worldscale.io/burn-alerts': `page ${threshold}x 1h/5m` },
    );

  it('are judged against the highest rate that the parts have together', () => {
    // 1 / 0.1 + 0.5 / 0.01, to the last.
    expect(burning('Occurrences', 60).thresholds).toEqual(['60']);
    expect(burning('Occurrences', 61)).toMatchObject({
      thresholds: [],
      problems: expect.arrayContaining([
        expect.stringContaining(
          'a burn rate of 61 can never be reached: where everything fails it is 60',
        ),
      ]),
    });
    // What is missing of both, over the budget of the lowest target.
    expect(burning('RatioTimeslices', 15).thresholds).toEqual(['15']);
    expect(burning('RatioTimeslices', 16).problems).toContainEqual(
      expect.stringContaining('where everything fails it is 15'),
    );
  });

  it('may ask for the very highest rate of a single objective', () => {
    const at = (target: number, threshold: number) =>
      compiled(
        { objectives: [{ target }] },
        { 'worldscale.io/burn-alerts': `page ${threshold}x 1h/5m` },
      ).thresholds;
    expect(at(0.9, 10)).toEqual(['10']);
    expect(at(0.99, 100)).toEqual(['100']);
    expect(at(0.999, 1000)).toEqual(['1000']);
    expect(at(0.99, 100.1)).toEqual([]);
  });
});

describe('a faulty query', () => {
  it('is told with its field and its place, and so is each other', () => {
    const wrong = {
      counter: true,
      bad: metric('sum(rate(errors_total[5m]) by (zone)'),
      total: metric('requests_totl('),
    };
    const { problems } = compiled({
      indicator: indicatorOf({ ratioMetric: wrong }),
    });
    expect(problems).toEqual([
      'error slo.yaml:17:22: spec.indicator.spec.ratioMetric.bad.metricSource.spec.query: chat-availability: the query has a ( at column 4 that is never closed; expected )',
      'error slo.yaml:22:22: spec.indicator.spec.ratioMetric.total.metricSource.spec.query: chat-availability: the query has a ( at column 14 that is never closed; expected )',
    ]);
  });

  it('of an indicator in another file is told at the SLO, with the place of the query', () => {
    const sli = {
      ...{ apiVersion: 'openslo/v1', kind: 'SLI' },
      metadata: { name: 'errors' },
      spec: { ratioMetric: { ...ratioMetric, bad: metric('x[5m]') } },
    };
    const slo = sloObject({ indicator: undefined, indicatorRef: 'errors' });
    const { slos } = defineSlos([
      readOpenSlo(yamlOf(service, slo), 'slo.yaml'),
      readOpenSlo(yamlOf(sli), 'shared.yaml'),
    ]);
    expect(compileSlo(slos[0]).problems.map(formatProblem)).toEqual([
      'slo.yaml:8:1: chat-availability: the query is a range; expected one value for each series, like rate(x[{{.window}}]) (shared.yaml:12:18)',
    ]);
  });

  it.each([
    [
      'sum(rate(x[1m]))',
      'has a range of its own at column 10, [1m]; expected bare counters, or {{.window}} as the range',
    ],
    ['x offset 1h', 'looks into the past with offset or @ at column 1'],
    ['rate(x)', 'calls rate at column 1 over x at column 6'],
    [
      'rate(x[{{.Window}}])',
      'has {{.Window}} at column 8, which nothing fills in; expected {{.window}}',
    ],
  ])('of a counter is told: %s', (query, expected) => {
    const ratio = { ...ratioMetric, bad: metric(query) };
    const { problems } = compiled({
      indicator: indicatorOf({ ratioMetric: ratio }),
    });
    expect(problems).toEqual([
      expect.stringContaining(
        `.bad.metricSource.spec.query: chat-availability: the query ${expected}`,
      ),
    ]);
  });
});

describe('what promtool checks', () => {
  const texts = [
    'plain',
    'quotes " \' ` and \\ back\\slashes\\',
    'lines\nand\r\nmore\n\n',
    'Über 日本 🚀 \u0000 \u2028 \ufeff',
    '{{ $value }} {{.window}} {{"}}"}} %s ${x}',
    '- a: [b, {c: d}] # no comment',
    '!!js/function >- |',
  ];

  it('accepts services, names and runbooks of any text', async () => {
    const slos = texts.map((text, i) => {
      const slo = defineSlo(
        sloObject(
          { description: text },
          { ...usual, 'worldscale.io/runbook': 'x' },
        ),
      );
      return {
        ...slo,
        ...{ name: `slo-${i}`, displayName: text, service: text },
        ...{ playerJourney: text, runbook: `https://x.example/${text}` },
      };
    });
    const { text } = compileRuleFile(slos);
    const names = parse(text).groups.map((g: { name: string }) => g.name);
    expect(new Set(names).size).toBe(names.length);
    expect(await saidAgainst(text)).toBe('');
  });

  it('accepts labels of the metric that are called as those of alerts', async () => {
    const slo = defineSlo(
      sloObject(
        {},
        {
          ...usual,
          'worldscale.io/group-by': 'severity, alertname, threshold, notify',
        },
      ),
    );
    expect(await saidAgainst(compileRuleFile([slo]).text)).toBe('');
  });

  it('accepts more than a thousand groups, always in the same order', async () => {
    const one = defineSlo(sloObject({}, usual));
    const slos = Array.from({ length: 520 }, (_, i) => ({
      ...one,
      ...{ name: `slo-${i}`, service: `service-${i % 7}` },
    }));
    const { text } = compileRuleFile(slos);
    expect(parse(text).groups.length).toBeGreaterThan(1000);
    expect(compileRuleFile(slos).text).toBe(text);
    expect(await saidAgainst(text)).toBe('');
  });

  it('would know names with dots in Prometheus 3, which quotes them', () => {
    const dotted = metric('{"http.requests", "zone.name"="a"}');
    const { groups } = compileSlo(
      defineSlo(
        sloObject({
          indicator: indicatorOf({
            ratioMetric: { ...ratioMetric, total: dotted },
          }),
        }),
      ),
    );
    const rule = groups
      .flatMap(g => g.rules)
      .find(r => 'record' in r && r.record === 'slo:total:rate5m');
    expect(rule?.expr).toBe(
      'sum (rate({"http.requests","zone.name"="a"}[5m]))',
    );
  });
});
