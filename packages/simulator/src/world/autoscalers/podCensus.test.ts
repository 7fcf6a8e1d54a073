/**
 * Cases of TestGroupPods in kubernetes/kubernetes, pkg/controller/podautoscaler/
 * replica_calculator_test.go. Pending pods are unready there since 1.20.
 */
import { groupPods, ObservedPod, PodMetric, takeCensus } from './podCensus';

const NOW_MS = Date.UTC(2026, 0, 1, 12);
const ago = (seconds: number) => NOW_MS - seconds * 1000;
const options = {
  nowMs: NOW_MS,
  cpuInitializationMs: 120_000,
  initialReadinessDelayMs: 10_000,
};

function pod(extra: Partial<ObservedPod>): ObservedPod {
  return { name: 'pod', phase: 'Succeeded', ...extra };
}

function ready(status: boolean, sinceMs: number) {
  return { status, lastTransitionMs: sinceMs };
}

const metric = (timestampMs: number, windowSeconds: number): PodMetric => ({
  value: 1,
  timestampMs,
  windowMs: windowSeconds * 1000,
});

describe('groupPods', () => {
  it.each<[string, ObservedPod, PodMetric | undefined, boolean, string]>([
    [
      'counts in a ready pod for memory',
      pod({}),
      metric(NOW_MS, 60),
      false,
      'ready',
    ],
    [
      'ignores a pod without a ready condition for CPU',
      pod({ startTimeMs: NOW_MS }),
      metric(0, 0),
      true,
      'unready',
    ],
    [
      'counts in a pod with fresh metrics during initialisation',
      pod({ startTimeMs: ago(60), ready: ready(true, ago(30)) }),
      metric(NOW_MS, 30),
      true,
      'ready',
    ],
    [
      'ignores a pod without fresh metrics during initialisation',
      pod({ startTimeMs: ago(60), ready: ready(true, ago(30)) }),
      metric(NOW_MS, 60),
      true,
      'unready',
    ],
    [
      'ignores an unready pod that never was ready',
      pod({ startTimeMs: ago(600), ready: ready(false, ago(594)) }),
      metric(0, 0),
      true,
      'unready',
    ],
    [
      'counts in a ready pod without fresh metrics after initialisation',
      pod({ startTimeMs: ago(180), ready: ready(true, ago(180)) }),
      metric(ago(120), 60),
      true,
      'ready',
    ],
    [
      'counts in an unready pod that was ready before',
      pod({ startTimeMs: ago(600), ready: ready(false, ago(540)) }),
      metric(0, 0),
      true,
      'ready',
    ],
    [
      'counts a pod without a metric as missing',
      pod({ startTimeMs: ago(180) }),
      undefined,
      true,
      'missing',
    ],
    [
      'counts a pending pod as unready',
      pod({ phase: 'Pending' }),
      undefined,
      true,
      'unready',
    ],
    [
      'ignores a failed pod',
      pod({ phase: 'Failed' }),
      metric(NOW_MS, 60),
      true,
      'ignored',
    ],
    [
      'ignores a pod that is being deleted',
      pod({ phase: 'Running', deleted: true }),
      metric(NOW_MS, 60),
      true,
      'ignored',
    ],
  ])('%s', (_, observed, value, isCpu, group) => {
    const metrics = new Map(value ? [['pod', value]] : []);
    const expected = { ready: [], missing: [], unready: [], ignored: [] };
    expect(groupPods([observed], metrics, { ...options, isCpu })).toEqual({
      ...expected,
      [group]: ['pod'],
    });
  });
});

describe('takeCensus', () => {
  it('refuses a target without pods', () => {
    expect(() =>
      takeCensus([], new Map(), {
        ...options,
        isCpu: true,
        needsRequests: true,
      }),
    ).toThrow('no pods returned by selector');
  });
});
