/**
 * The same numbers from three sides: the pure functions, a real Prometheus that evaluates
 * the rules which the backend serves, and the backend over that Prometheus. A month of the
 * simulated world is put into Prometheus by promtool, raw samples first, then what the
 * rules would have recorded; from then on it scrapes the simulator and evaluates the rules
 * itself, and a real Alertmanager routes what fires.
 *
 * Real programs have the real time, so nothing here knows which values to expect: it
 * expects that they agree. Where a program is absent the test says so.
 *
 * @jest-environment node
 */
import {
  budgetOf,
  compileSlo,
  defineSlos,
  readOpenSlo,
  SloDetail,
  sliceSeries,
  SloRow,
} from '@worldscale/backstage-plugin-slo-common';
// Tests may run the simulator: docs/decisions/0003.
// eslint-disable-next-line @backstage/no-mixed-plugin-imports
import { Simulator, startSimulator } from '@worldscale/simulator';
import {
  eventually,
  missingMonitoring,
  RealAlertmanager,
  RealPrometheus,
} from './__testUtils__/realMonitoring';
import { firstHand, pastOf } from './__testUtils__/pastOf';
import { sloFile } from './__testUtils__/sloFile';
import {
  service,
  startPortal,
  TestRepository,
} from './__testUtils__/startPortal';

jest.setTimeout(240_000);

const [minuteMs, hourMs, dayMs] = [60_000, 3_600_000, 86_400_000];
/** Three samples a slice of five minutes: a rate needs two. */
const scrapeMs = 2 * minuteMs;
const periodMs = 28 * dayMs;
const world = 'skyreach';
const runbook = 'https://runbooks.example/gateway';

const more = {
  window: '28d',
  annotations: { 'worldscale.io/runbook': runbook },
};
const withoutService = (text: string) => text.slice(text.indexOf('---\n') + 4);
const gateway = [
  sloFile(`${world}-gateway`, { ...more, codes: '[45]..' }),
  // All that succeeds counts as failed: it burns as fast as can be.
  withoutService(
    sloFile(`${world}-gateway`, { ...more, target: 0.99, codes: '2..' }),
  ).replaceAll('-availability', '-burning'),
].join('---\n');
const chat = sloFile(`${world}-chat`, {
  ...more,
  target: 0.9,
  codes: '[45]..',
  method: 'Timeslices',
}).replace(
  'timeSliceTarget: 0.99',
  // Few enough of the simulated slices miss it, and some do.
  'timeSliceTarget: 0.9985',
);
const [counted, burning, sliced] = [
  `${world}-gateway-availability`,
  `${world}-gateway-burning`,
  `${world}-chat-availability`,
];

/** Of what was observed. */
const sumOf = (values: Float64Array) =>
  values.filter(n => n >= 0).reduce((a, b) => a + b, 0);

const missing = missingMonitoring();

