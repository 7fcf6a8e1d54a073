import {
  at,
  DAY,
  gatewayObject as gateway,
  hpaObject as hpa,
  LedgerScene,
  MINUTE,
  SECOND,
  sizes,
  START,
  writer,
} from '../../__testUtils__/LedgerScene';
import { migratedDatabases } from '../../__testUtils__/migratedDatabases';

jest.setTimeout(60_000);

const { ids, open } = migratedDatabases();

describe.each(ids)('the ledger of a cluster on %s', id => {
  it('records a change once, with who made it and why, and when it was ready', async () => {
    const scene = new LedgerScene(await open(id));
    scene.list(
      [gateway({ replicas: 3, version: 10 })],
      [hpa({ desired: 3, cpu: 65, version: 11 })],
    );
    await scene.flush();
    expect(await scene.changes()).toEqual([]);

    const scaledMs = START + 10 * SECOND;
    scene.nowMs = scaledMs + 400;
    scene.watch(
      gateway({
        ...{ replicas: 5, ready: 3, version: 20 },
        writer: writer('kube-controller-manager', scaledMs, 'scale'),
      }),
    );
    // The autoscaler's own status follows a moment later.
    scene.nowMs += 200;
    scene.watchScaler(
      hpa({ desired: 5, cpu: 104, lastScaleMs: scaledMs, version: 21 }),
    );
    await scene.flush();
    const [change, ...others] = await scene.changes();
    expect(others).toEqual([]);
    expect(change).toMatchObject({
      entityRef: 'component:default/gateway',
      cluster: 'fra',
      kind: 'Deployment',
      namespace: 'aurora',
      name: 'gateway',
      from: 3,
      to: 5,
      at: at(scaledMs),
      notBefore: null,
      actor: {
        type: 'autoscaler',
        kind: 'HorizontalPodAutoscaler',
        name: 'gateway',
      },
      reasonObserved: true,
      readiness: 'pending',
      readyAt: null,
      source: 'observed',
    });
    expect(change.why).toMatchObject({
      sentence:
        'It grew from 3 to 5 replicas because the HorizontalPodAutoscaler gateway asked for it: cpu is at 104% against a target of 70%.',
      metrics: [{ name: 'cpu', current: 104, target: 70 }],
      conditions: [{ reason: 'SucceededRescale' }],
    });
    expect(scene.changed).toEqual([['component:default/gateway']]);
    expect(scene.recorded).toEqual(['autoscaler']);

    scene.nowMs = scaledMs + 30 * SECOND;
    scene.watch(
      gateway({ replicas: 5, ready: 5, version: 30, generation: 20 }),
    );
    await scene.flush();
    expect(await scene.changes()).toEqual([
      expect.objectContaining({
        readiness: 'ready',
        readyAt: at(scaledMs + 30 * SECOND),
      }),
    ]);
  });

  it('adds what the autoscaler announces, and keeps what it saw then', async () => {
    const scene = new LedgerScene(await open(id));
    scene.list(
      [gateway({ replicas: 3, version: 10 })],
      [hpa({ desired: 3, cpu: 65, version: 11 })],
    );
    await scene.flush();
    const scaledMs = START + 10 * SECOND;
    scene.nowMs = scaledMs;
    scene.watch(gateway({ replicas: 5, ready: 3, version: 20 }));
    scene.watchScaler(
      hpa({ desired: 5, cpu: 104, lastScaleMs: scaledMs, version: 21 }),
    );
    await scene.flush();
    scene.nowMs += SECOND;
    scene.announcements.take({
      metadata: { uid: 'e', namespace: 'aurora' },
      involvedObject: {
        ...{ kind: 'HorizontalPodAutoscaler', name: 'gateway' },
        namespace: 'aurora',
      },
      reason: 'SuccessfulRescale',
      message: 'New size: 5; reason: cpu resource utilization above target',
      lastTimestamp: at(scaledMs),
    });
    scene.watchScaler(hpa({ desired: 5, cpu: 61, version: 25 }));
    await scene.flush();
    const [{ why }] = await scene.changes();
    expect(why).toMatchObject({
      event: {
        reason: 'SuccessfulRescale',
        message: 'New size: 5; reason: cpu resource utilization above target',
      },
      metrics: [{ current: 104 }],
    });
  });

  it('tells a person and a pipeline from an autoscaler', async () => {
    const scene = new LedgerScene(await open(id));
    scene.list([
      gateway({
        ...{ replicas: 3, version: 10 },
        writer: writer('argocd-controller', START - DAY),
      }),
    ]);
    await scene.flush();
    const steps: Array<[number, string]> = [
      [8, 'kubectl-scale'],
      [4, 'argocd-controller'],
      [6, 'night-owl'],
    ];
    for (const [i, [replicas, manager]] of steps.entries()) {
      const writtenMs = scene.nowMs + MINUTE / 2;
      scene.nowMs = writtenMs;
      scene.watch(
        gateway({
          ...{ replicas, version: 20 + i },
          writer: writer(manager, writtenMs),
        }),
      );
      await scene.flush(2 * SECOND);
    }
    const changes = await scene.changes();
    expect(changes.map(({ actor }) => actor).reverse()).toEqual([
      { type: 'person', kind: null, name: 'kubectl-scale' },
      { type: 'automation', kind: null, name: 'argocd-controller' },
      { type: 'unknown', kind: null, name: 'night-owl' },
    ]);
    expect(sizes(changes)).toEqual(['4-6', '8-4', '3-8']);
  });

  it('names the autoscaler once it is known, although that wants something else by then', async () => {
    const scene = new LedgerScene(await open(id));
    scene.list([gateway({ replicas: 3, version: 10 })]);
    await scene.flush();
    scene.nowMs += 5 * SECOND;
    const scaled = {
      ...{ replicas: 5, generation: 20 },
      writer: writer('kube-controller-manager', scene.nowMs, 'scale'),
    };
    scene.watch(gateway({ ...scaled, version: 20 }));
    await scene.flush(2 * SECOND);
    expect(await scene.changes()).toMatchObject([
      { actor: { type: 'autoscaler', kind: null, name: null } },
    ]);
    scene.watchScaler(hpa({ desired: 6, cpu: 90, version: 25 }));
    await scene.flush(SECOND);
    expect(await scene.changes()).toMatchObject([
      {
        actor: {
          ...{ type: 'autoscaler', name: 'gateway' },
          kind: 'HorizontalPodAutoscaler',
        },
        reasonObserved: false,
        why: { metrics: [] },
      },
    ]);
  });

  it('says that it does not know where nothing tells', async () => {
    const scene = new LedgerScene(await open(id));
    scene.list([gateway({ replicas: 3, version: 10 })]);
    await scene.flush();
    scene.nowMs += 5 * SECOND;
    scene.watch(gateway({ replicas: 2, version: 20 }));
    await scene.flush(2 * SECOND);
    expect(await scene.changes()).toMatchObject([
      {
        actor: { type: 'unknown', kind: null, name: null },
        reasonObserved: false,
        why: {
          sentence:
            'It shrank from 3 to 2 replicas; who changed it and why was not observed.',
        },
      },
    ]);
  });
});
