import { MetricReading } from '../kubernetes/metricReading';
import { replicasFor, Tolerances } from './replicaRange';

const tenth: Tolerances = { up: 0.1, down: 0.1 };

function reading(over: Partial<MetricReading>): MetricReading {
  const { current = null, target = null } = over;
  return {
    ...{ source: 'Resource', name: 'cpu', statistic: 'utilization' },
    ...{ unit: 'percent', current, target },
    ratio: current === null || !target ? null : current / target,
    ...over,
  };
}
const external = (over: Partial<MetricReading>) =>
  reading({ source: 'External', statistic: 'value', unit: 'count', ...over });

/** The cases of replica_calculator_test.go whose pods are all ready. */
describe('what a metric asks for, all pods being ready', () => {
  it.each<[string, MetricReading, number, number]>([
    ['TestReplicaCalcScaleUp', reading({ current: 50, target: 30 }), 3, 5],
    ['TestReplicaCalcScaleDown', reading({ current: 28, target: 50 }), 5, 3],
    ['TestReplicaCalcTolerance', reading({ current: 102, target: 100 }), 3, 3],
    [
      'TestReplicaCalcScaleUpCM',
      external({ source: 'Pods', current: 20, target: 15 }),
      3,
      4,
    ],
    [
      'TestReplicaCalcScaleDownCM',
      external({ source: 'Pods', current: 12, target: 20 }),
      5,
      3,
    ],
    [
      'TestReplicaCalcToleranceCM',
      external({ source: 'Pods', current: 20.666, target: 20 }),
      3,
      3,
    ],
    [
      'TestReplicaCalcScaleUpCMObject',
      external({ source: 'Object', current: 20, target: 15 }),
      3,
      4,
    ],
    [
      'TestReplicaCalcScaleUpCMExternal',
      external({ current: 8.6, target: 4.4 }),
      1,
      2,
    ],
    [
      'TestReplicaCalcScaleDownPerPodCMExternal',
      external({ statistic: 'averageValue', current: 1.72, target: 3 }),
      5,
      3,
    ],
    [
      'TestReplicaCalcScaleDownPerPodCMObject',
      external({
        ...{ source: 'Object', statistic: 'averageValue' },
        ...{ current: 3.22, target: 10 },
      }),
      5,
      2,
    ],
  ])('%s', (_, metric, pods, expected) => {
    const counts = { current: pods, ready: pods, existing: pods };
    expect(replicasFor(metric, counts, tenth)).toEqual({
      low: expected,
      high: expected,
    });
  });

  it('starts from none by a value for the whole, without tolerance', () => {
    const none = { current: 0, ready: 0, existing: 0 };
    expect(
      replicasFor(external({ current: 10.5, target: 10 }), none, tenth),
    ).toEqual({ low: 2, high: 2 });
    expect(
      replicasFor(
        external({ statistic: 'averageValue', current: 3, target: 1 }),
        none,
        tenth,
      ),
    ).toBeNull();
  });

  it('is unknown where value or target is', () => {
    const counts = { current: 3, ready: 3, existing: 3 };
    for (const metric of [
      reading({ target: 50 }),
      reading({ current: 50 }),
      reading({ current: 50, target: 0 }),
    ]) {
      expect(replicasFor(metric, counts, tenth)).toBeNull();
    }
  });
});

/** A source of numbers from 0 to below n that is the same in every run. */
function dice(seed: number) {
  let state = seed;
  return (n: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

type Pod = 'counted' | 'unready' | 'missing' | 'ignored';

/**
 * The controller's own way, pod by pod, written down a second time without regard to
 * what a reader can see: requests of 100 each, values in percent.
 */
function byPods(
  pods: readonly Pod[],
  values: readonly number[],
  current: number,
  target: number,
) {
  const inside = (ratio: number) => ratio >= 0.9 && ratio <= 1.1;
  const average = (list: number[]) =>
    Math.floor(list.reduce((a, b) => a + b, 0) / list.length);
  const seen = values.filter((_, i) => pods[i] === 'counted');
  if (seen.length === 0) return undefined;
  const reported = average(seen);
  const ratio = reported / target;
  const of = (kind: Pod) => pods.filter(pod => pod === kind).length;
  const missing = of('missing');
  const unready = of('unready');
  const done = (replicas: number) => ({ reported, replicas });
  if (missing === 0 && !(unready > 0 && ratio > 1)) {
    return done(inside(ratio) ? current : Math.ceil(ratio * seen.length));
  }
  const filled = [...seen];
  for (let i = 0; i < missing; i += 1) {
    if (ratio < 1) filled.push(Math.max(100, target));
    else if (ratio > 1) filled.push(0);
  }
  if (ratio > 1) for (let i = 0; i < unready; i += 1) filled.push(0);
  const again = average(filled) / target;
  if (inside(again) || (ratio < 1 && again > 1) || (ratio > 1 && again < 1)) {
    return done(current);
  }
  const replicas = Math.ceil(again * filled.length);
  if ((again < 1 && replicas > current) || (again > 1 && replicas < current)) {
    return done(current);
  }
  return done(replicas);
}

describe('what a metric asks for', () => {
  const cases = Array.from({ length: 4_000 }, (_, seed) => {
    const next = dice(seed * 7 + 1);
    const existing = 1 + next(14);
    const surge = next(4) === 0 ? next(3) - 1 : 0;
    const trouble = next(3) * 20;
    const pods = Array.from({ length: existing }, (): Pod => {
      if (next(100) >= trouble) return 'counted';
      return (['unready', 'missing', 'ignored', 'counted'] as const)[next(4)];
    });
    const target = 20 + next(100);
    const values = pods.map(() => next(target * 2));
    // Some of those that are counted are not ready any more.
    const ready = pods.filter(
      pod => pod === 'counted' && (trouble === 0 || next(5) > 0),
    ).length;
    const current = Math.max(1, existing + surge);
    return { pods, values, target, ready, existing, current };
  });

  it('lies in the range, whichever pods the controller leaves out', () => {
    let compared = 0;
    for (const { pods, values, target, ready, existing, current } of cases) {
      const truth = byPods(pods, values, current, target);
      if (!truth || ready === 0) continue;
      const range = replicasFor(
        reading({ current: truth.reported, target }),
        { current, ready, existing },
        tenth,
      );
      expect(range!.low).toBeLessThanOrEqual(truth.replicas);
      expect(range!.high).toBeGreaterThanOrEqual(truth.replicas);
      expect(ready < existing || range!.low === range!.high).toBe(true);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(3_000);
  });

  it('never falls as the metric rises', () => {
    for (const { target, existing } of cases.slice(0, 300)) {
      let before = { low: 0, high: 0 };
      for (let value = 0; value < target * 3; value += 1) {
        const range = replicasFor(
          reading({ current: value, target }),
          { current: existing, ready: existing, existing },
          tenth,
        )!;
        expect(range.low).toBeGreaterThanOrEqual(before.low);
        before = range;
      }
    }
  });

  it('is the present size within the tolerance', () => {
    for (const { target, existing, current } of cases.slice(0, 300)) {
      const all = { current, ready: existing, existing };
      for (const value of [Math.ceil(target * 0.9), Math.floor(target * 1.1)]) {
        expect(
          replicasFor(reading({ current: value, target }), all, tenth),
        ).toEqual({ low: current, high: current });
      }
    }
  });
});
