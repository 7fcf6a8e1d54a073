import { World } from '../world';
import { ClusterOptions, startCluster } from './startCluster';

export interface ClustersOptions extends Omit<ClusterOptions, 'cluster'> {
  world: World;
  /** First of as many ports as there are clusters; 0: any free ones. */
  port: number;
}

/** Starts the API of every cluster of the world, in the order of its regions. */
export async function startClusters(options: ClustersOptions) {
  const { world, port, clock, onProblem } = options;
  const all: (Awaited<ReturnType<typeof startCluster>> & { title: string })[] =
    [];
  const close = async () => {
    for (const cluster of all) await cluster.close();
  };
  try {
    for (const [index, { cluster, title }] of world.regions().entries()) {
      const started = await startCluster({
        ...options,
        cluster,
        port: port ? port + index : 0,
      });
      all.push({ ...started, title });
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    all,
    close,
    /** Brings all clusters to the present of the clock. */
    sync: () => {
      const nowMs = clock.now();
      for (const { mirror } of all) mirror.sync(nowMs);
    },
    /**
     * Does so again and again, one cluster after the other, so that requests have
     * their turn between.
     *
     * @returns how to stop
     */
    keepInStep: (tickMs: number) => {
      let turn = 0;
      const timer = setInterval(() => {
        const { cluster, mirror } = all[turn % all.length];
        turn += 1;
        try {
          mirror.sync(clock.now());
        } catch (error) {
          onProblem(`The world of ${cluster} could not be read: ${error}`);
        }
      }, tickMs / all.length);
      timer.unref();
      return () => clearInterval(timer);
    },
  };
}
