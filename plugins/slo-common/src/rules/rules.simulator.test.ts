/**
 * The rules of all of LifeVerse's objectives, over the simulated world.
 *
 * @jest-environment node
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// Tests may run the simulator: docs/decisions/0003.
// eslint-disable-next-line @backstage/no-mixed-plugin-imports
import { ManualClock, Simulator, startSimulator } from '@worldscale/simulator';
import { budgetOf } from '../figures/budget';
import { sliceSeries } from '../figures/SliceSeries';
import { catalogSlos } from '../__testUtils__/catalogSlos';
import { compileRuleFile } from './compileSlo';
import { recorded, seriesSelector } from './series';

jest.setTimeout(180_000);

const nowMs = Date.parse('2026-11-20T20:00:00Z');
const dayMs = 86_400_000;

interface Answer {
  status: string;
  warnings?: string[];
  data: {
    result: {
      metric: Record<string, string>;
      value: [number, string];
      values: [number, string][];
    }[];
    groups: {
      name: string;
      rules: { name: string; health: string; lastError?: string }[];
    }[];
  };
}

describe("the rules of LifeVerse's objectives in the simulated Prometheus", () => {
  const { slos } = catalogSlos();
  let folder: string;
  let simulator: Simulator;

  async function get(path: string, params: Record<string, string> = {}) {
    const query = new URLSearchParams(params);
    const response = await fetch(
      `${simulator.urls.prometheus}/api/v1/${path}?${query}`,
    );
    return (await response.json()) as Answer;
  }

  async function instant(query: string) {
    const { status, warnings, data } = await get('query', { query });
    expect({ status, warnings }).toEqual({
      status: 'success',
      warnings: undefined,
    });
    return new Map(
      data.result.map(({ metric, value }) => [metric.slo, Number(value[1])]),
    );
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slo-rules-'));
    const file = join(folder, 'rules.yaml');
    // By region each rule is there twice; one service is enough to see that.
    const compiled = slos.map(slo =>
      slo.service === 'aurora-gateway' ? slo : { ...slo, groupBy: [] },
    );
    await writeFile(file, compileRuleFile(compiled).text);
    simulator = await startSimulator({
      clock: new ManualClock(nowMs),
      tickMs: 0,
      ruleUrls: [file],
    });
  });

  afterAll(async () => {
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('load without an error', async () => {
    const { data } = await get('rules', { type: 'record' });
    const rules = data.groups.flatMap(g => g.rules);
    expect(rules.length).toBeGreaterThan(slos.length * 10);
    expect(rules.filter(r => r.lastError || r.health === 'err')).toEqual([]);
  });

  it('tell how every objective burns, in one request', async () => {
    const ratios = await instant(recorded.badRatio(300_000));
    expect([...ratios.keys()].sort()).toEqual(slos.map(s => s.name).sort());
    for (const ratio of ratios.values()) {
      expect(ratio).toBeGreaterThanOrEqual(0);
      expect(ratio).toBeLessThanOrEqual(1);
    }
    expect(Math.max(...ratios.values())).toBeGreaterThan(0);
  });

  it('know every window and alert of an objective', async () => {
    const labels = { slo: 'aurora-gateway-availability' };
    for (const windowMs of [3_600_000, 7_200_000, 21_600_000, dayMs]) {
      const name = recorded.badRatio(windowMs);
      expect((await instant(seriesSelector(name, labels))).size).toBe(1);
    }
    const { data } = await get('query', {
      query: seriesSelector(recorded.lesserBurnRate, labels),
    });
    expect(data.result.map(r => r.metric.severity).sort()).toEqual([
      'page',
      'ticket',
    ]);
    const group = 'slo-aurora-gateway-availability-windows';
    const alerts = await get('rules', { type: 'alert', 'rule_group[]': group });
    expect(
      alerts.data.groups.flatMap(g => g.rules).map(r => [r.name, r.health]),
    ).toEqual([
      ['SloBudgetBurn', 'ok'],
      ['SloBudgetBurn', 'ok'],
    ]);
  });

  it('agree with the figures over the same slices', async () => {
    const slo = slos.find(s => s.name === 'aurora-gateway-latency')!;
    const labels = {
      slo: slo.name,
      slo_service: slo.service,
      slo_objective: '0',
    };
    const windowMs = 3 * dayMs;
    const sliceMs = 300_000;
    const column = async (name: string) => {
      const { data } = await get('query_range', {
        query: seriesSelector(name, labels),
        start: String((nowMs - windowMs + sliceMs) / 1000),
        end: String(nowMs / 1000),
        step: String(sliceMs / 1000),
      });
      return data.result[0].values.map(([, value]) => Number(value));
    };
    const [bad, total] = [
      await column(recorded.badSlice()),
      await column(recorded.totalSlice()),
    ];
    expect(total).toHaveLength(windowMs / sliceMs);
    const { measurement } = budgetOf({
      series: sliceSeries(nowMs - windowMs, sliceMs, bad, total),
      window: { startMs: nowMs - windowMs, endMs: nowMs, elapsedMs: windowMs },
      rule: { method: slo.method },
      target: slo.objectives[0].target,
      coverageFloor: slo.coverageFloor,
    });
    const ruled = await instant(
      seriesSelector(recorded.badRatio(windowMs), labels),
    );
    expect(measurement).toMatchObject({ state: 'known', coverage: 1 });
    expect(measurement.state === 'known' && measurement.badShare).toBeCloseTo(
      ruled.get(slo.name)!,
      9,
    );
    expect(ruled.get(slo.name)).toBeGreaterThan(0);
  });

  it('know the whole window of an objective, its events and its coverage', async () => {
    const [slo] = slos;
    const labels = { slo: slo.name };
    const periodMs = 28 * dayMs;
    const of = async (name: string) =>
      (await instant(seriesSelector(name, labels))).get(slo.name)!;
    const bad = await of(recorded.badEvents(periodMs));
    const total = await of(recorded.totalEvents(periodMs));
    expect(total).toBeGreaterThan(1000);
    expect(await of(recorded.badRatio(periodMs))).toBeCloseTo(bad / total, 12);
    expect(await of(recorded.coverage(periodMs))).toBe(1);
  });
});
