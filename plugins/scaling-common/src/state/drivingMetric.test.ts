import { MetricReading } from '../kubernetes/metricReading';
import { readFleet } from '../kubernetes/workload';
import { drivingMetricOf, measureBuffer } from './drivingMetric';

function metric(name: string, ratio: number | null): MetricReading {
  return {
    source: 'Pods',
    name,
    statistic: 'averageValue',
    unit: 'count',
    current: ratio === null ? null : ratio * 10,
    target: 10,
    ratio,
  };
}

describe('drivingMetricOf', () => {
  it.each<[string, MetricReading[], string | undefined]>([
    [
      'of several the one that presses hardest',
      [metric('a', 0.4), metric('b', 0.9), metric('c', 0.6)],
      'b',
    ],
    [
      'one that was read rather than one that was not',
      [metric('a', null), metric('b', 0.1)],
      'b',
    ],
    [
      'the first where none was read',
      [metric('a', null), metric('b', null)],
      'a',
    ],
    ['a metric that reads zero', [metric('a', 0)], 'a'],
    ['none where there is none', [], undefined],
  ])('takes %s', (_, metrics, expected) => {
    expect(drivingMetricOf(metrics)?.name).toBe(expected);
  });
});

describe('measureBuffer', () => {
  const fleet = readFleet({
    metadata: { name: 'shards' },
    spec: { replicas: 40 },
    status: { replicas: 40, readyReplicas: 4, allocatedReplicas: 36 },
  });
  const buffer: MetricReading = {
    ...metric('ready game servers', null),
    source: 'Buffer',
    target: 8,
  };

  it('presses when fewer are ready than the buffer wants', () => {
    expect(measureBuffer(buffer, fleet)).toMatchObject({
      current: 4,
      ratio: 2,
    });
  });

  it('measures a percentage of all game servers', () => {
    const percent: MetricReading = { ...buffer, unit: 'percent', target: 20 };
    expect(measureBuffer(percent, fleet)).toMatchObject({
      current: 10,
      ratio: 2,
    });
  });
});
