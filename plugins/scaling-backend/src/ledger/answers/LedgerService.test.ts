import { mockCredentials } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  changesRequestSchema,
  ChangesRequest,
} from '@worldscale/backstage-plugin-scaling-common';
import { SourceHealth } from '@worldscale/backstage-plugin-worlds-common';
import { Knex } from 'knex';
import {
  at,
  DAY,
  gatewayObject as gateway,
  LedgerScene,
  MINUTE,
  SECOND,
  START,
  writer,
} from '../../__testUtils__/LedgerScene';
import { ledgerServiceOn } from '../../__testUtils__/ledgerService';
import { migratedDatabases } from '../../__testUtils__/migratedDatabases';
import { LedgerRetention } from '../recording/LedgerRetention';

jest.setTimeout(60_000);

const { ids, open } = migratedDatabases();
const caller = mockCredentials.user('user:default/mira');
const ref = { kind: 'component', namespace: 'default', name: 'gateway' };

/** Changes 3-4, 4-5, ... of the gateway, a minute apart; odd ones by a person. */
async function grown(db: Knex, steps: number): Promise<LedgerScene> {
  const scene = new LedgerScene(db, { services: ['gateway', 'login'] });
  scene.list([
    gateway({ replicas: 3, version: 10 }),
    gateway({ name: 'login', replicas: 9, version: 11 }),
  ]);
  await scene.flush();
  const events = [];
  for (let i = 1; i <= steps; i++) {
    const manager = i % 2 ? 'kubectl-scale' : '=HYPERLINK("x"),argo';
    events.push(
      gateway({
        ...{ replicas: 3 + i, version: 10 + i },
        writer: writer(manager, START + i * MINUTE),
      }),
    );
  }
  scene.nowMs = START + steps * MINUTE;
  // All of them after a moment without a word, each with its own time.
  scene.watch(...events);
  await scene.flush(2 * SECOND);
  return scene;
}

const asked = (request: Partial<ChangesRequest> = {}) =>
  changesRequestSchema.parse({ ...ref, ...request });

