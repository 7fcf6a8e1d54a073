import { join } from 'node:path';
import { Clock } from '../Clock';
import { Faults } from '../serving/Faults';
import { keptCertificate } from '../serving/keptCertificate';
import { serveFace } from '../serving/serveFace';
import { World } from '../world';
import { unwatchedGroupKinds } from './api/resourceTypes';
import { ClusterMirror } from './ClusterMirror';
import { formatKubernetesError } from './formatKubernetesError';
import { KubernetesFace } from './KubernetesFace';
import { ResourceStore } from './store/ResourceStore';

export interface ClusterOptions {
  world: Pick<World, 'objectsAt' | 'clusterReachableAt' | 'podLogAt'>;
  cluster: string;
  clock: Clock;
  token: string;
  faults: Faults;
  host: string;
  /** 0: any free port. */
  port: number;
  /** Folder that the certificate is kept in; undefined: a new one each time. */
  certificates?: string;
  onProblem(message: string): void;
}

/**
 * Versions count milliseconds since this day, then changes. A cluster changes less
 * than a thousand times a second, so one that is started again goes on above all
 * versions that it gave before, and no client mistakes the past for the present.
 */
const versionEpochMs = Date.UTC(2024, 0, 1);

/** Starts the API of one cluster; its objects come with the mirror's first sync. */
export async function startCluster(options: ClusterOptions) {
  const { world, cluster, clock, token, faults } = options;
  const name = `kubernetes/${cluster}`;
  const store = new ResourceStore({
    firstVersion: Math.max(1, clock.now() - versionEpochMs),
    unwatched: unwatchedGroupKinds,
  });
  const face = new KubernetesFace({
    name,
    store,
    clock,
    token,
    faults,
    readPodLog: (namespace, pod, { tailLines }) =>
      world.podLogAt(cluster, namespace, pod, clock.now(), { tailLines }),
  });
  const tls = keptCertificate(
    `simulated cluster ${cluster}`,
    options.certificates && join(options.certificates, `${cluster}.json`),
  );
  const served = await serveFace({
    name,
    host: options.host,
    port: options.port,
    tls,
    faults,
    formatError: formatKubernetesError,
    handler: face.handle,
  });
  return {
    ...served,
    cluster,
    certificate: tls.cert,
    mirror: new ClusterMirror({
      world,
      cluster,
      store,
      onReachable: served.setReachable,
      onProblem: options.onProblem,
    }),
    face,
    store,
  };
}
