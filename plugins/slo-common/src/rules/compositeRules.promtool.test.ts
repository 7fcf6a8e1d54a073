/** Composites as Prometheus itself joins them, beside the pure functions. */
import { stringify } from 'yaml';
import { compositeSlices } from '../figures/composite';
import { sliceSeries } from '../figures/SliceSeries';
import { missingPromtool, promtool } from '../__testUtils__/promtool';
import {
  defineSlo,
  indicatorOf,
  metric,
  sloObject,
} from '../__testUtils__/sloText';
import { compileRuleFile } from './compileSlo';

jest.setTimeout(60_000);

const part = (name: string, more: Record<string, unknown>) => ({
  indicator: {
    ...indicatorOf({
      ratioMetric: {
        counter: true,
        bad: metric(`failed_total{step="${name}"}`),
        total: metric(`tried_total{step="${name}"}`),
      },
    }),
    metadata: { name },
  },
  ...more,
});

const journey = (
  budgetingMethod: string,
  first: Record<string, unknown>,
  second: Record<string, unknown>,
) =>
  defineSlo(
    sloObject({
      indicator: undefined,
      budgetingMethod,
      objectives: [part('login', first), part('join', second)],
    }),
  );

/** What every part does in five minutes: events and failures, or nothing is known. */
type Step = { total: number; bad: number } | undefined;

/** Counters that grow each minute by a fifth of what a slice holds. */
function counters(name: string, steps: Step[]) {
  const column = (pick: (s: NonNullable<Step>) => number) => {
    let value = 0;
    const values = ['0'];
    for (const step of steps) {
      for (let minute = 0; minute < 5; minute++) {
        if (step) value += pick(step) / 5;
        values.push(step ? String(value) : '_');
      }
    }
    return values.join(' ');
  };
  return [
    { series: `tried_total{step="${name}"}`, values: column(s => s.total) },
    { series: `failed_total{step="${name}"}`, values: column(s => s.bad) },
  ];
}

async function look(
  slo: ReturnType<typeof journey>,
  parts: [Step[], Step[]],
  looks: { minute: number; expr: string; value: number | null }[],
) {
  const { text } = compileRuleFile([slo]);
  const tests = stringify({
    rule_files: ['rules.yaml'],
    evaluation_interval: '1m',
    tests: [
      {
        interval: '1m',
        input_series: [
          ...counters('login', parts[0]),
          ...counters('join', parts[1]),
        ],
        promql_expr_test: looks.map(({ minute, expr, value }) => ({
          expr: `round(sum(${expr}), 0.000001)`,
          eval_time: `${minute}m`,
          exp_samples: value === null ? [] : [{ labels: '{}', value }],
        })),
      },
    ],
  });
  return promtool(['test', 'rules', 'tests.yaml'], {
    'rules.yaml': text,
    'tests.yaml': tests,
  });
}

const success = { ok: true, output: expect.stringContaining('SUCCESS') };

const missing = missingPromtool();
if (missing)
  process.stdout.write(`Composite rules not evaluated: ${missing}\n`);

describe('the rules of composites', () => {
  it('call a slice bad if it was bad for any part, as the figures do', async () => {
    const good = { total: 100, bad: 0 };
    const bad = { total: 100, bad: 50 };
    const none = { total: 0, bad: 0 };
    const login: Step[] = [good, bad, good, bad, none, none, undefined, bad];
    const join: Step[] = [good, good, bad, bad, good, none, good, undefined];
    // Known: 1 is bad, 0 is good, null says nothing. A gap of one part is no answer
    // while the other is good; a bad one is enough.
    const expected = [0, 1, 1, 1, 0, null, null, 1];

    const column = (steps: Step[], pick: (s: NonNullable<Step>) => number) =>
      steps.map(step => (step ? pick(step) : NaN));
    const series = compositeSlices(
      [login, join].map(steps => ({
        series: sliceSeries(
          0,
          300_000,
          column(steps, s => s.bad),
          column(steps, s => s.total),
        ),
        timeSliceTarget: 0.9,
      })),
    );
    expect(
      Array.from(series.total, (n, i) => (n > 0 ? series.bad[i] : null)),
    ).toEqual(expected);
    expect(Array.from(series.total)).toEqual([1, 1, 1, 1, 1, 0, NaN, 1]);

    if (missing) return;
    const more = { target: 0.9, timeSliceWindow: '5m', timeSliceTarget: 0.9 };
    expect(
      await look(
        journey('Timeslices', more, more),
        [login, join],
        [
          ...[1, 2, 3, 4, 5, 6, 8].map(slice => ({
            // A minute early, so that nothing of the slice after is in it.
            minute: slice * 5,
            expr: 'slo:bad:slice{slo_objective="all"}',
            value: expected[slice - 1],
          })),
          {
            minute: 30,
            expr: 'slo:total:slice{slo_objective="all"}',
            value: 0,
          },
          {
            minute: 10,
            expr: 'slo:total:slice{slo_objective="all"}',
            value: 1,
          },
        ],
      ),
    ).toEqual(success);
  });

  it('adds up what is missing of ratio slices: 95 % and 95 % make 90 %', async () => {
    // OpenSLO v1, notes on composite SLOs, RatioTimeslices.
    const steps: Step[] = Array.from({ length: 14 }, () => ({
      total: 100,
      bad: 5,
    }));
    const more = { target: 0.8, timeSliceWindow: '5m' };
    if (missing) return;
    expect(
      await look(
        journey('RatioTimeslices', more, more),
        [steps, steps],
        [
          // 10 % of a budget of 20 %: half a burn rate.
          { minute: 65, expr: 'slo:burn_rate:1h', value: 0.5 },
        ],
      ),
    ).toEqual(success);
    const light = { ...more, compositeWeight: 0.5 };
    expect(
      await look(
        journey('RatioTimeslices', more, light),
        [steps, steps],
        [{ minute: 65, expr: 'slo:burn_rate:1h', value: 0.375 }],
      ),
    ).toEqual(success);
  });

  it('adds up burn rates of occurrences, each times its weight', async () => {
    const steps: Step[] = Array.from({ length: 14 }, () => ({
      total: 100,
      bad: 5,
    }));
    if (missing) return;
    // 5 % of 10 % is 0.5, and of 2 % is 2.5, half of which counts.
    expect(
      await look(
        journey(
          'Occurrences',
          { target: 0.9 },
          { target: 0.98, compositeWeight: 0.5 },
        ),
        [steps, steps],
        [{ minute: 65, expr: 'slo:burn_rate:1h', value: 1.75 }],
      ),
    ).toEqual(success);
  });
});