describe.each(ids)('questions to the ledger on %s', id => {
  it('are answered in pages that skip and repeat nothing while more comes in', async () => {
    const db = await open(id);
    const scene = await grown(db, 25);
    const { ledger } = ledgerServiceOn(db);
    const first = await ledger.getChanges(asked({ limit: 10 }), caller);
    scene.watch(gateway({ replicas: 99, version: 90 }));
    await scene.flush(2 * SECOND);
    const second = await ledger.getChanges(
      asked({ limit: 10, cursor: first.nextCursor ?? '' }),
      caller,
    );
    const third = await ledger.getChanges(
      asked({ limit: 10, cursor: second.nextCursor ?? '' }),
      caller,
    );
    expect(third.nextCursor).toBeNull();
    const all = [first, second, third].flatMap(({ changes }) => changes);
    expect(all.map(({ to }) => to)).toEqual(
      Array.from({ length: 25 }, (_, i) => 28 - i),
    );
    expect(first.changes[0]).toMatchObject({
      region: 'eu-frankfurt',
      regionTitle: 'Frankfurt',
    });
    // Nobody had a word for 25 minutes, so recorded series are to be asked.
    expect(first.extent).toEqual({
      observedSince: at(START),
      knownSince: at(START),
      backfill: 'pending',
      reason: null,
    });
  });

  it('say before anything was seen whether the past will be asked for', async () => {
    const db = await open(id);
    const extentOf = async (hasPrometheus: boolean) => {
      const { ledger } = ledgerServiceOn(db, { hasPrometheus });
      return (await ledger.getChanges(asked(), caller)).extent;
    };
    expect(await extentOf(true)).toEqual({
      observedSince: null,
      knownSince: null,
      backfill: 'pending',
      reason: 'No workload of this service was seen in a cluster yet.',
    });
    expect(await extentOf(false)).toMatchObject({
      observedSince: null,
      backfill: 'none',
      reason: expect.stringContaining('No Prometheus is configured'),
    });
  });

  it('say how far back they are known, and where recorded series told nothing', async () => {
    const db = await open(id);
    const extentOf = async () => {
      const { ledger } = ledgerServiceOn(db);
      return (await ledger.getChanges(asked(), caller)).extent;
    };
    const scene = new LedgerScene(db, { services: ['gateway'] });
    scene.list([gateway({ replicas: 3, version: 10 })]);
    await scene.flush();
    await db('ledger_spans').delete();
    expect(await extentOf()).toEqual({
      ...{ observedSince: at(START), knownSince: at(START), backfill: 'done' },
      reason:
        'Recorded series hold no earlier sizes of this service: what happened before that is not known.',
    });
    const recorded = (ms: number) =>
      db('ledger_members').update({ recorded_since_ms: ms });
    await recorded(START - 5 * DAY);
    expect(await extentOf()).toEqual({
      ...{ observedSince: at(START), knownSince: at(START - 5 * DAY) },
      ...{ backfill: 'done', reason: null },
    });
    // Of what is older than 30 days nothing is kept.
    await recorded(START - 90 * DAY);
    expect((await extentOf()).knownSince).toBe(at(START - 29 * DAY));
  });

  it('tell of several services at once how much is known, and which clusters are silent', async () => {
    const db = await open(id);
    await grown(db, 2);
    const silent: SourceHealth = {
      ...{ id: 'cluster:nrt', kind: 'kubernetes', title: 'Cluster Tokyo' },
      ...{ reachable: false, lastSuccessAt: at(START), unreadable: [] },
      lastError: { message: '503 Service Unavailable', at: at(START + MINUTE) },
      notes: [],
    };
    const { ledger } = ledgerServiceOn(db, {
      health: [
        silent,
        { ...silent, id: 'cluster:fra', reachable: true },
        { ...silent, id: 'prometheus', kind: 'prometheus' },
      ],
    });
    const { extents, unreadClusters, missing } =
      await ledger.getChangesOfServices(
        {
          entityRefs: ['component:gateway', 'component:login', 'component:x'],
          ...{ from: at(START - DAY), to: at(START + DAY) },
        },
        caller,
      );
    expect(Object.keys(extents)).toEqual([
      'component:default/gateway',
      'component:default/login',
    ]);
    expect(extents['component:default/login']).toMatchObject({
      ...{ observedSince: at(START), knownSince: at(START) },
    });
    expect(unreadClusters).toEqual([
      {
        ...{ name: 'nrt', title: 'Cluster Tokyo', readAt: at(START) },
        error: '503 Service Unavailable',
      },
    ]);
    expect(missing).toEqual(['component:default/x']);
  });

  it('are filtered by all that is asked', async () => {
    const db = await open(id);
    const scene = await grown(db, 6);
    scene.watch(gateway({ replicas: 2, version: 90 }));
    await scene.flush(2 * SECOND);
    const { ledger } = ledgerServiceOn(db);
    const to = async (request: Partial<ChangesRequest>) =>
      (await ledger.getChanges(asked(request), caller)).changes.map(
        change => change.to,
      );
    expect(await to({ direction: 'down' })).toEqual([2]);
    expect(await to({ actor: 'person' })).toEqual([8, 6, 4]);
    expect(await to({ region: 'eu-frankfurt', direction: 'up' })).toHaveLength(
      6,
    );
    expect(await to({ region: 'us-oregon' })).toEqual([]);
    expect(await to({ workload: 'gateway', direction: 'down' })).toEqual([2]);
    expect(await to({ workload: 'Deployment/aurora/gateway' })).toHaveLength(7);
    expect(await to({ workload: 'login' })).toEqual([]);
    expect(
      await to({ from: at(START + 2 * MINUTE), to: at(START + 4 * MINUTE) }),
    ).toEqual([6, 5]);
  });

  it('refuses a cursor that it never gave out', async () => {
    const { ledger } = ledgerServiceOn(await open(id));
    await expect(
      ledger.getChanges(asked({ cursor: 'nonsense' }), caller),
    ).rejects.toThrow("'cursor' is not one that this service gave out");
  });

  it('are exported whole, and safely', async () => {
    const db = await open(id);
    await grown(db, 1_203);
    const { ledger } = ledgerServiceOn(db);
    let text = '';
    for await (const piece of await ledger.exportChanges(ref, caller)) {
      text += piece;
    }
    const lines = text.split('\r\n');
    expect(lines).toHaveLength(1_203 + 2);
    expect(lines[0]).toMatch(/^at,not_before,service,/);
    expect(lines.at(-1)).toBe('');
    expect(lines[2]).toContain(`,"'=HYPERLINK(""x""),argo",`);
  });

  it('need the permission, and an entity that the caller may see', async () => {
    const db = await open(id);
    await grown(db, 2);
    const denied = ledgerServiceOn(db, { result: AuthorizeResult.DENY }).ledger;
    const range = { from: at(START), to: at(START + DAY) };
    await expect(denied.getChanges(asked(), caller)).rejects.toThrow(
      "'scaling.change.read' is needed",
    );
    await expect(denied.exportChanges(ref, caller)).rejects.toThrow('needed');
    await expect(
      denied.getChangesOfServices({ entityRefs: ['a'], ...range }, caller),
    ).rejects.toThrow('needed');
    const { ledger } = ledgerServiceOn(db);
    await expect(
      ledger.getChanges(asked({ name: 'hidden' }), caller),
    ).rejects.toThrow("There is no entity 'component:default/hidden'");
  });

  it('tell of several services at once, newest first, and say when that is cut', async () => {
    const db = await open(id);
    const scene = await grown(db, 4);
    scene.watch(gateway({ name: 'login', replicas: 10, version: 80 }));
    await scene.flush(2 * SECOND);
    const { ledger, entities } = ledgerServiceOn(db);
    const asking = jest.spyOn(entities, 'getEntitiesByRefs');
    const refs = ['gateway', 'login', 'hidden'].map(
      name => `Component:default/${name}`,
    );
    const range = { from: at(START), to: at(START + DAY) };
    const all = await ledger.getChangesOfServices(
      { entityRefs: refs, ...range },
      caller,
    );
    expect(asking).toHaveBeenCalledTimes(1);
    expect(asking.mock.calls[0][1]).toEqual({ credentials: caller });
    expect(all.changes.map(({ name, to }) => `${name} ${to}`)).toEqual([
      'login 10',
      ...[7, 6, 5, 4].map(to => `gateway ${to}`),
    ]);
    expect(all).toMatchObject({
      cut: false,
      missing: ['component:default/hidden'],
    });
    const few = await ledger.getChangesOfServices(
      { entityRefs: refs, ...range, limit: 2 },
      caller,
    );
    expect(few.changes).toHaveLength(2);
    expect(few.cut).toBe(true);
  });

  it('find nothing that is older than the ledger keeps', async () => {
    const db = await open(id);
    const scene = await grown(db, 6);
    const nowMs = START + 3 * MINUTE + 30 * DAY + SECOND;
    const retention = new LedgerRetention(db, 30 * DAY, () => nowMs);
    expect(await retention.prune()).toBe(3);
    expect((await scene.changes()).map(({ to }) => to)).toEqual([9, 8, 7]);
    // What still exists is known on, so that the next change has its beginning.
    scene.watch(gateway({ replicas: 1, version: 90 }));
    await scene.flush(2 * SECOND);
    expect((await scene.changes())[0]).toMatchObject({ from: 9, to: 1 });
    expect(
      await new LedgerRetention(db, DAY, () => nowMs + 90 * DAY).prune(),
    ).toBe(4);
    expect(await db('ledger_sizes').select()).toEqual([]);
  });
});
