import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  defaultFreshnessLimits,
  State,
  SummaryRow,
} from '@worldscale/backstage-plugin-worlds-common';
import { MemorySummaryLedger } from '@worldscale/backstage-plugin-worlds-node';
import { RisksService } from '../capacity/RisksService';
import { registerListScalingRisks } from './listScalingRisksAction';

const now = Date.parse('2026-11-22T20:00:00Z');
const credentials = mockCredentials.user('user:default/mira');
const entity = (name: string, owner: string) => ({
  ...{ apiVersion: 'backstage.io/v1alpha1', kind: 'Component' },
  metadata: { name, namespace: 'default' },
  relations: [{ type: 'ownedBy', targetRef: `group:default/${owner}` }],
  spec: { type: 'world-service' },
});

function row(
  name: string,
  state: State,
  headroomMinutes: number | null,
  minutesAgo = 0,
): SummaryRow {
  return {
    ...{ entityRef: `component:default/${name}`, region: 'eu', state },
    reason: `${name} is ${state}.`,
    values: { headroomMinutes, constraint: 'quota', zoneLoss: 'breaks' },
    observedAt: new Date(now - minutesAgo * 60_000).toISOString(),
  };
}

async function registered(rows: SummaryRow[]) {
  const ledger = new MemorySummaryLedger();
  await ledger.upsert(rows);
  const actionsRegistry = actionsRegistryServiceMock();
  registerListScalingRisks({
    actionsRegistry,
    risks: new RisksService({
      ledger,
      entities: catalogServiceMock({
        entities: [
          ...['full', 'soon', 'later', 'well', 'lost'].map(name =>
            entity(name, 'aurora'),
          ),
          entity('theirs', 'ember'),
        ],
      }),
      permissions: mockServices.permissions(),
      limits: defaultFreshnessLimits,
      now: () => now,
    }),
  });
  const list = async (input: object = {}) => {
    const { output } = await actionsRegistry.invoke({
      ...{ id: 'test:list-scaling-risks', credentials },
      input: { ...input },
    });
    return output as {
      risks: Array<{ entityRef: string }>;
      total: number;
      looked: number;
      unknown: number;
    };
  };
  return { actionsRegistry, list };
}

const rows = [
  row('well', 'healthy', 5),
  row('later', 'atRisk', null),
  row('soon', 'atRisk', 12),
  row('full', 'breached', null),
  row('lost', 'breached', 1, 60),
  row('hidden', 'breached', 1),
  row('theirs', 'atRisk', 3),
];

describe('list-scaling-risks', () => {
  it('tells the worst first, then what has the fewest minutes left', async () => {
    const { list } = await registered(rows);
    const answer = await list();
    expect(answer.risks.map(({ entityRef }) => entityRef)).toEqual(
      ['full', 'theirs', 'soon', 'later'].map(n => `component:default/${n}`),
    );
    expect(answer.risks[2]).toMatchObject({
      ...{ headroomMinutes: 12, constraint: 'quota', zoneLoss: 'breaks' },
      reason: 'soon is atRisk.',
    });
  });

  it('counts what is too old to be known, and leaves out what nobody may see', async () => {
    const { list } = await registered(rows);
    expect(await list()).toMatchObject({ total: 4, looked: 6, unknown: 1 });
  });

  it('holds only what an owner has, and no more than asked for', async () => {
    const { list } = await registered(rows);
    expect((await list({ owner: 'group:default/ember' })).total).toBe(1);
    const few = await list({ limit: 1 });
    expect([few.risks.length, few.total]).toEqual([1, 4]);
  });

  it('only reads', async () => {
    const { actionsRegistry } = await registered([]);
    const { actions } = await actionsRegistry.list();
    expect(actions[0].attributes).toEqual({
      ...{ readOnly: true, destructive: false, idempotent: true },
    });
  });
});
