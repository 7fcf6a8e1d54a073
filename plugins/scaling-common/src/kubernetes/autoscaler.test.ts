import { readFleetAutoscaler, readHorizontalPodAutoscaler } from './autoscaler';

const metadata = { name: 'gateway', namespace: 'aurora' };
const scaleTargetRef = { kind: 'Deployment', name: 'gateway' };

function readMetrics(spec: unknown[], currentMetrics: unknown[]) {
  return readHorizontalPodAutoscaler({
    metadata,
    spec: { scaleTargetRef, maxReplicas: 10, metrics: spec },
    status: { desiredReplicas: 3, currentMetrics },
  }).metrics;
}

describe('readHorizontalPodAutoscaler', () => {
  it.each<[string, unknown, unknown, object]>([
    [
      'utilisation of a resource',
      {
        type: 'Resource',
        resource: {
          name: 'cpu',
          target: { type: 'Utilization', averageUtilization: 70 },
        },
      },
      {
        type: 'Resource',
        resource: {
          name: 'cpu',
          current: { averageUtilization: 91, averageValue: '910m' },
        },
      },
      { name: 'cpu', unit: 'percent', current: 91, target: 70, ratio: 1.3 },
    ],
    [
      'average value of a resource in bytes',
      {
        type: 'Resource',
        resource: {
          name: 'memory',
          target: { type: 'AverageValue', averageValue: '2Gi' },
        },
      },
      {
        type: 'Resource',
        resource: { name: 'memory', current: { averageValue: '1Gi' } },
      },
      { name: 'memory', unit: 'bytes', current: 1024 ** 3, ratio: 0.5 },
    ],
    [
      'utilisation of one container',
      {
        type: 'ContainerResource',
        containerResource: {
          name: 'cpu',
          container: 'app',
          target: { type: 'Utilization', averageUtilization: 50 },
        },
      },
      {
        type: 'ContainerResource',
        containerResource: {
          name: 'cpu',
          container: 'app',
          current: { averageUtilization: 25 },
        },
      },
      { name: 'cpu of container app', current: 25, target: 50, ratio: 0.5 },
    ],
    [
      'a metric of the pods',
      {
        type: 'Pods',
        pods: {
          metric: { name: 'presence_connections' },
          target: { type: 'AverageValue', averageValue: '1k' },
        },
      },
      {
        type: 'Pods',
        pods: {
          metric: { name: 'presence_connections' },
          current: { averageValue: '1250' },
        },
      },
      {
        name: 'presence_connections',
        statistic: 'averageValue',
        unit: 'count',
        current: 1250,
        target: 1000,
        ratio: 1.25,
      },
    ],
    [
      'a metric of another object',
      {
        type: 'Object',
        object: {
          metric: { name: 'requests_per_second' },
          describedObject: { kind: 'Ingress', name: 'main' },
          target: { type: 'Value', value: '2k' },
        },
      },
      {
        type: 'Object',
        object: {
          metric: { name: 'requests_per_second' },
          describedObject: { kind: 'Ingress', name: 'main' },
          current: { value: '500' },
        },
      },
      { name: 'requests_per_second of main', current: 500, ratio: 0.25 },
    ],
    [
      'an external metric',
      {
        type: 'External',
        external: {
          metric: { name: 'queue_length' },
          target: { type: 'AverageValue', averageValue: '30' },
        },
      },
      {
        type: 'External',
        external: {
          metric: { name: 'queue_length' },
          current: { averageValue: '45500m' },
        },
      },
      { name: 'queue_length', current: 45.5, target: 30 },
    ],
  ])('reads %s', (_, spec, current, expected) => {
    expect(readMetrics([spec], [current])).toEqual([
      expect.objectContaining(expected),
    ]);
  });

  it('does not know a metric that the controller could not read', () => {
    const [metric] = readMetrics(
      [
        {
          type: 'Resource',
          resource: {
            name: 'cpu',
            target: { type: 'Utilization', averageUtilization: 70 },
          },
        },
      ],
      [{ type: '' }],
    );
    expect(metric).toMatchObject({ current: null, target: 70, ratio: null });
  });

  it('does not lose a metric of a type that is newer than this', () => {
    const known = {
      type: 'Resource',
      resource: {
        name: 'cpu',
        target: { type: 'Utilization', averageUtilization: 70 },
      },
    };
    expect(
      readMetrics([{ type: 'Forecast', forecast: {} }, known], []),
    ).toEqual([
      expect.objectContaining({
        ...{ name: 'metric of type Forecast', current: null, target: null },
      }),
      expect.objectContaining({ name: 'cpu', target: 70 }),
    ]);
  });

  it('tells two metrics of one name apart by their order', () => {
    const external = (value: string, key: 'target' | 'current') => ({
      type: 'External',
      external: {
        metric: { name: 'queue' },
        [key]: { type: 'Value', value },
      },
    });
    const metrics = readMetrics(
      [external('10', 'target'), external('100', 'target')],
      [external('5', 'current'), external('80', 'current')],
    );
    expect(metrics.map(m => m.ratio)).toEqual([0.5, 0.8]);
  });

  it('makes a negative metric unknown and says so', () => {
    const read = readHorizontalPodAutoscaler({
      metadata,
      spec: {
        scaleTargetRef,
        maxReplicas: 10,
        metrics: [
          {
            type: 'Pods',
            pods: { metric: { name: 'load' }, target: { averageValue: '5' } },
          },
        ],
      },
      status: {
        currentMetrics: [
          {
            type: 'Pods',
            pods: { metric: { name: 'load' }, current: { averageValue: '-5' } },
          },
        ],
      },
    });
    expect(read.metrics[0].current).toBeNull();
    expect(read.problems).toEqual([
      'current averageValue of metric load is "-5", which cannot be',
    ]);
  });

  it('reads limits, tolerance and the ScaledObject that made it', () => {
    expect(
      readHorizontalPodAutoscaler({
        metadata: {
          ...metadata,
          labels: { 'scaledobject.keda.sh/name': 'chat' },
        },
        spec: {
          scaleTargetRef,
          maxReplicas: 10,
          behavior: { scaleUp: { tolerance: '50m' } },
        },
      }),
    ).toMatchObject({
      min: 1,
      max: 10,
      scaleUpTolerance: 0.05,
      scaledObject: 'chat',
      desired: null,
    });
  });

  it('does not believe a minimum above the maximum', () => {
    const read = readHorizontalPodAutoscaler({
      metadata,
      spec: { scaleTargetRef, minReplicas: 20, maxReplicas: 10 },
    });
    expect(read.min).toBeNull();
    expect(read.problems).toEqual([
      'spec.minReplicas (20) is above spec.maxReplicas (10)',
    ]);
  });
});

