import { ObjectToFetch } from '@backstage/plugin-kubernetes-node';
import { readableObjects } from './readableObjects';

const type = (
  objectType: ObjectToFetch['objectType'],
  group = '',
  plural: string = objectType,
): ObjectToFetch => ({ objectType, group, apiVersion: 'v1', plural });

const pods = type('pods');
const metadata = { name: 'gateway-1', namespace: 'aurora' };
const pod = {
  metadata,
  spec: { containers: [{ name: 'app' }] },
  status: {
    phase: 'Running',
    containerStatuses: [
      { name: 'app', restartCount: 0, state: { running: {} } },
    ],
  },
};

function problemOf(of: ObjectToFetch, object: unknown) {
  const { readable, problems } = readableObjects(of, [object]);
  expect(readable).toEqual(problems.length > 0 ? [] : [object]);
  return problems[0];
}

describe('readableObjects', () => {
  it('keeps what can be read as it is, in its order', () => {
    const waiting = { ...pod, status: { phase: 'Pending' } };
    const { readable, problems } = readableObjects(pods, [pod, {}, waiting]);
    expect(readable).toEqual([pod, waiting]);
    expect(readable[0]).toBe(pod);
    expect(problems).toEqual([
      'number 2 of the list: metadata: expected object, received undefined',
    ]);
  });

  it.each([
    [
      'no name',
      { ...pod, metadata: {} },
      /^number 1 of the list: metadata\.name/,
    ],
    ['no specification', { ...pod, spec: undefined }, /^gateway-1: spec: /],
    ['text as specification', { ...pod, spec: 'x' }, /^gateway-1: spec: /],
    ['no containers', { ...pod, spec: {} }, /^gateway-1: spec\.containers: /],
    ['no status', { ...pod, status: null }, /^gateway-1: status: /],
    [
      'states of containers in an object',
      { ...pod, status: { containerStatuses: {} } },
      /^gateway-1: status\.containerStatuses: expected array/,
    ],
    [
      'the state of a container that it does not have',
      {
        ...pod,
        status: { containerStatuses: [{ name: 'other', restartCount: 0 }] },
      },
      /no such container: other$/,
    ],
    ['nothing at all', null, /^number 1 of the list: expected object/],
  ])('refuses a pod with %s', (_, object, message) => {
    expect(problemOf(pods, object)).toMatch(message);
  });

  it.each([
    [type('deployments', 'apps'), { metadata }, /spec/],
    [
      type('deployments', 'apps'),
      { metadata, spec: {}, status: { conditions: 'none' } },
      /status\.conditions/,
    ],
    [
      type('horizontalpodautoscalers', 'autoscaling'),
      { metadata, spec: { metrics: {} } },
      /spec\.metrics/,
    ],
    [type('services'), { metadata, spec: [] }, /spec/],
    [type('configmaps'), { metadata, data: 'a=b' }, /data/],
    [type('cronjobs', 'batch'), { metadata, spec: {} }, /spec\.schedule/],
    [
      type('customresources', 'argoproj.io', 'rollouts'),
      { metadata, status: { conditions: 1 } },
      /status\.conditions/,
    ],
    [
      type('customresources', 'agones.dev', 'fleets'),
      { metadata, spec: 1 },
      /spec/,
    ],
  ])('refuses what cannot be shown among %p', (of, object, message) => {
    expect(problemOf(of, object)).toMatch(message);
  });

  it.each([
    [type('deployments', 'apps'), { metadata, spec: { replicas: 1 } }],
    [type('limitranges'), { metadata }],
    [type('configmaps'), { metadata }],
    [type('secrets'), { metadata, data: { token: '***' } }],
    [type('persistentvolumes'), { metadata: { name: 'pv' }, spec: {} }],
    [
      type('horizontalpodautoscalers', 'autoscaling'),
      {
        metadata,
        spec: { scaleTargetRef: { kind: 'Deployment', name: 'gateway' } },
        status: { currentMetrics: null },
      },
    ],
    [type('customresources', 'example.com', 'odds'), { metadata }],
    [
      type('customresources', 'example.com', 'odds'),
      { metadata, status: { conditions: {} } },
    ],
  ])('keeps what is complete among %p', (of, object) => {
    expect(problemOf(of, object)).toBeUndefined();
  });
});
