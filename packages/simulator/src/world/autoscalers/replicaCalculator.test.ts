/**
 * Cases of kubernetes/kubernetes, pkg/controller/podautoscaler/
 * replica_calculator_test.go, by the names that they have there. Levels are in
 * milli-units; upstream's pods have two containers, which only doubles both sides.
 */
import { ObservedPod, PodMetric, takeCensus } from './podCensus';
import { averageReplicas, utilizationReplicas } from './replicaCalculator';

const NOW_MS = Date.UTC(2026, 0, 1, 12);
const INITIALIZATION_MS = 120_000;
const READINESS_DELAY_MS = 10_000;

/** Started ten seconds ago, within the initialisation. */
const hotMs = NOW_MS - 10_000;
/** Started long before. */
const coolMs = NOW_MS - 3 * 60_000;

interface Case {
  current: number;
  levels: number[];
  expected: number;
  shown: number;
  readiness?: boolean[];
  startMs?: number[];
  phases?: ObservedPod['phase'][];
  deleted?: boolean[];
  pods?: number;
}

function census(test: Case, requests: number[] | undefined, isCpu: boolean) {
  const count =
    test.pods ?? test.phases?.length ?? test.readiness?.length ?? test.current;
  const pods = Array.from(
    { length: count },
    (_, i): ObservedPod => ({
      name: `pod-${i}`,
      phase: test.phases?.[i] ?? 'Running',
      deleted: test.deleted?.[i],
      startTimeMs: test.startMs?.[i] ?? coolMs,
      ready: {
        status: test.readiness?.[i] ?? true,
        // As upstream: readiness changed when the pod started.
        lastTransitionMs: test.startMs?.[i] ?? coolMs,
      },
      request: requests?.[i],
    }),
  );
  const metrics = new Map<string, PodMetric>(
    test.levels.map((value, i) => [
      `pod-${i}`,
      { value, timestampMs: NOW_MS, windowMs: 60_000 },
    ]),
  );
  return takeCensus(pods, metrics, {
    isCpu,
    nowMs: NOW_MS,
    cpuInitializationMs: INITIALIZATION_MS,
    initialReadinessDelayMs: READINESS_DELAY_MS,
    needsRequests: requests !== undefined,
  });
}

const no = false;
const yes = true;

