import { aPod } from './__fixtures__/clusterObjects';
import { ClusterMirror } from './ClusterMirror';
import { KubernetesObject } from './KubernetesObject';
import { ResourceStore } from './store/ResourceStore';

/** A world of one cluster that can be rearranged. */
function aMirror() {
  const world = {
    objects: [] as (KubernetesObject & {
      metadata: { uid: string; creationTimestamp: string };
    })[],
    isReachable: true,
    objectsAt: () => world.objects,
    clusterReachableAt: () => world.isReachable,
  };
  const store = new ResourceStore({ firstVersion: 0 });
  const reachable: boolean[] = [];
  const problems: string[] = [];
  const mirror = new ClusterMirror({
    world,
    cluster: 'fra',
    store,
    onReachable: isReachable => reachable.push(isReachable),
    onProblem: message => problems.push(message),
  });
  return { world, store, mirror, reachable, problems };
}

function pod(name: string) {
  const made = aPod(name);
  return {
    ...made,
    metadata: { ...made.metadata, uid: name, creationTimestamp: '' },
  };
}

describe('ClusterMirror', () => {
  it('shows what the world shows', () => {
    const { world, store, mirror } = aMirror();
    const [a, b] = [pod('a'), pod('b')];
    world.objects = [a, b];
    mirror.sync(0);
    mirror.sync(1);
    expect(store.resourceVersion).toBe(2);
    world.objects = [b];
    mirror.sync(2);
    expect(store.resourceVersion).toBe(3);
    expect(store.get('/Pod', 'aurora/a')).toBeUndefined();
  });

  it('tells once when the cluster is lost and once when it is back', () => {
    const { world, mirror, reachable } = aMirror();
    mirror.sync(0);
    world.isReachable = false;
    mirror.sync(1);
    mirror.sync(2);
    world.isReachable = true;
    mirror.sync(3);
    expect(reachable).toEqual([false, true]);
  });

  it('reports a name that is given twice once, and goes on', () => {
    const { world, store, mirror, problems } = aMirror();
    world.objects = [pod('a'), pod('a'), pod('b')];
    mirror.sync(0);
    world.objects = [...world.objects];
    mirror.sync(1);
    expect(store.size).toBe(2);
    expect(problems).toEqual([
      'fra: two objects are called /Pod aurora/a; one is left out',
    ]);
  });
});
