/**
 * Composites through the whole backend, over the simulated world: measured by their own
 * queries, and from series that the rules which the backend serves have recorded.
 *
 * @jest-environment node
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SloDetail, SloRow } from '@worldscale/backstage-plugin-slo-common';
// Tests may run the simulator: docs/decisions/0003.
// eslint-disable-next-line @backstage/no-mixed-plugin-imports
import { ManualClock, Simulator, startSimulator } from '@worldscale/simulator';
import {
  service,
  startPortal,
  TestRepository,
  world,
} from './__testUtils__/startPortal';

jest.setTimeout(180_000);

const startMs = Date.parse('2026-11-20T20:02:10Z');

/** A journey over two services, of which 4xx and 5xx are failures, so that there are some. */
function journey(name: string, method: string, second: string): string {
  const part = (step: string, more: string) => `
    - indicator:
        metadata: { name: ${name}-${step} }
        spec:
          ratioMetric:
            counter: true
            bad: { metricSource: { type: Prometheus, spec: { query: 'http_requests_total{service="aurora-${step}",code=~"[45].."}' } } }
            total: { metricSource: { type: Prometheus, spec: { query: 'http_requests_total{service="aurora-${step}"}' } } }
      target: ${more}`;
  const slices = {
    Occurrences: '',
    RatioTimeslices: '\n      timeSliceWindow: 5m',
    Timeslices: '\n      timeSliceWindow: 5m\n      timeSliceTarget: 0.9995',
  }[method];
  return `apiVersion: openslo/v1
kind: SLO
metadata: { name: ${name} }
spec:
  service: journeys
  timeWindow: [{ duration: 1d, isRolling: true }]
  budgetingMethod: ${method}
  objectives:${part('gateway', `0.5${slices}`)}${part(
    'chat',
    `${second}${slices}`,
  )}
`;
}

const files = [
  'apiVersion: openslo/v1\nkind: Service\nmetadata: { name: journeys }\nspec: {}\n',
  journey('by-slices', 'Timeslices', '0.6'),
  journey('by-ratios', 'RatioTimeslices', '0.6\n      compositeWeight: 0.5'),
  journey('by-events', 'Occurrences', '0.6\n      compositeWeight: 3'),
].join('---\n');

describe('composites', () => {
  const clock = new ManualClock(startMs);
  let simulator: Simulator;
  let folder: string;
  let portal: Awaited<ReturnType<typeof startPortal>>;

  async function start(ruleUrls?: string[]) {
    simulator = await startSimulator({ clock, tickMs: 0, ruleUrls });
    const repository = new TestRepository();
    repository.files.set('worlds/aurora/journeys/slo.yaml', files);
    portal = await startPortal({
      entities: [
        service('journeys', 'worlds/aurora/journeys', { world: 'aurora' }),
        world('aurora'),
      ],
      prometheusUrl: simulator.urls.prometheus,
      repository,
      config: { retention: { hours: { days: 2 } } },
    });
    await portal.round();
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'composites-'));
  });
  beforeEach(() => {
    jest.spyOn(Date, 'now').mockImplementation(() => clock.now());
  });
  afterEach(async () => {
    await portal.stop();
    await simulator.close();
    jest.restoreAllMocks();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function rowsOf(
    slo: string,
  ): Promise<{ whole: SloRow; parts: SloRow[] }> {
    const { body } = await portal.get(`/slos/${slo}`);
    const rows = (body as SloDetail).objectives.map(({ row }) => row);
    const whole = rows.find(row => row.objective === 'all');
    if (!whole) throw new Error(`no composite of ${slo}`);
    return { whole, parts: rows.filter(row => row !== whole) };
  }

  const shareOf = ({ figures }: SloRow) => 1 - figures!.sli!;

  /** What holds whoever has measured. */
  async function check() {
    const events = await rowsOf('by-events');
    const [a, b] = events.parts.map(part => part.figures!.burnRate);
    expect(a).toBeGreaterThan(0);
    expect(b).toBeGreaterThan(0);
    expect(events.whole.figures!.burnRate).toBeCloseTo(a + 3 * b, 9);
    expect(events.whole.figures!.sli).toBeNull();

    const ratios = await rowsOf('by-ratios');
    const [c, d] = ratios.parts.map(shareOf);
    expect(c).toBeGreaterThan(0);
    expect(shareOf(ratios.whole)).toBeCloseTo(c + 0.5 * d, 9);
    // The lowest target of the parts.
    expect(ratios.whole.target).toBe(0.5);

    const slices = await rowsOf('by-slices');
    const [e, f] = slices.parts.map(shareOf);
    const joined = shareOf(slices.whole);
    expect(e).toBeGreaterThan(0);
    expect(f).toBeGreaterThan(0);
    // Bad for any: at least the worse part, at most both together.
    expect(joined).toBeGreaterThanOrEqual(Math.max(e, f) - 1e-9);
    expect(joined).toBeLessThanOrEqual(Math.min(1, e + f) + 1e-9);
    return { joined, slices, ratios: shareOf(ratios.whole) };
  }

  it('join their parts by their method, measured by their queries or from recorded series', async () => {
    await start();
    const direct = await check();
    expect(direct.slices.whole.measuredBy).toBe('direct');
    const rules = join(folder, 'rules.yaml');
    await writeFile(rules, (await portal.get('/rules')).text);
    await portal.stop();
    await simulator.close();

    await start([rules]);
    const recorded = await check();
    expect(recorded.slices.whole).toMatchObject({
      measuredBy: 'recorded',
      coverage: 1,
    });
    // A day of slices; windows of hours begin with the first whole one.
    expect(recorded.joined).toBeCloseTo(direct.joined, 1);
    expect(recorded.ratios).toBeCloseTo(direct.ratios, 2);

    const range = 'from=2026-11-20T00:00:00Z&to=2026-11-20T20:00:00Z';
    const history = async (slo: string, objective: string) => {
      const path = `/slos/${slo}/history?objective=${objective}&${range}&by=hour`;
      const { body } = await portal.get(path);
      return body;
    };
    const whole = await history('by-slices', 'all');
    expect(whole.results).toHaveLength(20);
    expect(whole.total).toMatchObject({ coverage: 1 });
    expect(1 - whole.total.sli).toBeCloseTo(recorded.joined, 1);
    const used = whole.results.reduce(
      (n: number, r: { consumed: number }) => n + r.consumed,
      0,
    );
    expect(used).toBeCloseTo(whole.total.consumed, 9);
    const parts = [
      await history('by-ratios', '0'),
      await history('by-ratios', '1'),
    ];
    const joined = await history('by-ratios', 'all');
    expect(1 - joined.total.sli).toBeCloseTo(
      1 - parts[0].total.sli + 0.5 * (1 - parts[1].total.sli),
      9,
    );
    expect((await history('by-events', 'all')).total).toMatchObject({
      sli: null,
      coverage: 1,
    });
    expect(
      (await portal.get(`/slos/by-events/history?objective=7&${range}`)).status,
    ).toBe(404);
  });
});
