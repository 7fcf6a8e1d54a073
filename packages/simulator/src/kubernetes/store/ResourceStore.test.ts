import { aPod, anObject } from '../__fixtures__/clusterObjects';
import { ApiError } from '../ApiError';
import { KubernetesObject } from '../KubernetesObject';
import { decodeContinueToken, encodeContinueToken } from './continueToken';
import { ResourceStore } from './ResourceStore';
import { StoreEvent } from './EventHistory';

const pods = '/Pod';

function eventsOf(store: ResourceStore, since: number) {
  const events: StoreEvent[] = [];
  const stop = store.watch(pods, since, event => events.push(event));
  return {
    seen: () =>
      events.map(({ type, key, resourceVersion }) => [
        type,
        key,
        resourceVersion,
      ]),
    stop,
  };
}

function caught(act: () => unknown): ApiError {
  try {
    act();
  } catch (error) {
    return error as ApiError;
  }
  throw new Error('Nothing was thrown');
}

const names = (objects: readonly { object: KubernetesObject }[]) =>
  objects.map(({ object }) => object.metadata.name);

describe('ResourceStore', () => {
  it('gives every change in the cluster the next version', () => {
    const store = new ResourceStore({ firstVersion: 10 });
    store.replace([aPod('a'), anObject('v1', 'Node', 'n'), aPod('b')], 0);
    expect(store.resourceVersion).toBe(13);
    expect(store.get(pods, 'aurora/b')?.resourceVersion).toBe(13);
    expect(store.get('/Node', '/n')?.resourceVersion).toBe(12);
  });

  it('takes the same reference for unchanged and another one for changed', () => {
    const store = new ResourceStore({ firstVersion: 0 });
    const [a, b] = [aPod('a'), aPod('b')];
    store.replace([a, b], 0);
    const watch = eventsOf(store, store.resourceVersion);
    store.replace([a, { ...b }], 0);
    store.replace([a], 0);
    expect(watch.seen()).toEqual([
      ['MODIFIED', 'aurora/b', 3],
      ['DELETED', 'aurora/b', 4],
    ]);
    expect(store.size).toBe(1);
  });

  it('deletes and adds where a name is taken over by another object', () => {
    const store = new ResourceStore({ firstVersion: 0 });
    const pod = aPod('presence-0');
    store.apply(pod, 0);
    const watch = eventsOf(store, 1);
    store.apply({ ...pod, metadata: { ...pod.metadata, uid: 'new' } }, 0);
    expect(watch.seen()).toEqual([
      ['DELETED', 'aurora/presence-0', 2],
      ['ADDED', 'aurora/presence-0', 3],
    ]);
  });

  it('keeps the first of two objects of one name and says so', () => {
    const store = new ResourceStore({ firstVersion: 0 });
    const [first, second] = [aPod('a'), aPod('a')];
    expect(store.replace([first, second], 0)).toEqual(['/Pod aurora/a']);
    expect(store.get(pods, 'aurora/a')?.object).toBe(first);
    expect(store.replace([second, first], 0)).toEqual(['/Pod aurora/a']);
    expect(store.get(pods, 'aurora/a')?.object).toBe(first);
    expect(store.resourceVersion).toBe(1);
    expect(store.replace([second], 0)).toEqual([]);
    expect(store.get(pods, 'aurora/a')?.object).toBe(second);
  });

  it('repeats to a watcher what happened since its version, then goes on', () => {
    const store = new ResourceStore({ firstVersion: 0 });
    store.apply(aPod('a'), 0);
    store.apply(anObject('v1', 'Node', 'n'), 0);
    store.apply(aPod('b'), 0);
    const watch = eventsOf(store, 1);
    store.apply(aPod('c'), 0);
    watch.stop();
    store.apply(aPod('d'), 0);
    expect(watch.seen()).toEqual([
      ['ADDED', 'aurora/b', 3],
      ['ADDED', 'aurora/c', 4],
    ]);
  });

  it('tells a watcher from the future nothing before its version', () => {
    const store = new ResourceStore({ firstVersion: 0 });
    const watch = eventsOf(store, 2);
    for (const name of ['a', 'b', 'c']) store.apply(aPod(name), 0);
    expect(watch.seen()).toEqual([['ADDED', 'aurora/c', 3]]);
  });

  it('says 410 Expired for a version that is forgotten by number', () => {
    const store = new ResourceStore({ firstVersion: 0, maxEvents: 2 });
    for (const name of ['a', 'b', 'c', 'd']) store.apply(aPod(name), 0);
    expect(() => store.watch(pods, 1, () => {})).toThrow(
      expect.objectContaining({
        code: 410,
        message: 'too old resource version: 1 (2)',
      }),
    );
    expect(eventsOf(store, 2).seen()).toHaveLength(2);
  });

  it('says 410 Expired for a version that is forgotten by age', () => {
    const store = new ResourceStore({ firstVersion: 0, maxEventAgeMs: 60_000 });
    const a = aPod('a');
    store.replace([a], 0);
    const b = aPod('b');
    store.replace([a, b], 50_000);
    store.replace([a, b], 60_001);
    expect(() => store.watch(pods, 0, () => {})).toThrow(
      expect.objectContaining({ code: 410 }),
    );
    expect(eventsOf(store, 1).seen()).toHaveLength(1);
  });

  it('sorts as etcd does, namespace before name', () => {
    const store = new ResourceStore();
    store.replace(
      [
        aPod('a', { namespace: 'ember' }),
        aPod('z', { namespace: 'aurora' }),
        aPod('b', { namespace: 'aurora-test' }),
      ],
      0,
    );
    expect(store.snapshot(pods).objects.map(({ key }) => key)).toEqual([
      'aurora-test/b',
      'aurora/z',
      'ember/a',
    ]);
  });

  it('restores the state of an earlier version', () => {
    const store = new ResourceStore({ firstVersion: 0 });
    const [a, b] = [aPod('a'), aPod('b')];
    store.replace([a, b], 0);
    const changed = { ...a, status: { phase: 'Failed' } };
    store.replace([changed, aPod('c')], 0);
    const before = store.snapshot(pods, 2);
    expect(names(before.objects)).toEqual(['a', 'b']);
    expect(before.objects[0].object).toBe(a);
    expect(before.objects[0].resourceVersion).toBe(1);
    expect(names(store.snapshot(pods).objects)).toEqual(['a', 'c']);
  });

  it('shows all pages of a list in the state of the first', () => {
    const store = new ResourceStore({ firstVersion: 0 });
    store.replace([aPod('a'), aPod('b'), aPod('c')], 0);
    const point = decodeContinueToken(
      encodeContinueToken({
        resourceVersion: store.resourceVersion,
        afterKey: 'aurora/a',
      }),
    );
    store.replace([aPod('b'), aPod('d')], 0);
    const page = store.page(pods, point);
    expect(page.resourceVersion).toBe(3);
    expect(names(page.objects)).toEqual(['b', 'c']);
  });

  it('offers to go on inconsistently where the first page is forgotten', () => {
    const store = new ResourceStore({ firstVersion: 0, maxEvents: 1 });
    store.replace([aPod('a'), aPod('b')], 0);
    const point = { resourceVersion: 2, afterKey: 'aurora/a' };
    store.replace([aPod('c'), aPod('d')], 0);
    const refusal = caught(() => store.page(pods, point)).body();
    expect(refusal).toMatchObject({ code: 410, reason: 'Expired' });
    const token = refusal.metadata.continue;
    const page = store.page(pods, decodeContinueToken(token ?? ''));
    expect(names(page.objects)).toEqual(['c', 'd']);
    expect(page.resourceVersion).toBe(store.resourceVersion);
  });

  it('still pages through what did not change after its version is forgotten', () => {
    const store = new ResourceStore({ firstVersion: 0, maxEvents: 1 });
    store.replace([aPod('a'), aPod('b')], 0);
    for (const name of ['n1', 'n2', 'n3']) {
      store.apply(anObject('v1', 'Node', name), 0);
    }
    expect(
      names(
        store.page(pods, { resourceVersion: 2, afterKey: 'aurora/a' }).objects,
      ),
    ).toEqual(['b']);
  });

  it('answers 504 to whoever asks for a version of the future', () => {
    const store = new ResourceStore({ firstVersion: 5 });
    expect(() => store.snapshot(pods, 6)).toThrow(
      expect.objectContaining({
        code: 504,
        message: 'Too large resource version: 6, current: 5',
      }),
    );
  });

  it('keeps no history of types that are not watched', () => {
    const store = new ResourceStore({
      firstVersion: 0,
      maxEvents: 1,
      unwatched: new Set(['metrics.k8s.io/PodMetrics']),
    });
    store.apply(aPod('a'), 0);
    for (let i = 0; i < 5; i += 1) {
      store.apply(anObject('metrics.k8s.io/v1beta1', 'PodMetrics', 'a'), 0);
    }
    expect(eventsOf(store, 0).seen()).toEqual([['ADDED', 'aurora/a', 1]]);
  });
});

describe('decodeContinueToken', () => {
  it.each([
    '',
    'x',
    'bnVsbA',
    Buffer.from('{"v":"other"}').toString('base64url'),
  ])('refuses %p with 400', token => {
    expect(() => decodeContinueToken(token)).toThrow(
      expect.objectContaining({ code: 400 }),
    );
  });
});
