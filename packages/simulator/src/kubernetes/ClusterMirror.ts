import { World } from '../world';
import { ResourceStore } from './store/ResourceStore';

/** Brings a cluster's store to where the world is. */
export class ClusterMirror {
  private isReachable = true;

  constructor(
    private readonly world: Pick<World, 'objectsAt' | 'clusterReachableAt'>,
    private readonly cluster: string,
    private readonly store: ResourceStore,
    /** Told when the cluster's API is lost (false) and when it is back. */
    private readonly onReachable: (isReachable: boolean) => void,
  ) {}

  /** @throws Error where the world cannot say what the cluster holds */
  sync(atMs: number) {
    this.store.replace(this.world.objectsAt(this.cluster, atMs), atMs);
    const isReachable = this.world.clusterReachableAt(this.cluster, atMs);
    if (isReachable !== this.isReachable) {
      this.isReachable = isReachable;
      this.onReachable(isReachable);
    }
  }
}
