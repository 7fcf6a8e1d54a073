import { mockCredentials } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { NotFoundError } from '@backstage/errors';
import {
  defaultCapacitySettings,
  regionCapacity,
  ServiceScaling,
} from '@worldscale/backstage-plugin-scaling-common';
import { registerGetScalingState } from './getScalingStateAction';

const scaling: ServiceScaling = {
  entityRef: 'component:default/aurora-gateway',
  state: 'unknown',
  reason: 'Cluster nrt could not be read.',
  regions: [
    {
      region: 'ap-tokyo',
      sizing: 'unknown',
      clusters: ['nrt'],
      current: null,
      desired: null,
      ready: null,
      updated: null,
      min: null,
      max: null,
      headroom: null,
      metric: null,
      autoscaler: null,
      state: 'unknown',
      reason: 'Cluster nrt could not be read.',
      workloads: [],
      observedAt: null,
      freshness: 'unknown',
      lastKnown: null,
    },
  ],
  clusters: [],
};

const credentials = mockCredentials.user('user:default/mira');

function registered(getService: jest.Mock) {
  const actionsRegistry = actionsRegistryServiceMock();
  registerGetScalingState({ actionsRegistry, service: { getService } });
  return actionsRegistry;
}

describe('get-scaling-state', () => {
  it('asks on behalf of the caller and keeps what is unknown unknown', async () => {
    const getService = jest.fn().mockResolvedValue(scaling);
    const { output } = await registered(getService).invoke({
      id: 'test:get-scaling-state',
      input: { entityRef: 'aurora-gateway' },
      credentials,
    });
    expect(getService).toHaveBeenCalledWith(
      { kind: 'component', namespace: 'default', name: 'aurora-gateway' },
      credentials,
    );
    expect(output).toMatchObject({
      state: 'unknown',
      regions: [
        {
          ...{ region: 'ap-tokyo', ready: null, headroomPercent: null },
          ...{ sizing: 'unknown', bindsFirst: null, zoneLoss: null },
        },
      ],
    });
  });

  it('tells what binds first and what the loss of a zone means, unless that is old', async () => {
    const [region] = scaling.regions;
    const capacity = regionCapacity({
      workloads: [],
      factsOf: () => undefined,
      factsAt: null,
      settings: defaultCapacitySettings,
    });
    const zones = {
      ...capacity.zones,
      ...{ verdict: 'recovers' as const, sentence: 'They start anew.' },
    };
    const lastKnown = { state: 'healthy' as const, reason: 'It was well.' };
    const { output } = await registered(
      jest.fn().mockResolvedValue({
        ...scaling,
        regions: [
          {
            ...region,
            ...{ state: 'healthy', sizing: 'fixed', max: 4 },
            capacity: { ...capacity, zones },
          },
          { ...region, lastKnown, capacity: { ...capacity, zones } },
        ],
      }),
    ).invoke({
      id: 'test:get-scaling-state',
      input: { entityRef: 'aurora-gateway' },
      credentials,
    });
    expect(output).toMatchObject({
      regions: [
        {
          ...{ sizing: 'fixed', max: 4, headroom: capacity.sentence },
          zoneLoss: { verdict: 'recovers', sentence: 'They start anew.' },
        },
        { headroom: null, zoneLoss: null },
      ],
    });
  });

  it('only reads', async () => {
    const { actions } = await registered(jest.fn()).list();
    expect(actions[0].attributes).toEqual({
      readOnly: true,
      destructive: false,
      idempotent: true,
    });
  });

  it('fails as the service fails', async () => {
    const getService = jest.fn().mockRejectedValue(new NotFoundError('none'));
    await expect(
      registered(getService).invoke({
        id: 'test:get-scaling-state',
        input: { entityRef: 'component:default/none' },
        credentials,
      }),
    ).rejects.toThrow('none');
  });
});