(missing.length ? describe.skip : describe)(
  'a real Prometheus and a real Alertmanager',
  () => {
    let simulator: Simulator;
    let prometheus: RealPrometheus;
    let alertmanager: RealAlertmanager;
    let portal: Awaited<ReturnType<typeof startPortal>>;
    let sampleCount: number;
    /** Last full slice of the past that the rules recorded. */
    let endMs: number;

    beforeAll(async () => {
      simulator = await startSimulator({ tickMs: 0 });
      prometheus = await RealPrometheus.create();
      alertmanager = await RealAlertmanager.start();
      const target = new URL(simulator.urls.prometheus).host;
      endMs = Math.floor(Date.now() / 300_000) * 300_000;
      const toMs = Math.floor(Date.now() / scrapeMs) * scrapeMs;
      const { text, samples } = await pastOf(
        simulator.urls.prometheus,
        `http_requests_total{service=~"${world}-(gateway|chat)"}`,
        {
          ...{ fromMs: toMs - periodMs - hourMs, toMs, stepMs: scrapeMs },
          labels: { job: 'simulated', instance: target },
        },
      );
      sampleCount = samples;
      await prometheus.backfill(text);

      const repository = new TestRepository();
      repository.files.set(`worlds/${world}/gateway/slo.yaml`, gateway);
      repository.files.set(`worlds/${world}/chat/slo.yaml`, chat);
      portal = await startPortal({
        entities: ['gateway', 'chat'].map(name =>
          service(`${world}-${name}`, `worlds/${world}/${name}`),
        ),
        prometheusUrl: prometheus.url,
        repository,
        config: { retention: { hours: { days: 40 } } },
      });
      await portal.run('read-files');
      const rules = (await portal.get('/rules')).text;

      // The past of the rules, in three steps, each of which reads what the one before made.
      const { slos } = defineSlos([
        readOpenSlo(gateway, 'a'),
        readOpenSlo(chat, 'b'),
      ]);
      const groups = slos.flatMap(slo => compileSlo(slo).groups);
      await prometheus.start();
      await prometheus.backfillRules(firstHand(groups, /:slice$/), {
        fromMs: endMs - periodMs,
        toMs: endMs,
      });
      const nowMs = Math.floor(Date.now() / minuteMs) * minuteMs;
      await prometheus.backfillRules(firstHand(groups, /:rate5m$/), {
        fromMs: nowMs - 8 * hourMs,
        toMs: nowMs,
      });
      await prometheus.start();
      await prometheus.backfillRules(firstHand(groups, /:(\d+[mhd]|ratio)$/), {
        fromMs: nowMs - 2 * minuteMs,
        toMs: nowMs,
      });
      await prometheus.start(
        {
          global: {
            scrape_interval: '5s',
            scrape_timeout: '5s',
            evaluation_interval: '15s',
          },
          rule_files: ['slo.yaml'],
          alerting: {
            alertmanagers: [
              { static_configs: [{ targets: [alertmanager.target] }] },
            ],
          },
          scrape_configs: [
            {
              job_name: 'simulated',
              static_configs: [{ targets: [target] }],
              metric_relabel_configs: [
                {
                  source_labels: ['__name__', 'service'],
                  regex: `http_requests_total;${world}-(gateway|chat)`,
                  action: 'keep',
                },
              ],
            },
          ],
        },
        // Four times as often as they ask for, so that nobody waits for minutes.
        { 'slo.yaml': rules.replaceAll('interval: 60s', 'interval: 15s') },
      );
      await portal.run('measure');
    }, 180_000);

    afterAll(async () => {
      await portal?.stop();
      await prometheus?.stop();
      await alertmanager?.stop();
      await simulator?.close();
    });

    async function rowOf(slo: string): Promise<SloRow> {
      const { body } = await portal.get('/slos');
      return body.rows.find((row: SloRow) => row.slo === slo);
    }

    const slicesOf = async (slo: string, part: 'bad' | 'total') => {
      // As the backend does not ask: all samples as they lie in the database.
      const { result } = await prometheus.get(
        `query?${new URLSearchParams({
          query: `slo:${part}:slice{slo="${slo}"}[${periodMs / 1000}s]`,
          time: String(endMs / 1000 + 1),
        })}`,
      );
      const column = new Float64Array(periodMs / 300_000).fill(NaN);
      for (const [seconds, value] of result[0].values) {
        const i =
          Math.round((seconds * 1000 - (endMs - periodMs)) / 300_000) - 1;
        if (i >= 0 && i < column.length) column[i] = Number(value);
      }
      return column;
    };

    it('loads the rules that the backend serves, without a complaint', async () => {
      expect(sampleCount).toBeGreaterThan(16 * 20_000);
      const groups = await eventually('every group was evaluated', async () => {
        const data = await prometheus.get('rules');
        const windows = data.groups.filter((g: { name: string }) =>
          g.name.endsWith('windows'),
        );
        const isDone =
          windows.length === 3 &&
          windows.every(
            (g: { lastEvaluation: string }) => Date.parse(g.lastEvaluation) > 0,
          );
        return isDone ? data.groups : undefined;
      });
      const rules = groups.flatMap(
        (g: {
          rules: { health: string; lastError?: string; name: string }[];
        }) => g.rules,
      );
      const broken = rules.filter(
        (rule: { health: string }) => rule.health === 'err',
      );
      expect(broken).toEqual([]);
      expect(rules.length).toBeGreaterThan(40);
    });

    it('says the same as the pure functions and the backend, of occurrences', async () => {
      const [bad, total] = [
        await slicesOf(counted, 'bad'),
        await slicesOf(counted, 'total'),
      ];
      const { measurement, figures } = budgetOf({
        series: sliceSeries(endMs - periodMs, 300_000, bad, total),
        window: { startMs: endMs - periodMs, endMs, elapsedMs: periodMs },
        rule: { method: 'Occurrences' },
        ...{ target: 0.999, coverageFloor: 0.9 },
      });
      // promtool leaves out the one slice at the very edge of what it makes.
      expect(measurement.state).toBe('known');
      expect(measurement.coverage).toBeGreaterThan(0.9997);
      const ruled = await prometheus.values('slo:bad_ratio:28d', 'slo');
      const row = await rowOf(counted);
      expect(row).toMatchObject({
        measuredBy: 'recorded',
        state: expect.any(String),
      });
      const pure = measurement.state === 'known' ? measurement.badShare : NaN;
      expect(pure).toBeGreaterThan(0);
      // The far end of the window has moved by a slice or two of 8,064 since.
      expect(ruled.get(counted)! / pure).toBeCloseTo(1, 2);
      expect((1 - row.figures!.sli!) / pure).toBeCloseTo(1, 2);
      expect(row.figures!.consumed / figures!.consumed).toBeCloseTo(1, 2);
      expect(row.figures!.remaining).toBeCloseTo(1 - row.figures!.consumed, 9);
      expect(row.figures!.events!.total / sumOf(total)).toBeCloseTo(1, 2);
    });

    it('agrees with the counters themselves, which rules and slices never see whole', async () => {
      // Of the simulated world, over the same month: how much its counters have grown.
      const grown = async (codes: string) => {
        const query = `sum(increase(http_requests_total{service="${world}-gateway"${codes}}[28d]))`;
        const form = new URLSearchParams({ query, time: String(endMs / 1000) });
        const answer = await fetch(
          `${simulator.urls.prometheus}/api/v1/query?${form}`,
        );
        return Number((await answer.json()).data.result[0].value[1]);
      };
      const share = (await grown(',code=~"[45].."')) / (await grown(''));
      const row = await rowOf(counted);
      expect((1 - row.figures!.sli!) / share).toBeCloseTo(1, 1);
      const range = `from=${new Date(
        endMs - periodMs,
      ).toISOString()}&to=${new Date(endMs).toISOString()}`;
      const { body } = await portal.get(
        `/slos/${counted}/history?${range}&by=day`,
      );
      // The last of the 28 days that begin in it has no full hour soon after midnight.
      expect(body.results.length).toBeGreaterThanOrEqual(27);
      expect((1 - body.total.sli) / share).toBeCloseTo(1, 1);
      expect(body.total.coverage).toBeGreaterThan(0.99);
    });

    it('says the same of slices that were good or bad', async () => {
      const [bad, total] = [
        await slicesOf(sliced, 'bad'),
        await slicesOf(sliced, 'total'),
      ];
      const known = bad.filter(b => b === 0 || b === 1);
      expect(known.length).toBeGreaterThan(0.98 * bad.length);
      const observed = Array.from(total).filter(n => n >= 0);
      expect(observed.length).toBeGreaterThanOrEqual(total.length - 2);
      const share = sumOf(known) / known.length;
      expect(share).toBeGreaterThan(0);
      const row = await rowOf(sliced);
      expect(row).toMatchObject({
        measuredBy: 'recorded',
        method: 'Timeslices',
      });
      expect(1 - row.figures!.sli!).toBeCloseTo(share, 2);
      const ruled = await prometheus.values('slo:bad_ratio:28d', 'slo');
      expect(ruled.get(sliced)!).toBeCloseTo(share, 2);
    });

    it('draws the burn-down of the recorded month from its own hours, ending on the tile', async () => {
      const { body } = await portal.get(`/slos/${counted}`);
      const [{ row, burnDown, days }] = (body as SloDetail).objectives;
      expect(burnDown.remaining.length).toBeGreaterThanOrEqual(28 * 24 - 1);
      expect(burnDown.remaining.at(-1)).toBe(row.figures!.remaining);
      const known = burnDown.remaining.filter(r => r !== null);
      expect(known).toEqual([...known].sort((a, b) => b - a));
      expect(days.length).toBeGreaterThanOrEqual(28);
      expect(body.definition.areRulesLoaded).toBe(true);
    });

    it('says of alerts what Prometheus says, and since when', async () => {
      const alertsOf = async (slo: string) => {
        const { body } = await portal.get(`/slos/${slo}`);
        return (body as SloDetail).objectives[0].alerts;
      };
      // Prometheus begins to record alerts with the third evaluation after its start, and
      // the backend asks for full minutes.
      const ofOurs = '{alertname="SloBudgetBurn"}';
      await eventually('Prometheus records an alert', async () => {
        const active = await prometheus.values(`ALERTS${ofOurs}`, 'slo');
        return active.size || undefined;
      });
      const active = await prometheus.values(
        `ALERTS_FOR_STATE${ofOurs}`,
        'slo',
      );
      expect([...active.keys()]).toEqual([burning]);
      const since = new Date(active.get(burning)! * 1000).toISOString();
      const [paging] = await eventually(
        'an alert has the state of Prometheus',
        async () => {
          await portal.run('measure');
          const all = await alertsOf(burning);
          const [{ own, state, isHeld }] = all;
          // On a busy machine an evaluation may be late, and the alert held for that;
          // and until the minute is full it is told since when the portal saw it.
          const isTold = own && state === 'firing' && !isHeld;
          return isTold && all[0].since === since ? all : undefined;
        },
      );
      expect(paging).toMatchObject({
        ...{ severity: 'page', judgedBy: 'prometheus' },
        own: { state: 'firing' },
      });
      expect(paging).not.toHaveProperty('differsSince');
      expect(await alertsOf(counted)).toMatchObject([
        { state: 'inactive', judgedBy: 'prometheus' },
      ]);
    });

    it('has its alerts routed, with the runbook and labels that say what burns', async () => {
      const told = await eventually(
        'the webhook was told',
        async () => alertmanager.told[0],
      );
      expect(told).toMatchObject({ receiver: 'pages', status: 'firing' });
      expect(told.alerts).toHaveLength(1);
      const [{ labels, annotations }] = told.alerts;
      expect(labels).toMatchObject({
        ...{ alertname: 'SloBudgetBurn', severity: 'page', slo: burning },
        ...{ slo_service: `${world}-gateway`, slo_objective: '0' },
        ...{ long_window: '1h', short_window: '5m' },
      });
      expect(annotations.runbook_url).toBe(runbook);
      // What is well says nothing.
      const slos = alertmanager.told.flatMap(t =>
        t.alerts.map(a => a.labels.slo),
      );
      expect(new Set(slos)).toEqual(new Set([burning]));
      const row = await rowOf(burning);
      expect(row).toMatchObject({ state: 'breached' });
      expect(
        row.burns.find(b => b.windowMs === hourMs)!.burnRate,
      ).toBeGreaterThan(14.4);
    });
  },
);

if (missing.length) {
  process.stdout.write(
    `Not compared with a real Prometheus and Alertmanager: ${missing.join(
      ', ',
    )} not installed\n`,
  );
  it('says what it skips where the programs are absent', () => {
    expect(missing.length).toBeGreaterThan(0);
  });
}