describe('utilizationReplicas', () => {
  const cores = (count: number) => new Array<number>(count).fill(1000);
  it.each<[string, number, Case & { requests?: number[] }]>([
    [
      'ScaleUp',
      30,
      { current: 3, levels: [300, 500, 700], expected: 5, shown: 50 },
    ],
    [
      'ScaleUpUnreadyLessScale',
      30,
      {
        current: 3,
        levels: [300, 500, 700],
        readiness: [no, yes, yes],
        expected: 4,
        shown: 60,
      },
    ],
    [
      'ScaleUpHotCpuLessScale',
      30,
      {
        current: 3,
        levels: [300, 500, 700],
        startMs: [hotMs, coolMs, coolMs],
        expected: 4,
        shown: 60,
      },
    ],
    [
      'ScaleUpUnreadyNoScale',
      30,
      {
        current: 3,
        levels: [400, 500, 700],
        readiness: [yes, no, no],
        expected: 3,
        shown: 40,
      },
    ],
    [
      'ScaleHotCpuNoScale',
      30,
      {
        current: 3,
        levels: [400, 500, 700],
        readiness: [yes, no, no],
        startMs: [coolMs, hotMs, hotMs],
        expected: 3,
        shown: 40,
      },
    ],
    [
      'ScaleUpIgnoresFailedPods',
      30,
      {
        current: 2,
        levels: [500, 700],
        readiness: [yes, yes, no, no],
        phases: ['Running', 'Running', 'Failed', 'Failed'],
        expected: 4,
        shown: 60,
      },
    ],
    [
      'ScaleUpIgnoresDeletionPods',
      30,
      {
        current: 2,
        levels: [500, 700],
        readiness: [yes, yes, no, no],
        deleted: [no, no, yes, yes],
        expected: 4,
        shown: 60,
      },
    ],
    [
      'ScaleDown',
      50,
      { current: 5, levels: [100, 300, 500, 250, 250], expected: 3, shown: 28 },
    ],
    [
      'ScaleDownIncludeUnreadyPods',
      50,
      {
        current: 5,
        levels: [100, 300, 500, 250, 250],
        readiness: [yes, yes, yes, no, no],
        expected: 2,
        shown: 30,
      },
    ],
    [
      'ScaleDownExcludeUnscheduledPods',
      50,
      {
        current: 5,
        levels: [100],
        phases: ['Running', 'Pending', 'Pending', 'Pending', 'Pending'],
        readiness: [yes, no, no, no, no],
        expected: 1,
        shown: 10,
      },
    ],
    [
      'ScaleDownIgnoreHotCpuPods',
      50,
      {
        current: 5,
        levels: [100, 300, 500, 250, 250],
        startMs: [coolMs, coolMs, coolMs, hotMs, hotMs],
        expected: 2,
        shown: 30,
      },
    ],
    [
      'ScaleDownIgnoresFailedPods',
      50,
      {
        current: 5,
        levels: [100, 300, 500, 250, 250],
        readiness: [yes, yes, yes, yes, yes, no, no],
        phases: [
          'Running',
          'Running',
          'Running',
          'Running',
          'Running',
          'Failed',
          'Failed',
        ],
        expected: 3,
        shown: 28,
      },
    ],
    [
      'ScaleDownIgnoresDeletionPods',
      50,
      {
        current: 5,
        levels: [100, 300, 500, 250, 250],
        readiness: [yes, yes, yes, yes, yes, no, no],
        deleted: [no, no, no, no, no, yes, yes],
        expected: 3,
        shown: 28,
      },
    ],
    [
      'Tolerance',
      100,
      {
        current: 3,
        levels: [1010, 1030, 1020],
        requests: [900, 1000, 1100],
        expected: 3,
        shown: 102,
      },
    ],
    [
      'MissingMetrics',
      100,
      { current: 4, levels: [400, 95], expected: 3, shown: 24 },
    ],
    [
      'MissingMetricsNoChangeEq',
      100,
      { current: 2, levels: [1000], expected: 2, shown: 100 },
    ],
    [
      'MissingMetricsNoChangeGt',
      100,
      { current: 2, levels: [1900], expected: 2, shown: 190 },
    ],
    [
      'MissingMetricsNoChangeLt',
      100,
      { current: 2, levels: [600], expected: 2, shown: 60 },
    ],
    [
      'MissingMetricsUnreadyChange',
      50,
      {
        current: 3,
        levels: [100, 450],
        readiness: [no, yes, yes],
        expected: 3,
        shown: 45,
      },
    ],
    [
      'MissingMetricsHotCpuNoChange',
      50,
      {
        current: 3,
        levels: [100, 450],
        startMs: [hotMs, coolMs, coolMs],
        expected: 3,
        shown: 45,
      },
    ],
    [
      'MissingMetricsUnreadyScaleUp',
      50,
      {
        current: 3,
        levels: [100, 2000],
        readiness: [no, yes, yes],
        expected: 4,
        shown: 200,
      },
    ],
    [
      'MissingMetricsHotCpuScaleUp',
      50,
      {
        current: 3,
        levels: [100, 2000],
        readiness: [no, yes, yes],
        startMs: [hotMs, coolMs, coolMs],
        expected: 4,
        shown: 200,
      },
    ],
    [
      'MissingMetricsUnreadyScaleDown',
      50,
      {
        current: 4,
        levels: [100, 100, 100],
        readiness: [no, yes, yes, yes],
        expected: 3,
        shown: 10,
      },
    ],
    [
      'DuringRollingUpdateWithMaxSurge',
      50,
      {
        current: 2,
        levels: [100, 100],
        phases: ['Running', 'Running', 'Running'],
        expected: 2,
        shown: 10,
      },
    ],
  ])('agrees with upstream on %s', (_, target, test) => {
    const count = test.phases?.length ?? test.readiness?.length ?? test.current;
    const requests = test.requests ?? cores(count);
    const proposal = utilizationReplicas(
      test.current,
      target,
      census(test, requests, true),
    );
    expect(proposal).toMatchObject({
      replicas: test.expected,
      current: test.shown,
    });
  });

  it('counts metrics of unknown pods for nothing (upstream: SuperfluousMetrics)', () => {
    const levels = [4000, 9500, 3000, 7000, 3200, 2000];
    const test = { current: 4, levels, expected: 24, shown: 587 };
    const proposal = utilizationReplicas(4, 100, census(test, cores(4), true));
    expect(proposal).toEqual({
      replicas: 24,
      current: 587,
      averageValue: 5875,
    });
  });

  it('names the error when no pod has a metric', () => {
    const test = { current: 4, levels: [], expected: 0, shown: 0 };
    expect(() =>
      utilizationReplicas(4, 100, census(test, cores(4), true)),
    ).toThrow('did not receive metrics for targeted pods');
  });

  it('names the pod that states no request', () => {
    const test = { current: 1, levels: [200], expected: 0, shown: 0 };
    expect(() => census(test, [], true)).toThrow('missing request for cpu');
  });

  it('follows a tolerance of its own in each direction', () => {
    const test = {
      current: 10,
      levels: new Array(10).fill(840),
      expected: 0,
      shown: 0,
    };
    const pods = census(test, cores(10), true);
    const quick = { up: 0.02, down: 0.1 };
    expect(utilizationReplicas(10, 80, pods).replicas).toBe(10);
    expect(utilizationReplicas(10, 80, pods, quick).replicas).toBe(11);
  });
});

describe('averageReplicas', () => {
  it.each<[string, number, Case]>([
    [
      'ScaleUpCM',
      15000,
      { current: 3, levels: [20000, 10000, 30000], expected: 4, shown: 20000 },
    ],
    [
      'ScaleUpCMUnreadyHotCpuNoLessScale',
      15000,
      {
        current: 3,
        levels: [50000, 10000, 30000],
        readiness: [yes, yes, no],
        startMs: [coolMs, coolMs, hotMs],
        expected: 6,
        shown: 30000,
      },
    ],
    [
      'ScaleUpCMUnreadyHotCpuScaleWouldScaleDown',
      15000,
      {
        current: 3,
        levels: [50000, 15000, 30000],
        readiness: [no, yes, no],
        startMs: [hotMs, coolMs, hotMs],
        expected: 7,
        shown: 31666,
      },
    ],
    [
      'ScaleDownCM',
      20000,
      {
        current: 5,
        levels: [12000, 12000, 12000, 12000, 12000],
        expected: 3,
        shown: 12000,
      },
    ],
    [
      'ToleranceCM',
      20000,
      { current: 3, levels: [20000, 21000, 21000], expected: 3, shown: 20666 },
    ],
  ])('agrees with upstream on %s', (_, target, test) => {
    const pods = census(test, undefined, false);
    expect(averageReplicas(test.current, target, pods)).toEqual({
      replicas: test.expected,
      current: test.shown,
    });
  });
});
