/**
 * Alerts through the whole backend: a simulated Prometheus evaluates the rules that the
 * backend serves, and its word counts.
 *
 * @jest-environment node
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SloAlert, SloDetail } from '@worldscale/backstage-plugin-slo-common';
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
const file = 'worlds/aurora/gateway/slo.yaml';
const slo = 'clock';
/** All is well until half an hour ago, and nothing since. */
const burning = (threshold: string) => `apiVersion: openslo/v1
kind: SLO
metadata:
  name: ${slo}
  annotations:
    worldscale.io/burn-alerts: page ${threshold}x 1h/5m for 2m; ticket 99.9x 6h/30m
spec:
  service: aurora-gateway
  indicator:
    metadata: { name: clock }
    spec:
      thresholdMetric:
        metricSource: { type: Prometheus, spec: { query: vector(time()) } }
  timeWindow: [{ duration: 1d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ op: lte, value: ${startMs / 1000 - 1800}, target: 0.99 }]
---
apiVersion: openslo/v1
kind: Service
metadata: { name: aurora-gateway }
spec: {}
`;

describe('alerts that Prometheus evaluates', () => {
  const clock = new ManualClock(startMs);
  let folder: string;
  let simulator: Simulator;
  let portal: Awaited<ReturnType<typeof startPortal>>;
  const repository = new TestRepository();

  async function start(ruleUrls: string[]) {
    simulator = await startSimulator({ clock, tickMs: 0, ruleUrls });
    portal = await startPortal({
      entities: [
        service('aurora-gateway', 'worlds/aurora/gateway', { world: 'aurora' }),
        world('aurora'),
      ],
      prometheusUrl: simulator.urls.prometheus,
      repository,
    });
    await portal.round();
  }

  async function stop() {
    await portal.stop();
    await simulator.close();
  }

  beforeAll(async () => {
    jest.spyOn(Date, 'now').mockImplementation(() => clock.now());
    folder = await mkdtemp(join(tmpdir(), 'alerts-'));
    repository.files.set(file, burning('14.4'));
    await start([]);
    const rules = join(folder, 'rules.yaml');
    await writeFile(rules, (await portal.get('/rules')).text);
    await stop();
    await start([rules]);
  });
  afterAll(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
    jest.restoreAllMocks();
  });

  async function alerts(): Promise<SloAlert[]> {
    const { body } = await portal.get(`/slos/${slo}`);
    return (body as SloDetail).objectives[0].alerts;
  }

  it('have its state, and its instant since when', async () => {
    const told = await fetch(`${simulator.urls.prometheus}/api/v1/alerts`);
    const { data } = await told.json();
    const [active] = data.alerts;
    expect(active).toMatchObject({
      labels: { alertname: 'SloBudgetBurn', slo, threshold: '14.4' },
    });
    const [page, ticket] = await alerts();
    expect(page).toMatchObject({
      ...{ threshold: 14.4, state: 'firing', isHeld: false },
      ...{ judgedBy: 'prometheus', since: active.activeAt },
      own: { state: 'firing', beganEarlier: true },
    });
    expect(page).not.toHaveProperty('beganEarlier');
    // It burns below that mark, and is looked at all the same.
    expect(ticket).toMatchObject({
      ...{ threshold: 99.9, state: 'inactive', judgedBy: 'prometheus' },
    });
  });

  it('are held while Prometheus does not answer', async () => {
    simulator.faults.set('prometheus', [{ kind: 'status', code: 503 }]);
    clock.advance(180_000);
    await portal.run('measure');
    const [page] = await alerts();
    expect(page).toMatchObject({ state: 'firing', isHeld: true });
    simulator.faults.set('prometheus', []);
    await portal.run('measure');
    expect((await alerts())[0]).toMatchObject({ isHeld: false });
  });

  it('are judged by the portal where the file says others than the rules that are loaded', async () => {
    repository.files.set(file, burning('20'));
    clock.advance(60_000);
    await portal.round();
    expect(await alerts()).toMatchObject([
      { threshold: 20, state: 'firing', judgedBy: 'portal' },
      { threshold: 99.9, judgedBy: 'prometheus' },
    ]);
  });
});
