import { ManualClock } from '../../Clock';
import { QueryEngine } from '../QueryEngine';
import { FixedSource } from '../testing/FixedSource';
import { ExactSum } from './chunkTotals';
import { parseRuleFile } from './ruleFile';

const nowMs = Date.UTC(2026, 0, 15, 12, 0, 20);
const dayMs = 86_400_000;

const column = (values: number[]) => ({
  labels: {},
  values: Float64Array.from(values),
  present: new Uint8Array(values.length).fill(1),
});

describe('sums over chunks', () => {
  it('lose no digits, and let infinities be', () => {
    const sum = new ExactSum();
    sum.addValues(column([1e17, 1, -1e17, 0.1, 0.2]), 0, 5);
    expect([sum.value, sum.count]).toEqual([1.3, 5]);
    const all = new ExactSum();
    all.addSum(sum);
    all.addValues(column([Infinity, 1]), 0, 2);
    expect([all.value, all.count]).toEqual([Infinity, 7]);
  });

  /** A gap of an hour every day, and a second series from noon on. */
  const source = () =>
    new FixedSource(nowMs - 20 * dayMs)
      .add('load{pod="a"}', t =>
        t % dayMs < 3_600_000 ? undefined : 1 + Math.sin(t / 7e6) / 3,
      )
      .add('load{pod="b"}', t => (t < nowMs - dayMs / 2 ? undefined : 0.1));

  async function engineWithRules() {
    const clock = new ManualClock(nowMs);
    const engine = new QueryEngine({
      ...{ source: source(), clock, scrapeIntervalMs: 15_000 },
      ...{ lookbackMs: 300_000, evaluationIntervalMs: 60_000, dialect: 3 },
      limits: { maxSamples: 30_000_000, timeoutMs: 60_000 },
      cachedSamples: 1_000_000,
    });
    const rules = `
groups:
  - name: loads
    interval: 1m
    rules:
      - record: pod:load:now
        expr: load
      - record: pod:load:broken
        expr: sum(load) + on () load`;
    engine.useRules(parseRuleFile(rules, 'rules.yaml', 60_000));
    return { clock, engine };
  }

  it.each(['sum', 'count', 'avg'])(
    'are for %s_over_time what the samples are',
    async name => {
      const { clock, engine } = await engineWithRules();
      const query = `${name}_over_time(pod:load:now[7d])`;
      for (const stepMs of [0, 60_000, 5 * 3_600_000]) {
        clock.advance(stepMs);
        const endMs = clock.now();
        const startMs = endMs - 60_000;
        // Two instants are read sample by sample.
        const { value } = await engine.range(
          query,
          { startMs, endMs, stepMs: 60_000 },
          engine.newWork(),
        );
        const single = await engine.instant(query, endMs, engine.newWork());
        if (value.type !== 'vector' || single.type !== 'vector') throw Error();
        expect(single.columns.map(c => c.labels)).toEqual([
          { pod: 'a' },
          { pod: 'b' },
        ]);
        single.columns.forEach((each, i) =>
          expect(each.values[0]).toBeCloseTo(value.columns[i].values[1], 9),
        );
      }
    },
  );

  it('of a rule that fails are nothing, with a warning', async () => {
    const { engine } = await engineWithRules();
    const work = engine.newWork();
    const found = await engine.instant(
      'sum_over_time(pod:load:broken[7d])',
      nowMs,
      work,
    );
    expect(found).toEqual({ type: 'vector', columns: [] });
    expect([...work.warnings].join()).toMatch(/pod:load:broken/);
  });
});
