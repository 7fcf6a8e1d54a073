import { alignSeries, SampledSeries, sumOf, timesOf } from './alignSeries';
import { historyRequestSchema } from './historyContract';
import { mergeHistories, workloadHistory } from './workloadHistory';
import { RecordedWorkload, selectionsOf } from './workloadSeries';

const grid = { startMs: 60_000, endMs: 240_000, stepMs: 60_000 };

/** Values at the instants of the grid; undefined: no sample. */
function recorded(
  __name__: string,
  values: Array<number | null | undefined>,
  labels: Record<string, string> = {},
): SampledSeries {
  return {
    labels: { __name__, ...labels },
    samples: values.flatMap((value, i) =>
      value === undefined
        ? []
        : [{ atMs: grid.startMs + i * grid.stepMs, value }],
    ),
  };
}
const deployment: RecordedWorkload = {
  kind: 'Deployment',
  namespace: 'aurora',
  name: 'gateway',
  autoscaler: { kind: 'HorizontalPodAutoscaler', name: 'gateway-hpa' },
};
const HPA = 'kube_horizontalpodautoscaler';
const cpu = { metric_name: 'cpu', metric_target_type: 'utilization' };
const queue = { metric_name: 'queue', metric_target_type: 'average' };

describe('alignSeries', () => {
  it('leaves gaps unknown and takes nothing from outside', () => {
    expect(timesOf(grid)).toEqual([60_000, 120_000, 180_000, 240_000]);
    const outside = { labels: {}, samples: [{ atMs: 1_000_000, value: 9 }] };
    expect(
      alignSeries([recorded('a', [1, undefined, null, 0]), outside], grid),
    ).toEqual([1, null, null, 0]);
  });

  it('joins the series of an exporter that was replaced', () => {
    const before = recorded('a', [1, 2], { instance: 'one' });
    const after = recorded('a', [undefined, 3, 4], { instance: 'two' });
    expect(alignSeries([before, after], grid)).toEqual([1, 3, 4, null]);
  });

  it('adds up what is known of all', () => {
    expect(
      sumOf([
        [1, 2, null],
        [3, null, null],
      ]),
    ).toEqual([4, null, null]);
    expect(sumOf([])).toEqual([]);
  });
});

describe('the series of a workload', () => {
  it('are those of its kind and of its autoscaler', () => {
    expect(selectionsOf(deployment)).toEqual([
      {
        labels: { namespace: 'aurora', deployment: 'gateway' },
        names: [
          'kube_deployment_spec_replicas',
          'kube_deployment_status_replicas_ready',
        ],
      },
      {
        labels: { namespace: 'aurora', horizontalpodautoscaler: 'gateway-hpa' },
        names: [
          `${HPA}_spec_min_replicas`,
          `${HPA}_spec_max_replicas`,
          `${HPA}_status_target_metric`,
          `${HPA}_spec_target_metric`,
        ],
      },
    ]);
    const fleet = {
      ...deployment,
      kind: 'Fleet',
      autoscaler: { kind: 'FleetAutoscaler', name: 'buffer' },
    };
    expect(selectionsOf(fleet).map(({ labels }) => labels)).toEqual([
      { namespace: 'aurora', name: 'gateway' },
      { namespace: 'aurora', name: 'buffer' },
    ]);
    const byKeda = {
      ...deployment,
      autoscaler: { kind: 'ScaledObject', name: 'q', hpaName: 'keda-hpa-q' },
    };
    expect(selectionsOf(byKeda)[1].labels).toMatchObject({
      horizontalpodautoscaler: 'keda-hpa-q',
    });
    expect(selectionsOf({ ...deployment, autoscaler: null })).toHaveLength(1);
    expect(selectionsOf({ ...deployment, kind: 'Other' })).toEqual([]);
  });
});

