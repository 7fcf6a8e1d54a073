import { nameOfFedMetric, readScaledObject } from './scaledObject';

describe('readScaledObject', () => {
  it('reads target, limits and the name of its autoscaler', () => {
    expect(
      readScaledObject({
        metadata: { name: 'chat', namespace: 'aurora' },
        spec: { scaleTargetRef: { name: 'chat' }, maxReplicaCount: 30 },
        status: { hpaName: 'keda-hpa-chat' },
      }),
    ).toMatchObject({
      target: { kind: 'Deployment', name: 'chat' },
      min: 0,
      max: 30,
      hpaName: 'keda-hpa-chat',
      paused: false,
    });
  });

  it('knows that it is paused', () => {
    const annotations = { 'autoscaling.keda.sh/paused-replicas': '4' };
    expect(
      readScaledObject({ metadata: { name: 'chat', annotations } }).paused,
    ).toBe(true);
  });

  it.each<[string, object, string]>([
    ['its name', { name: 'chatter', type: 'prometheus' }, 'chatter'],
    [
      'the metric that it asks for',
      {
        type: 'prometheus',
        metadata: { query: 'sum(rate(chat_total{world="aurora"}[2m]))' },
      },
      'chat_total',
    ],
    [
      'the metric it is told to feed',
      { type: 'x', metadata: { metricName: 'lag' } },
      'lag',
    ],
    [
      'the queue that it watches',
      { type: 'rabbitmq', metadata: { queueName: 'jobs' } },
      'jobs',
    ],
    ['its type', { type: 'cron', metadata: {} }, 'cron trigger'],
  ])(
    'calls a metric that KEDA feeds by the name of its trigger: %s',
    (_, trigger, name) => {
      const read = readScaledObject({
        metadata: { name: 'chat' },
        spec: { triggers: [trigger] },
      });
      expect(nameOfFedMetric(read, 's0-prometheus')).toBe(name);
    },
  );

  it('leaves other metrics their names', () => {
    const read = readScaledObject({ metadata: { name: 'chat' } });
    expect(nameOfFedMetric(read, 's0-prometheus')).toBe('s0-prometheus');
    expect(nameOfFedMetric(read, 'cpu')).toBe('cpu');
  });
});
