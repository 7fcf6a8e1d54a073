import { ManualClock } from '../../Clock';
import { Faults } from '../../serving/Faults';
import { selfSignedCertificate } from '../../serving/selfSignedCertificate';
import { serveFace } from '../../serving/serveFace';
import { unwatchedGroupKinds } from '../api/resourceTypes';
import { KubernetesFace } from '../KubernetesFace';
import { formatKubernetesError } from '../formatKubernetesError';
import { ResourceStore, ResourceStoreOptions } from '../store/ResourceStore';
import { clusterObjects, nowMs } from './clusterObjects';

export const token = 'a-token';
const name = 'kubernetes/fra';

/** One cluster with the sample objects, on a free port. */
export async function startFace(storeOptions: ResourceStoreOptions = {}) {
  const clock = new ManualClock(nowMs);
  const faults = new Faults();
  const certificate = selfSignedCertificate('fra');
  const store = new ResourceStore({
    firstVersion: 1_000,
    unwatched: unwatchedGroupKinds,
    ...storeOptions,
  });
  store.replace(clusterObjects(), nowMs);
  const face = new KubernetesFace({
    name,
    store,
    clock,
    token,
    faults,
    readPodLog: (namespace, pod, { tailLines = 3 }) =>
      ['starting', `${namespace}/${pod} is up`, 'ready']
        .slice(tailLines === 0 ? 3 : -tailLines)
        .map(line => `${line}\n`)
        .join(''),
  });
  const server = await serveFace({
    name,
    host: '127.0.0.1',
    port: 0,
    tls: certificate,
    faults,
    formatError: formatKubernetesError,
    handler: face.handle,
  });
  return {
    store,
    face,
    faults,
    clock,
    certificate,
    url: server.url,
    close: () => server.close(),
    setFaults: (...wanted: Parameters<Faults['set']>[1][number][]) =>
      faults.set(name, wanted),
    /** A request with the token; the body is parsed where it is JSON. */
    async get(path: string, headers: Record<string, string> = {}) {
      const response = await fetch(`${server.url}${path}`, {
        headers: { authorization: `Bearer ${token}`, ...headers },
      });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json');
      return {
        status: response.status,
        headers: response.headers,
        body: isJson ? JSON.parse(text) : text,
      };
    },
  };
}