describe('workloadHistory', () => {
  it('says size, limits, and which metric pressed hardest', () => {
    const history = workloadHistory(
      deployment,
      [
        recorded('kube_deployment_spec_replicas', [3, 3, 4, 4]),
        recorded('kube_deployment_status_replicas_ready', [3, 2, 3, undefined]),
        recorded(`${HPA}_spec_min_replicas`, [2, 2, 2, 2]),
        recorded(`${HPA}_spec_max_replicas`, [8, 8, 8, 8]),
        recorded(`${HPA}_spec_target_metric`, [70, 70, 70, 70], cpu),
        recorded(`${HPA}_status_target_metric`, [35, 77, undefined, 70], cpu),
        recorded(`${HPA}_spec_target_metric`, [10, 10, 10, 0], queue),
        recorded(`${HPA}_status_target_metric`, [9, 1, undefined, 5], queue),
      ],
      grid,
      name => (name === 'queue' ? 'jobs waiting' : name),
    );
    expect(history).toEqual({
      size: {
        desired: [3, 3, 4, 4],
        ready: [3, 2, 3, null],
        min: [2, 2, 2, 2],
        max: [8, 8, 8, 8],
      },
      demand: {
        title: 'cpu, jobs waiting',
        unit: 'percent',
        values: [90, 110.00000000000001, null, 100],
      },
    });
  });

  it('counts the game servers of a Fleet', () => {
    const fleet = { ...deployment, kind: 'Fleet' };
    const count = (type: string, values: number[]) =>
      recorded('agones_fleets_replicas_count', values, { type });
    expect(
      workloadHistory(
        fleet,
        [
          count('desired', [10, 10, 12, 12]),
          count('ready', [4, 3, 2, 4]),
          count('allocated', [6, 7, 8, 8]),
          count('reserved', [0, 0, 0]),
          recorded('agones_fleet_autoscalers_buffer_limits', [20, 20, 20, 20], {
            type: 'max',
          }),
        ],
        grid,
      ),
    ).toEqual({
      size: {
        desired: [10, 10, 12, 12],
        ready: [10, 10, 10, null],
        min: [null, null, null, null],
        max: [20, 20, 20, 20],
      },
      demand: {
        title: 'allocated game servers',
        unit: 'count',
        values: [6, 7, 8, 8],
      },
    });
  });

  it('knows nothing without series', () => {
    const nothing = [null, null, null, null];
    const unknown = {
      size: { desired: nothing, ready: nothing, min: nothing, max: nothing },
      demand: null,
    };
    expect(workloadHistory(deployment, [], grid)).toEqual(unknown);
    expect(workloadHistory({ ...deployment, kind: 'X' }, [], grid)).toEqual(
      unknown,
    );
  });
});

describe('mergeHistories', () => {
  const one = (desired: number, percent: number | null) => ({
    size: { desired: [desired], ready: [desired], min: [1], max: [null] },
    demand: { title: 'cpu', unit: 'percent' as const, values: [percent] },
  });

  it('adds sizes up and takes the hardest demand', () => {
    expect(mergeHistories([one(2, 50), one(3, 80), one(1, null)])).toEqual({
      size: { desired: [6], ready: [6], min: [3], max: [null] },
      demand: { title: 'cpu', unit: 'percent', values: [80] },
    });
  });

  it('adds demands up that are counted like the size', () => {
    const fleet = (allocated: number) => ({
      ...one(2, 0),
      demand: {
        title: 'allocated game servers',
        unit: 'count' as const,
        values: [allocated],
      },
    });
    expect(mergeHistories([fleet(4), fleet(5)]).demand).toEqual({
      title: 'allocated game servers',
      unit: 'count',
      values: [9],
    });
  });
});

describe('what may be asked for', () => {
  const request = {
    ...{ kind: 'component', namespace: 'default', name: 'gateway' },
    ...{ region: '', from: '2026-11-21T00:00:00Z', to: '2026-11-22T00:00:00Z' },
  };
  it.each([
    ['a day', {}, true],
    ['a range that ends before it begins', { to: request.from }, false],
    ['more than a quarter of a year', { from: '2026-08-01T00:00:00Z' }, false],
    ['no instant', { from: 'yesterday' }, false],
  ])('%s', (_, change, expected) => {
    const parsed = historyRequestSchema.safeParse({ ...request, ...change });
    expect(parsed.success).toBe(expected);
  });
});
