import { World } from '../world';
import { KubernetesObject } from './KubernetesObject';
import { ResourceStore } from './store/ResourceStore';

export interface ClusterMirrorOptions {
  world: Pick<World, 'objectsAt' | 'clusterReachableAt'>;
  cluster: string;
  store: ResourceStore;
  /** Told when the cluster's API is lost (false) and when it is back. */
  onReachable(isReachable: boolean): void;
  /** Told what is wrong with the world's objects. */
  onProblem(message: string): void;
}

/** Brings a cluster's store to where the world is. */
export class ClusterMirror {
  private isReachable = true;
  private shown?: Iterable<KubernetesObject>;
  private readonly reported = new Set<string>();

  constructor(private readonly options: ClusterMirrorOptions) {}

  sync(atMs: number) {
    const { world, cluster, store, onReachable, onProblem } = this.options;
    const objects = world.objectsAt(cluster, atMs);
    if (objects !== this.shown) {
      this.shown = objects;
      for (const name of store.replace(objects, atMs)) {
        if (this.reported.has(name)) continue;
        this.reported.add(name);
        onProblem(
          `${cluster}: two objects are called ${name}; one is left out`,
        );
      }
    }
    const isReachable = world.clusterReachableAt(cluster, atMs);
    if (isReachable !== this.isReachable) {
      this.isReachable = isReachable;
      onReachable(isReachable);
    }
  }
}
