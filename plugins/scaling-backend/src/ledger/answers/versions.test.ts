import { mockCredentials } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { Knex } from 'knex';
import {
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
const at = (ms: number) => new Date(ms).toISOString();
const range = { from: at(START), to: at(START + DAY) };
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
    const entityRefs = ['gateway', 'login', 'hidden'].map(
      name => `component:${name}`,
    );
    const answer = await ledgerServiceOn(db).ledger.getVersionsOfServices(
      { entityRefs, ...range },
      caller,
    );
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
    const few = await ledgerServiceOn(db).ledger.getVersionsOfServices(
      { entityRefs, ...range, limit: 1 },
      caller,
    );
    expect(few.versions.map(({ title }) => title)).toEqual(['2 → 3']);
    expect(few.cut).toBe(true);
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
    const { versions } = await ledgerServiceOn(db).ledger.getVersionsOfServices(
      { entityRefs: ['component:gateway'], ...range },
      caller,
    );
    expect(versions.map(({ title }) => title)).toEqual(['2 → 3']);
  });
});
