import { TestDatabases } from '@backstage/backend-test-utils';
import { SloChange } from '@worldscale/backstage-plugin-slo-common';
import { ChangeStore } from './ChangeStore';
import { PolicyStore } from './PolicyStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())('changes and policies on %p', id => {
  it('hands each change out once, and keeps overrides beside decisions', async () => {
    const db = await databases.init(id);
    await db.migrate.latest({ directory: `${__dirname}/../../migrations` });
    const changes = new ChangeStore(db);
    const at = '2026-11-20T20:00:00.000Z';
    const change: SloChange = {
      ...{ at, entityRef: 'component:default/a', slo: 'a', objective: '0' },
      ...{ kind: 'budgetSpent', severity: null, text: 'spent' },
    };
    await changes.add([change, { ...change, slo: 'b' }], true);
    await changes.add([{ ...change, slo: 'c' }], false);
    const taken = await Promise.all([
      changes.takeUntold(10),
      changes.takeUntold(10),
    ]);
    expect(
      taken
        .flat()
        .map(c => c.slo)
        .sort(),
    ).toEqual(['a', 'b']);
    const range = {
      fromMs: Date.parse(at),
      toMs: Date.parse(at) + 1,
      limit: 10,
    };
    expect((await changes.find(range)).map(c => c.slo)).toEqual([
      'c',
      'b',
      'a',
    ]);

    const policies = new PolicyStore(db);
    const ref = 'component:default/a';
    await policies.override(ref, {
      by: 'user:default/j',
      reason: 'fix',
      untilMs: 5,
    });
    expect(await policies.decisions()).toEqual(new Map());
    const decided = {
      entityRef: ref,
      decision: 'freeze',
      reasons: [],
      sinceMs: 3,
    } as const;
    await policies.decide([{ ...decided, reasons: [] }]);
    expect((await policies.decisions(ref)).get(ref)).toEqual(decided);
    expect((await policies.overrides(ref)).get(ref)).toEqual({
      by: 'user:default/j',
      reason: 'fix',
      untilMs: 5,
    });
  });
});