describe('readFleetAutoscaler', () => {
  const read = (bufferSize: unknown, type = 'Buffer') =>
    readFleetAutoscaler({
      metadata,
      spec: {
        fleetName: 'shards',
        policy: {
          type,
          buffer: { bufferSize, minReplicas: 10, maxReplicas: 50 },
        },
      },
      status: { currentReplicas: 20, desiredReplicas: 22, ableToScale: true },
    });

  it('reads a buffer in game servers', () => {
    expect(read(5)).toMatchObject({
      target: { kind: 'Fleet', name: 'shards' },
      min: 10,
      max: 50,
      desired: 22,
      metrics: [{ source: 'Buffer', unit: 'count', target: 5 }],
    });
  });

  it('takes an absent minimum for none, as Agones does', () => {
    const { min, max } = readFleetAutoscaler({
      metadata,
      spec: {
        fleetName: 'shards',
        policy: { type: 'Buffer', buffer: { bufferSize: 5, maxReplicas: 9 } },
      },
    });
    expect([min, max]).toEqual([0, 9]);
  });

  it('reads a buffer in percent', () => {
    expect(read('20%').metrics).toMatchObject([
      { unit: 'percent', target: 20 },
    ]);
  });

  it('does not believe a buffer of more than all', () => {
    expect(read('120%')).toMatchObject({
      metrics: [],
      problems: ['buffer.bufferSize is "120%", which cannot be'],
    });
  });

  it('knows no limits of a policy that it does not read', () => {
    expect(read(undefined, 'Webhook')).toMatchObject({
      min: null,
      max: null,
      metrics: [],
    });
  });
});
