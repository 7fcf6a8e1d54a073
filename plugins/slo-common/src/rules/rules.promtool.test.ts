/*
 * The rules as Prometheus itself evaluates them, minute by minute, over samples
 * that are written down: promtool test rules. It evaluates every group each
 * minute, whatever its interval, so only windows of up to a day are looked at.
 */
import { stringify } from 'yaml';
import { budgetOf, burnRates } from '../figures/budget';
import { missingPromtool, promtool } from '../__testUtils__/promtool';
import { questionOf, slices } from '../__testUtils__/slices';
import { defineSlo, sloObject } from '../__testUtils__/sloText';
import { compileRuleFile } from './compileSlo';

jest.setTimeout(120_000);

const runbook = 'https://runbooks.example/chat';
const sloAlerting = (alert: string) =>
  defineSlo(
    sloObject(
      {},
      {
        'worldscale.io/burn-alerts': `page ${alert}`,
        'worldscale.io/runbook': runbook,
      },
    ),
  );
const sloWaiting = (wait: string) => sloAlerting(`13.44x 1h/5m for ${wait}`);

/** Alerts when too little is known of the last hour. */
const sloMissingData = () =>
  defineSlo(
    sloObject({
      alertPolicies: [
        {
          kind: 'AlertPolicy',
          metadata: { name: 'missing' },
          spec: {
            alertWhenNoData: true,
            conditions: [
              {
                kind: 'AlertCondition',
                metadata: { name: 'fast' },
                spec: {
                  severity: 'page',
                  condition: {
                    ...{ kind: 'burnrate', op: 'gte', threshold: 14 },
                    ...{ lookbackWindow: '1h', alertAfter: '2m' },
                  },
                },
              },
            ],
            notificationTargets: [{ targetRef: 'on-call' }],
          },
        },
      ],
    }),
  );

type Stretch = [minutes: number, good: number | 'gone', bad: number];

/** Counters in promtool's shorthand: per stretch of minutes what is added each minute. */
function counters(stretches: Stretch[]) {
  const series = (code: string, pick: (s: Stretch) => number) => {
    let value = 0;
    const values = stretches.flatMap(stretch => {
      const [minutes, good] = stretch;
      return Array.from({ length: minutes }, () => {
        if (good === 'gone') return '_';
        value += pick(stretch);
        return String(value);
      });
    });
    return {
      series: `http_requests_total{service="chat",code="${code}",pod="a"}`,
      values: values.join(' '),
    };
  };
  return [
    series('200', ([, good]) => Number(good)),
    series('503', ([, , bad]) => bad),
  ];
}

const firing = {
  exp_labels: {
    slo: 'chat-availability',
    slo_objective: '0',
    slo_service: 'chat',
    severity: 'page',
    long_window: '1h',
    short_window: '5m',
    threshold: '13.44',
  },
};

interface Look {
  minute: number;
  isFiring?: boolean;
  expr?: string;
  /** What the expression gives, or nothing. */
  value?: number | null;
}

async function judge(
  stretches: Stretch[],
  looks: Look[],
  wait = '2m',
  slo = sloWaiting(wait),
) {
  const { text } = compileRuleFile([slo]);
  const isFiringAt = looks.filter(l => l.isFiring !== undefined);
  const exprs = looks.filter(l => l.expr !== undefined);
  const tests = stringify({
    rule_files: ['rules.yaml'],
    evaluation_interval: '1m',
    tests: [
      {
        interval: '1m',
        input_series: counters(stretches),
        // Annotations hold the burn rate of the moment, so states are read as ALERTS.
        promql_expr_test: [
          ...isFiringAt.map(({ minute, isFiring }) => ({
            expr: 'ALERTS{alertname="SloBudgetBurn",alertstate="firing"}',
            eval_time: `${minute}m`,
            exp_samples: isFiring
              ? [
                  {
                    labels: `ALERTS{alertname="SloBudgetBurn",alertstate="firing",${Object.entries(
                      { ...firing.exp_labels, held_for: wait },
                    )
                      .map(([k, v]) => `${k}="${v}"`)
                      .join(',')}}`,
                    value: 1,
                  },
                ]
              : [],
          })),
          ...exprs.map(({ minute, expr, value }) => ({
            expr: `round(sum(${expr}), 0.0001)`,
            eval_time: `${minute}m`,
            exp_samples: value === null ? [] : [{ labels: '{}', value }],
          })),
        ],
      },
    ],
  });
  const { ok, output } = await promtool(['test', 'rules', 'tests.yaml'], {
    'rules.yaml': text,
    'tests.yaml': tests,
  });
  return ok ? 'ok' : output;
}

