import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { TestDatabases } from '@backstage/backend-test-utils';
import { WorkloadFacts } from '@worldscale/backstage-plugin-scaling-common';
import { CapacityStore } from './CapacityStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const directory = resolvePackagePath(
  '@worldscale/backstage-plugin-scaling-backend',
  'migrations',
);
const facts = (name: string): WorkloadFacts => ({
  ...{ kind: 'Deployment', namespace: 'aurora', name, notes: [] },
  ...{ zones: null, whyNoZones: 'not read', room: [], whyNoRoom: null },
  ...{ quotas: [], whyNoQuotas: null, starts: null, growth: null },
});
const reading = {
  ...{ source: 'q', value: 12, growth: null, problem: null },
  observedAt: '2026-11-22T20:00:00.000Z',
};

describe.each(databases.eachSupportedId())('on %s', id => {
  async function store() {
    const db = await databases.init(id);
    await db.migrate.latest({ directory });
    return new CapacityStore(db);
  }

  it('keeps facts by service and cluster, and drops what is gone', async () => {
    const kept = await store();
    await kept.writeFacts(
      'fra',
      new Map([
        ['a', [facts('x')]],
        ['b', []],
      ]),
    );
    await kept.writeFacts('nrt', new Map([['a', [facts('y'), facts('z')]]]));
    expect(await kept.factsOf(['a', 'b'])).toEqual([
      { entityRef: 'a', cluster: 'fra', facts: [facts('x')] },
      { entityRef: 'a', cluster: 'nrt', facts: [facts('y'), facts('z')] },
    ]);
    await kept.writeFacts('fra', new Map([['a', []]]));
    await kept.keepClusters(['fra']);
    expect(await kept.factsOf(['a'])).toEqual([]);
  });

  it('knows since when the facts of a cluster hold', async () => {
    const kept = await store();
    await kept.confirmFacts('fra', new Date('2026-11-22T20:00:00Z'));
    await kept.confirmFacts('fra', new Date('2026-11-22T20:01:00Z'));
    expect([...(await kept.factsConfirmedAt())]).toEqual([
      ['fra', '2026-11-22T20:01:00.000Z'],
    ]);
  });

  it('keeps demand of services that there are', async () => {
    const kept = await store();
    await kept.writeDemand([
      { entityRef: 'a', region: 'eu', reading },
      { entityRef: 'b', region: 'eu', reading },
    ]);
    const next = { ...reading, value: 13 };
    await kept.writeDemand([{ entityRef: 'a', region: 'eu', reading: next }]);
    await kept.keepServices(ref => ref === 'a');
    expect(await kept.demandOf(['a', 'b'])).toEqual([
      { entityRef: 'a', region: 'eu', reading: next },
    ]);
  });
});
