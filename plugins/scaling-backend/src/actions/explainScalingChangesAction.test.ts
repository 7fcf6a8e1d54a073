import { mockCredentials } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { NotAllowedError } from '@backstage/errors';
import {
  ChangesPage,
  ServicesVersions,
  VersionRecord,
} from '@worldscale/backstage-plugin-scaling-common';
import { registerExplainScalingChanges } from './explainScalingChangesAction';

const page: ChangesPage = {
  entityRef: 'component:default/gateway',
  nextCursor: null,
  extent: {
    observedSince: '2026-11-01T00:00:00.000Z',
    ...{ backfill: 'done', reason: null },
  },
  changes: [
    {
      ...{ id: 'x', entityRef: 'component:default/gateway', region: 'eu' },
      ...{ cluster: 'fra', kind: 'Deployment', namespace: 'aurora' },
      ...{ name: 'gateway', stack: null, from: 3, to: 5, notBefore: null },
      at: '2026-11-22T20:00:00.000Z',
      actor: { type: 'person', kind: null, name: 'kubectl' },
      why: {
        sentence: 'It grew from 3 to 5 replicas: the size was set by hand.',
        ...{ event: null, conditions: [], metrics: [], steps: [] },
      },
      ...{ reasonObserved: true, readyAt: null, readiness: 'pending' },
      source: 'observed',
    },
  ],
};
const version = (id: string, region: string): VersionRecord => ({
  ...{ id, region, entityRef: page.entityRef, cluster: 'fra' },
  ...{ kind: 'Deployment', namespace: 'aurora', name: 'gateway' },
  ...{ at: '2026-11-22T19:00:00.000Z', notBefore: null, from: [], to: [] },
  actor: { type: 'unknown', kind: null, name: null },
  ...{ title: '1 → 2', sentence: `A new version in ${region}.` },
});
const versions: ServicesVersions = {
  versions: [version('a', 'eu'), version('b', 'us')],
  ...{ cut: false, missing: [], unreadClusters: [] },
  observedSince: { [page.entityRef]: '2026-11-21T00:00:00.000Z' },
  gaps: ['eu', 'us'].map(region => ({
    ...{ entityRef: page.entityRef, region, cluster: 'c' },
    ...{ from: '2026-11-22T10:00:00.000Z', to: '2026-11-22T12:00:00.000Z' },
  })),
};
const credentials = mockCredentials.user('user:default/mira');
const range = { from: '2026-11-22T18:00:00Z', to: '2026-11-22T21:00:00Z' };

function registered(getChanges: jest.Mock) {
  const actionsRegistry = actionsRegistryServiceMock();
  const getVersionsOfServices = jest.fn(async () => versions);
  registerExplainScalingChanges({
    ...{ actionsRegistry, ledger: { getChanges, getVersionsOfServices } },
  });
  return {
    ...{ actionsRegistry, getVersionsOfServices },
    invoke: (input: object) =>
      actionsRegistry.invoke({
        id: 'test:explain-scaling-changes',
        input: { entityRef: 'gateway', ...range, ...input },
        credentials,
      }),
  };
}

describe('explain-scaling-changes', () => {
  it('asks on behalf of the caller and tells each change with its reason', async () => {
    const getChanges = jest.fn().mockResolvedValue(page);
    const { output } = await registered(getChanges).invoke({});
    expect(getChanges).toHaveBeenCalledWith(
      {
        ...{ kind: 'component', namespace: 'default', name: 'gateway' },
        ...{ ...range, limit: 100 },
      },
      credentials,
    );
    expect(output).toMatchObject({
      summary:
        '1 change of size (1 up, 0 down): 1 by hand. The latest: It grew from 3 to 5 replicas: the size was set by hand.',
      isComplete: true,
      changes: [{ from: 3, to: 5, workload: 'Deployment aurora/gateway' }],
    });
  });

  it('tells of new versions in that time and region', async () => {
    const getChanges = jest.fn().mockResolvedValue(page);
    const { invoke, getVersionsOfServices } = registered(getChanges);
    const { output } = await invoke({ region: 'us' });
    expect(getVersionsOfServices).toHaveBeenCalledWith(
      { entityRefs: [page.entityRef], ...range, limit: 100 },
      credentials,
    );
    expect(output).toMatchObject({
      versionsSince: '2026-11-21T00:00:00.000Z',
      versionGaps: [{ region: 'us', to: '2026-11-22T12:00:00.000Z' }],
      versions: [
        {
          ...{ region: 'us', sentence: 'A new version in us.' },
          workload: 'Deployment aurora/gateway',
        },
      ],
    });
    expect(Object(output).versions).toHaveLength(1);
  });

  it('only reads', async () => {
    const { actions } = await registered(jest.fn()).actionsRegistry.list();
    expect(actions[0].attributes).toEqual({
      ...{ readOnly: true, destructive: false, idempotent: true },
    });
  });

  it('refuses a time that ends before it begins', async () => {
    const { invoke } = registered(jest.fn());
    await expect(invoke({ from: range.to, to: range.from })).rejects.toThrow(
      'must be before to',
    );
  });

  it('fails as the ledger fails', async () => {
    const getChanges = jest.fn().mockRejectedValue(new NotAllowedError('no'));
    await expect(registered(getChanges).invoke({})).rejects.toThrow('no');
  });
});
