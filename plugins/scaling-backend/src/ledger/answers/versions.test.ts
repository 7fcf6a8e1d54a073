import { mockCredentials } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { Knex } from 'knex';
import {
  at,
  DAY,
  gatewayObject as gateway,
  LedgerScene,
  MINUTE,
  SECOND,
  START,
} from '../../__testUtils__/LedgerScene';
import { ledgerServiceOn } from '../../__testUtils__/ledgerService';
import { migratedDatabases } from '../../__testUtils__/migratedDatabases';
import { LedgerRetention } from '../recording/LedgerRetention';

jest.setTimeout(60_000);

const { ids, open } = migratedDatabases();
const caller = mockCredentials.user('user:default/mira');
const range = { from: at(START), to: at(START + DAY) };

const ask = (db: Knex, names: string[], limit?: number) =>
  ledgerServiceOn(db).ledger.getVersionsOfServices(
    { entityRefs: names.map(name => `component:${name}`), ...range, limit },
    caller,
  );

/** Versions 1, 2, ... of the gateway, a minute apart. */
async function renewed(db: Knex, versions: number): Promise<void> {
  const scene = new LedgerScene(db);
  const image = (n: number) => ({ image: `gateway:${n}`, revision: `${n}` });
  scene.list([gateway({ replicas: 3, version: 10, ...image(1) })]);
  await scene.flush();
  for (let n = 2; n <= versions; n += 1) {
    scene.nowMs += MINUTE - SECOND;
    scene.watch(gateway({ replicas: 3, version: 10 * n, ...image(n) }));
    await scene.flush(SECOND);
  }
}

describe.each(ids)('answers about versions on %s', id => {
  it('tell of services that the caller sees, newest first, and since when', async () => {
    const db = await open(id);
    await renewed(db, 3);
    const names = ['gateway', 'login', 'hidden'];
    const answer = await ask(db, names);
    expect(answer).toMatchObject({
      versions: [
        { title: '2 → 3', region: 'eu-frankfurt', regionTitle: 'Frankfurt' },
        { title: '1 → 2' },
      ],
      ...{ cut: false, missing: ['component:default/hidden'] },
      unreadClusters: [],
    });
    expect(answer.observedSince).toEqual({
      'component:default/gateway': at(START),
      'component:default/login': null,
    });
    const few = await ask(db, names, 1);
    expect(few.versions.map(({ title }) => title)).toEqual(['2 → 3']);
    expect(few.cut).toBe(true);
  });

  it('say when nobody watched, once for all workloads of a cluster', async () => {
    const db = await open(id);
    await renewed(db, 1);
    const gap = (fromMs: number, toMs: number, cluster = 'fra') => ({
      ...{ id: `${cluster}-${fromMs}-${toMs}`, cluster, workload: 'w' },
      ...{ entity_ref: 'component:default/gateway' },
      ...{ from_ms: START + fromMs, to_ms: START + toMs },
    });
    await db('ledger_version_gaps').insert([
      gap(-3 * MINUTE, -2 * MINUTE),
      gap(-MINUTE, MINUTE),
      gap(-MINUTE, 2 * MINUTE),
      gap(MINUTE, 4 * MINUTE),
      gap(6 * MINUTE, 9 * MINUTE),
      gap(MINUTE, 4 * MINUTE, 'ash'),
    ]);
    const { gaps } = await ledgerServiceOn(db).ledger.getVersionsOfServices(
      { entityRefs: ['component:gateway', 'component:login'], ...range },
      caller,
    );
    const told = (fromMs: number, toMs: number) => ({
      ...{ from: at(START + fromMs), to: at(START + toMs) },
      entityRef: 'component:default/gateway',
    });
    const fra = { region: 'eu-frankfurt', regionTitle: 'Frankfurt' };
    expect(gaps).toMatchObject([
      { ...told(MINUTE, 4 * MINUTE), cluster: 'ash' },
      { ...told(-MINUTE, 4 * MINUTE), ...fra },
      { ...told(6 * MINUTE, 9 * MINUTE), ...fra },
    ]);
    const nowMs = START + DAY + 5 * MINUTE;
    await new LedgerRetention(db, DAY, () => nowMs).prune();
    expect(await db('ledger_version_gaps')).toHaveLength(1);
  });

  it('need the permission of the ledger', async () => {
    const denied = ledgerServiceOn(await open(id), {
      result: AuthorizeResult.DENY,
    }).ledger;
    await expect(
      denied.getVersionsOfServices({ entityRefs: ['a'], ...range }, caller),
    ).rejects.toThrow("'scaling.change.read' is needed");
  });

  it('are kept as long as changes of size', async () => {
    const db = await open(id);
    await renewed(db, 3);
    const nowMs = START + DAY + 90 * SECOND;
    const retention = new LedgerRetention(db, DAY, () => nowMs);
    expect(await retention.prune()).toBe(1);
    const { versions } = await ask(db, ['gateway']);
    expect(versions.map(({ title }) => title)).toEqual(['2 → 3']);
  });
});
