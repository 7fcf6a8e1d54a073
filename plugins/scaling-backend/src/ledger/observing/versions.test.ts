import {
  at,
  DAY,
  gatewayObject as gateway,
  GatewayOptions,
  LedgerScene,
  MINUTE,
  SECOND,
  START,
  writer,
} from '../../__testUtils__/LedgerScene';
import { migratedDatabases } from '../../__testUtils__/migratedDatabases';

jest.setTimeout(60_000);

const { ids, open } = migratedDatabases();
const image = (tag: string) => `registry.example/aurora/gateway:${tag}`;

/** A gateway of three replicas in a revision of its own. */
const running = (
  tag: string,
  revision: string | undefined,
  version: number,
  changes: Partial<GatewayOptions> = {},
) => gateway({ replicas: 3, version, image: image(tag), revision, ...changes });

describe.each(ids)('new versions of workloads on %s', id => {
  it('are recorded with their images, once the controller rolls them out', async () => {
    const scene = new LedgerScene(await open(id));
    scene.list([running('1.41.0', '7', 10)]);
    await scene.flush();
    expect(await scene.versions()).toEqual([]);
    expect(await scene.versionsSince()).toBe(START);

    // Written, and not looked at by the controller yet.
    scene.watch(running('1.42.0', '7', 20, { observedGeneration: 10 }));
    await scene.flush(SECOND);
    expect(await scene.versions()).toEqual([]);
    scene.watch(running('1.42.0', '8', 21, { generation: 20 }));
    await scene.flush(SECOND);
    scene.watch(running('1.42.0', '8', 22, { generation: 20, ready: 2 }));
    await scene.flush(SECOND);
    expect(await scene.versions()).toMatchObject([
      {
        ...{ kind: 'Deployment', namespace: 'aurora', name: 'gateway' },
        ...{ entityRef: 'component:default/gateway', cluster: 'fra' },
        ...{ at: at(START + SECOND), notBefore: null },
        from: [{ container: 'app', image: image('1.41.0') }],
        to: [{ container: 'app', image: image('1.42.0') }],
        actor: { type: 'unknown' },
        title: '1.41.0 → 1.42.0',
        sentence:
          'A new version of the Deployment gateway: app from gateway:1.41.0 to gateway:1.42.0.',
      },
    ]);
    expect(scene.changed.flat()).toContain('component:default/gateway');
    // It is no change of size.
    expect(await scene.changes()).toEqual([]);
  });

  it('name who wrote them, and when', async () => {
    const scene = new LedgerScene(await open(id));
    const argo = (atMs: number) =>
      writer('argocd-controller', atMs, undefined, 'f:template');
    scene.list([running('1', '1', 10, { writer: argo(START - 9 * MINUTE) })]);
    await scene.flush();
    const writtenMs = START + 3 * SECOND;
    scene.nowMs += 5 * SECOND;
    scene.watch(running('2', '2', 20, { writer: argo(writtenMs) }));
    await scene.flush();
    expect(await scene.versions()).toMatchObject([
      {
        at: at(writtenMs),
        actor: { type: 'automation', name: 'argocd-controller' },
        sentence: expect.stringMatching(/, written by argocd-controller\.$/),
      },
    ]);
  });

  it('are recorded once, whoever looks, how often and in which order', async () => {
    const db = await open(id);
    const scenes = [new LedgerScene(db), new LedgerScene(db)];
    const one = running('1', '1', 10);
    const two = running('2', '2', 20);
    for (const scene of scenes) scene.list([one]);
    await Promise.all(scenes.map(scene => scene.flush()));
    for (const scene of scenes) scene.watch(two, one, two);
    await Promise.all(scenes.map(scene => scene.flush(SECOND)));
    for (const scene of scenes) scene.list([one]);
    await Promise.all(scenes.map(scene => scene.flush(SECOND)));
    for (const scene of scenes) scene.list([two]);
    await Promise.all(scenes.map(scene => scene.flush(SECOND)));
    expect(await scenes[0].versions()).toHaveLength(1);
    for (const scene of scenes) await scene.ledger.stop();

    const next = new LedgerScene(db, { atMs: START + 10 * MINUTE });
    next.list([two]);
    await next.flush();
    expect(await next.versions()).toHaveLength(1);
  });

  it('that came while nobody watched say between which instants', async () => {
    const db = await open(id);
    const first = new LedgerScene(db);
    first.list([running('1', '1', 10)]);
    await first.flush();
    await first.ledger.stop();
    const second = new LedgerScene(db, { atMs: START + 30 * MINUTE });
    second.list([running('3', '3', 40)]);
    await second.flush();
    expect(await second.versions()).toMatchObject([
      {
        ...{ title: '1 → 3', notBefore: at(START) },
        at: at(START + 30 * MINUTE),
      },
    ]);
    // What was known before that stays known.
    expect(await second.versionsSince()).toBe(START);
    const unwatched = {
      ...{ entityRef: 'component:default/gateway', cluster: 'fra' },
      ...{ fromMs: START, toMs: START + 30 * MINUTE },
    };
    expect(await second.versionGaps()).toEqual([unwatched]);
    await second.ledger.stop();
    // Now nothing but one more version came, which is seen.
    const third = new LedgerScene(db, { atMs: START + 60 * MINUTE });
    third.list([running('4', '4', 50)]);
    await third.flush();
    expect(await third.versions()).toHaveLength(2);
    expect(await third.versionGaps()).toEqual([unwatched]);
  });

  it('may be missed in a time that nobody watched, though all is as it was', async () => {
    const db = await open(id);
    const first = new LedgerScene(db);
    first.list([running('1', undefined, 10)]);
    await first.flush();
    await first.ledger.stop();
    const second = new LedgerScene(db, { atMs: START + 6 * 60 * MINUTE });
    second.list([running('1', undefined, 40)]);
    await second.flush();
    expect(await second.versions()).toEqual([]);
    expect(await second.versionGaps()).toMatchObject([
      { fromMs: START, toMs: START + 6 * 60 * MINUTE },
    ]);
    second.watch(running('1', undefined, 41, { generation: 40 }));
    await second.flush(SECOND);
    expect(await second.versionGaps()).toHaveLength(1);
  });

  it('are observed since all workloads that are there were', async () => {
    const scene = new LedgerScene(await open(id));
    const canary = {
      ...gateway({ name: 'canary', replicas: 1, version: 5 }),
    };
    canary.metadata = {
      ...Object(canary.metadata),
      labels: { 'backstage.io/kubernetes-id': 'gateway' },
    };
    scene.list([running('1', '1', 10), canary]);
    await scene.flush();
    // Its controller may be about to look at it.
    expect(await scene.versionsSince()).toBe(START);
    scene.nowMs += 10 * MINUTE;
    expect(await scene.versionsSince()).toBeUndefined();
    scene.nowMs += 3 * DAY;
    scene.list([running('1', '1', 10)]);
    await scene.flush();
    expect(await scene.versionsSince()).toBe(START);
  });

  it('tell each of several within a moment, and a change of size apart', async () => {
    const scene = new LedgerScene(await open(id));
    scene.list([running('1', '1', 10)]);
    await scene.flush();
    scene.watch(
      running('2', '2', 20),
      running('1', '3', 30),
      running('1', '3', 40, { replicas: 5 }),
    );
    await scene.flush(2 * SECOND);
    expect((await scene.versions()).map(({ title }) => title).sort()).toEqual([
      '1 → 2',
      '2 → 1',
    ]);
    expect(await scene.changes()).toMatchObject([{ from: 3, to: 5 }]);
  });

  it('count a restart, and wait for what is paused to go on', async () => {
    const scene = new LedgerScene(await open(id));
    scene.list([running('1', '1', 10)]);
    await scene.flush();
    scene.watch(running('1', '2', 20));
    await scene.flush(SECOND);
    expect(await scene.versions()).toMatchObject([
      {
        title: 'pods replaced, same images',
        sentence:
          'The pods of the Deployment gateway are replaced: their template changed, and they have the same images as the version known before (gateway:1).',
      },
    ]);
    scene.watch(running('2', '2', 30));
    await scene.flush(SECOND);
    expect(await scene.versions()).toHaveLength(1);
    scene.watch(running('2', '3', 40));
    await scene.flush(SECOND);
    expect((await scene.versions())[0].title).toBe('1 → 2');
  });

  it('are told by the template where no controller counts them, and by images alone of what was made anew', async () => {
    const scene = new LedgerScene(await open(id));
    scene.list([running('1', undefined, 10)]);
    await scene.flush();
    scene.watch(running('1', undefined, 20, { replicas: 4 }));
    await scene.flush(2 * SECOND);
    // Its controller begins to count: that is no new version.
    scene.watch(running('1', '1', 21, { replicas: 4 }));
    await scene.flush(SECOND);
    const anew = { uid: 'another', createdAt: at(START) };
    scene.watch(running('1', '9', 30, anew));
    await scene.flush(2 * SECOND);
    expect(await scene.versions()).toEqual([]);
    scene.watch(running('2', '10', 40, anew));
    await scene.flush(SECOND);
    expect(await scene.versions()).toHaveLength(1);
  });

  it.each([
    ['the same images', '7', '1', []],
    ['other images', '1', '2', [{ title: '1 → 2' }]],
  ])(
    'count of what was made anew with %s by these alone, though its controller reports later',
    async (_, before, tag, expected) => {
      const scene = new LedgerScene(await open(id));
      scene.list([running('1', before, 10)]);
      await scene.flush();
      const anew = { uid: 'another', createdAt: at(START), generation: 1 };
      scene.watch(
        running(tag, undefined, 20, { ...anew, observedGeneration: 0 }),
      );
      await scene.flush(SECOND);
      expect(await scene.versions()).toEqual([]);
      for (const version of [21, 22]) {
        scene.watch(running(tag, '1', version, anew));
        await scene.flush(SECOND);
        expect(await scene.versions()).toMatchObject(expected);
      }
      scene.watch(running('3', '2', 30, { ...anew, generation: 2 }));
      await scene.flush(SECOND);
      expect((await scene.versions())[0].title).toBe(`${tag} → 3`);
    },
  );

  it('begin to be known of what was recorded before they were', async () => {
    const db = await open(id);
    const scene = new LedgerScene(db);
    scene.list([gateway({ replicas: 3, version: 10 })]);
    await scene.flush();
    expect(await scene.versionsSince()).toBeUndefined();
    await scene.ledger.stop();
    const next = new LedgerScene(db, { atMs: START + MINUTE });
    next.list([running('1', '1', 10)]);
    await next.flush();
    expect(await next.versions()).toEqual([]);
    expect(await next.versionsSince()).toBe(START + MINUTE);
    next.watch(running('2', '2', 20));
    await next.flush(SECOND);
    expect(await next.versions()).toHaveLength(1);
  });
});
