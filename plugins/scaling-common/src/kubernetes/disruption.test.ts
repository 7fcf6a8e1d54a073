import { readDisruptionBudget } from './disruption';
import { readDeployment, readFleet } from './workload';

function budget(spec: object, status?: object, generation = 1) {
  return readDisruptionBudget({
    metadata: { name: 'gateway', namespace: 'aurora', generation },
    spec,
    status,
  });
}

describe('a disruption budget', () => {
  it('says what it allows once its controller has looked', () => {
    const status = {
      ...{ observedGeneration: 1, disruptionsAllowed: 2, currentHealthy: 12 },
      ...{ desiredHealthy: 10, expectedPods: 12 },
    };
    const spec = { maxUnavailable: '20%' };
    expect(budget(spec, status)).toMatchObject({
      rule: 'at most 20% unavailable',
      ...{ allowed: 2, healthy: 12, needed: 10, expected: 12 },
    });
    expect(budget(spec, status, 2)).toMatchObject({ allowed: null });
    expect(budget({ minAvailable: 3 })).toMatchObject({
      rule: 'at least 3 available',
      allowed: null,
    });
  });

  it.each<[string, object, boolean]>([
    ['all, by an empty selector', { selector: {} }, true],
    ['none, without a selector', {}, false],
    ['by labels', { selector: { matchLabels: { app: 'gateway' } } }, true],
    ['others', { selector: { matchLabels: { app: 'chat' } } }, false],
    ...(
      [
        [{ key: 'app', operator: 'In', values: ['gateway'] }, true],
        [{ key: 'app', operator: 'NotIn', values: ['gateway'] }, false],
        [{ key: 'tier', operator: 'NotIn', values: ['edge'] }, true],
        [{ key: 'app', operator: 'Exists' }, true],
        [{ key: 'app', operator: 'DoesNotExist' }, false],
        [{ key: 'app', operator: 'Near' }, false],
      ] as const
    ).map(([expression, guards]): [string, object, boolean] => [
      `by ${expression.operator} of ${expression.key}`,
      { selector: { matchExpressions: [expression] } },
      guards,
    ]),
  ])('guards %s', (_, spec, guards) => {
    expect(budget(spec).guards({ app: 'gateway' })).toBe(guards);
  });
});

describe('the template of pods', () => {
  const template = {
    metadata: { labels: { app: 'gateway', odd: 3 } },
    spec: {
      topologySpreadConstraints: [
        {
          ...{ maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone' },
          whenUnsatisfiable: 'ScheduleAnyway',
        },
        { topologyKey: 'kubernetes.io/hostname' },
        { maxSkew: 2 },
      ],
    },
  };
  const expected = {
    podLabels: { app: 'gateway' },
    spread: [
      {
        ...{ topologyKey: 'topology.kubernetes.io/zone', maxSkew: 1 },
        required: false,
      },
      {
        ...{ topologyKey: 'kubernetes.io/hostname', maxSkew: null },
        required: true,
      },
    ],
  };

  it('says how they are labelled and spread', () => {
    const metadata = { name: 'gateway' };
    expect(readDeployment({ metadata, spec: { template } })).toMatchObject(
      expected,
    );
    expect(
      readFleet({ metadata, spec: { template: { spec: { template } } } }),
    ).toMatchObject(expected);
  });
});
