import {
  CoreV1Api,
  KubeConfig,
  makeInformer,
  topPods,
  Metrics,
  V1Pod,
} from '@kubernetes/client-node';
import { aPod, clusterObjects, nowMs } from './__fixtures__/clusterObjects';
import { startFace, token } from './__fixtures__/startFace';

type Face = Awaited<ReturnType<typeof startFace>>;

let face: Face;
let config: KubeConfig;
beforeEach(async () => {
  face = await startFace({ maxEvents: 5 });
  config = new KubeConfig();
  config.loadFromOptions({
    clusters: [{ name: 'fra', server: face.url, skipTLSVerify: true }],
    users: [{ name: 'reader', token }],
    contexts: [{ name: 'fra', cluster: 'fra', user: 'reader' }],
    currentContext: 'fra',
  });
});
afterEach(() => face.close());

/** Waits for something that other events bring about. */
async function until(isTrue: () => boolean) {
  while (!isTrue()) await new Promise(resolve => setTimeout(resolve, 5));
}

describe('the official client for Node', () => {
  it('lists pods', async () => {
    const core = config.makeApiClient(CoreV1Api);
    const { items, metadata } = await core.listNamespacedPod({
      namespace: 'aurora',
      labelSelector: 'app=gateway',
      limit: 2,
    });
    expect(items.map(pod => pod.metadata?.name)).toEqual([
      'gateway-1',
      'gateway-2',
    ]);
    expect(metadata?._continue).toEqual(expect.any(String));
  });

  it('understands refusals', async () => {
    const core = config.makeApiClient(CoreV1Api);
    await expect(
      core.readNamespacedPod({ namespace: 'aurora', name: 'nobody' }),
    ).rejects.toMatchObject({ code: 404 });
    await expect(core.listSecretForAllNamespaces()).rejects.toMatchObject({
      code: 403,
    });
  });

  it('adds up what pods use', async () => {
    const usage = await topPods(
      config.makeApiClient(CoreV1Api),
      new Metrics(config),
      'aurora',
    );
    const first = usage.find(each => each.Pod.metadata?.name === 'gateway-1');
    expect(Number(first?.CPU.CurrentUsage)).toBeCloseTo(0.285);
  });

  it('follows changes with an informer, also after its version is forgotten', async () => {
    const core = config.makeApiClient(CoreV1Api);
    const informer = makeInformer<V1Pod>(
      config,
      '/api/v1/namespaces/aurora/pods',
      () => core.listNamespacedPod({ namespace: 'aurora' }),
    );
    const events: string[] = [];
    for (const verb of ['add', 'update', 'delete'] as const) {
      informer.on(verb, pod => events.push(`${verb} ${pod.metadata?.name}`));
    }
    let isEnding = false;
    // A broken connection is reported; whoever uses an informer starts it again.
    informer.on('error', () => {
      if (!isEnding) setTimeout(() => informer.start(), 5);
    });
    await informer.start();
    await until(() => face.face.openWatches === 1);
    face.store.apply(aPod('gateway-4'), nowMs);
    await until(() => events.includes('add gateway-4'));

    face.setFaults({ kind: 'refuse' });
    await until(() => face.face.openWatches === 0);
    face.store.remove(aPod('gateway-1'), nowMs);
    for (let i = 0; i < 10; i += 1) face.store.apply(aPod(`p${i}`), nowMs);
    face.setFaults();
    await until(() => events.includes('delete gateway-1'));

    const names = () =>
      informer
        .list('aurora')
        .map(pod => pod.metadata?.name)
        .sort();
    face.store.replace(clusterObjects(), nowMs);
    await until(() => !names().includes('p9') && names().includes('gateway-1'));
    expect(names()).toEqual(['gateway-1', 'gateway-2', 'gateway-3']);
    isEnding = true;
    await informer.stop();
  });
});