const missing = missingPromtool();
if (missing) {
  process.stdout.write(`Rules not evaluated by promtool: ${missing}\n`);
}
const describeWithPromtool = missing ? describe.skip : describe;

describeWithPromtool('the rules, evaluated by promtool', () => {
  it('fire in an outage within minutes, and resolve after it', async () => {
    expect(
      await judge(
        [
          [120, 100, 0],
          [20, 0, 100],
          [60, 100, 0],
        ],
        [
          { minute: 119, isFiring: false },
          { minute: 128, isFiring: true },
          { minute: 139, isFiring: true },
          { minute: 160, isFiring: false },
        ],
      ),
    ).toBe('ok');
  });

  it('do not fire for a burn that lasts, nor for a blink', async () => {
    expect(
      await judge(
        [
          [120, 999, 1],
          [1, 95, 5],
          [60, 999, 1],
        ],
        [
          { minute: 119, expr: 'slo:bad_ratio:1h', value: 0.001 },
          { minute: 122, isFiring: false },
          { minute: 125, isFiring: false },
          { minute: 170, isFiring: false },
        ],
      ),
    ).toBe('ok');
  });

  it('stay as they are while nothing is known', async () => {
    // Gone in the middle of an outage: it was firing and stays so.
    expect(
      await judge(
        [
          [120, 100, 0],
          [20, 0, 100],
          [90, 'gone', 0],
          [60, 100, 0],
        ],
        [
          { minute: 139, isFiring: true },
          { minute: 200, expr: 'slo:bad_ratio:5m', value: null },
          { minute: 200, isFiring: true },
          { minute: 228, isFiring: true },
          { minute: 285, isFiring: false },
        ],
      ),
    ).toBe('ok');
    // Gone before it had lasted long enough: it does not fire meanwhile.
    expect(
      await judge(
        [
          [120, 100, 0],
          [5, 0, 100],
          [90, 'gone', 0],
        ],
        [
          { minute: 125, isFiring: false },
          { minute: 140, isFiring: false },
          { minute: 205, isFiring: false },
        ],
        '10m',
      ),
    ).toBe('ok');
  });

  it.each([
    ['1m', 1],
    ['2m', 2],
    ['15m', 15],
  ])('wait %s, to the minute', async (wait, minutes) => {
    const fires = 'ALERTS{alertname="SloBudgetBurn",alertstate="firing"}';
    // From the first sample that is known: 27 of the first half hour.
    expect(
      await judge(
        [[80, 0, 100]],
        [
          { minute: 26, expr: 'slo:bad_ratio:30m', value: null },
          { minute: 27, expr: 'slo:bad_ratio:30m', value: 1 },
          { minute: 27 + minutes - 1, expr: fires, value: null },
          { minute: 27 + minutes, expr: fires, value: 1 },
        ],
        wait,
        sloAlerting(`5x 30m/5m for ${wait}`),
      ),
    ).toBe('ok');
    // From the first that burns, where all was known before.
    const burning =
      'slo:bad_ratio:1h >= bool 0.01344 and slo:bad_ratio:5m > 0.01344';
    expect(
      await judge(
        [
          [120, 100, 0],
          [60, 0, 100],
        ],
        [
          { minute: 121, expr: burning, value: 0 },
          { minute: 122, expr: burning, value: 1 },
          { minute: 122 + minutes - 1, isFiring: false },
          { minute: 122 + minutes, isFiring: true },
        ],
        wait,
      ),
    ).toBe('ok');
  });

  it('do not call data missing that they had no time to record', async () => {
    const missingData = 'ALERTS{alertname="SloDataMissing"}';
    const never = Array.from({ length: 24 }, (_, i) => ({
      ...{ minute: i * 5 + 1, expr: missingData, value: null },
    }));
    expect(
      await judge(
        [[120, 100, 0]],
        [
          { minute: 30, expr: 'slo:bad_ratio:1h', value: null },
          { minute: 70, expr: 'slo:bad_ratio:1h', value: 0 },
          ...never,
        ],
        '2m',
        sloMissingData(),
      ),
    ).toBe('ok');
  });

  it('call data missing that was never there, and that is there no more', async () => {
    const state = (is: string) =>
      `ALERTS{alertname="SloDataMissing",alertstate="${is}"}`;
    expect(
      await judge(
        [[120, 'gone', 0]],
        [
          { minute: 59, expr: state('pending'), value: null },
          { minute: 60, expr: state('pending'), value: 1 },
          { minute: 64, expr: state('firing'), value: null },
          { minute: 65, expr: state('firing'), value: 1 },
          { minute: 119, expr: state('firing'), value: 1 },
        ],
        '2m',
        sloMissingData(),
      ),
    ).toBe('ok');
    // Rates see the last scrapes for four minutes more, and six may be missing.
    expect(
      await judge(
        [
          [120, 100, 0],
          [60, 'gone', 0],
          [90, 100, 0],
        ],
        [
          { minute: 125, expr: state('pending'), value: null },
          { minute: 134, expr: state('firing'), value: null },
          { minute: 136, expr: state('firing'), value: 1 },
          { minute: 179, expr: state('firing'), value: 1 },
          { minute: 240, expr: 'ALERTS', value: null },
        ],
        '2m',
        sloMissingData(),
      ),
    ).toBe('ok');
  });

  it('bear a gap that leaves enough of the window', async () => {
    const looks = [120, 124, 126, 128, 130, 135, 140, 180].map(minute => ({
      ...{ minute, expr: 'ALERTS{alertname="SloDataMissing"}', value: null },
    }));
    expect(
      await judge(
        [
          [120, 100, 0],
          [8, 'gone', 0],
          [60, 100, 0],
        ],
        looks,
        '2m',
        sloMissingData(),
      ),
    ).toBe('ok');
  });

  it('do not know a window of which too little was observed', async () => {
    expect(
      await judge(
        [
          [50, 100, 0],
          [20, 'gone', 0],
          [40, 100, 0],
        ],
        [
          { minute: 40, expr: 'slo:bad_ratio:1h', value: null },
          { minute: 80, expr: 'slo:bad_ratio:5m', value: 0 },
          { minute: 80, expr: 'slo:bad_ratio:1h', value: null },
        ],
      ),
    ).toBe('ok');
  });

  it('do not know a window without traffic', async () => {
    expect(
      await judge(
        [[150, 0, 0]],
        [
          { minute: 140, expr: 'slo:bad_ratio:1h', value: null },
          { minute: 140, expr: 'slo:total:rate5m', value: 0 },
        ],
      ),
    ).toBe('ok');
  });

  it('give ratios of sums, the same as the figures, where traffic is uneven', async () => {
    // Half an hour of 1000 a minute without failure, then of 10 that all fail.
    const stretches: Stretch[] = [
      [60, 1000, 0],
      [30, 1000, 0],
      [30, 0, 10],
    ];
    const counts = stretches.flatMap(([minutes, good, bad]) =>
      Array.from({ length: minutes }, (): [number, number] => [
        bad,
        Number(good) + bad,
      ]),
    );
    const question = questionOf(slices(counts), { target: 0.999 });
    const [hour] = burnRates(question, 120 * 60_000, [3_600_000]);
    const { measurement } = budgetOf(question);
    expect(measurement.state).toBe('known');
    // 300 of 30,300; a mean of ratios would say one half.
    const exactRatio = 300 / 30_300;
    expect(hour.burnRate! * 0.001).toBeCloseTo(exactRatio, 12);
    // Rates look back five minutes, so an edge of the hour is smeared over as much.
    const upper = 300 / 30_300 + 0.001;
    const lower = (300 * 0.9) / (30_300 * 1.12);
    expect(
      await judge(stretches, [
        {
          minute: 119,
          expr: `(slo:bad_ratio:1h > bool ${lower}) * (slo:bad_ratio:1h < bool ${upper})`,
          value: 1,
        },
      ]),
    ).toBe('ok');
  });
});
