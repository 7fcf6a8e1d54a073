import { mockServices } from '@backstage/backend-test-utils';
import { eventually } from '../../__testUtils__/eventually';
import { deployment } from '../../__testUtils__/objects';
import { CatalogPicture } from '../catalog/CatalogPicture';
import { ServicePart } from './picture/ServicePart';
import { ClusterWatcher } from './ClusterWatcher';
import { KubernetesApi } from './KubernetesApi';

const START = Date.parse('2026-11-22T21:36:08Z');
const REF = 'component:default/gateway';
const catalog = () =>
  new CatalogPicture(
    [
      {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: {
          name: 'gateway',
          annotations: { 'backstage.io/kubernetes-id': 'gateway' },
        },
        spec: { type: 'world-service' },
      },
    ],
    [],
  );

/** A cluster with one Deployment that is short of a replica. */
function watched() {
  const told: Array<{ part: ServicePart | undefined; at: string }> = [];
  const bookmarks: Array<() => void> = [];
  const scene = { nowMs: START, told };
  const api: KubernetesApi = {
    listClusters: async () => [],
    isServed: async () => true,
    async *list(_cluster, { id }) {
      const items =
        id === 'deployments'
          ? [deployment('gateway', { replicas: 3, ready: 2 })]
          : [];
      yield { items, resourceVersion: '1' };
    },
    // Open and silent, until the cluster says that it is still there.
    async *watch(_cluster, _collection, _from, signal) {
      while (!signal.aborted) {
        await new Promise<void>(resolve => {
          bookmarks.push(resolve);
          signal.addEventListener('abort', () => resolve());
        });
        if (signal.aborted) return;
        yield { type: 'BOOKMARK', object: {}, resourceVersion: '2' };
      }
    },
  };
  const watcher = new ClusterWatcher({
    cluster: { name: 'fra', title: 'Frankfurt', authProvider: '' },
    ...{ api, catalog: catalog(), earlier: new Map() },
    definitions: { miss: () => undefined, found: () => {} },
    sink: {
      parts: async (_cluster, parts, at) => {
        told.push({ part: parts.get(REF), at: at.toISOString() });
      },
      health: async () => {},
    },
    logger: mockServices.logger.mock(),
    now: () => scene.nowMs,
  });
  return {
    ...{ scene, watcher },
    /** Everything is looked at again, as time alone may ask for. */
    lookAgain: async () => {
      watcher.useCatalog(catalog());
      await watcher.flush();
    },
    bookmark: () => bookmarks.splice(0).forEach(resolve => resolve()),
  };
}

describe('ClusterWatcher', () => {
  it('lets no time pass for what a silent cluster does not tell', async () => {
    const { scene, watcher, lookAgain, bookmark } = watched();
    watcher.start();
    try {
      await eventually(async () => expect(scene.told).toHaveLength(1));
      expect(scene.told[0]).toMatchObject({
        at: '2026-11-22T21:36:08.000Z',
        part: { workloads: [{ state: 'healthy' }] },
      });
      scene.nowMs += 6 * 60_000;
      await lookAgain();
      expect(scene.told).toHaveLength(1);

      bookmark();
      await eventually(async () => {
        await lookAgain();
        expect(scene.told).toHaveLength(2);
      });
      expect(scene.told[1]).toMatchObject({
        at: '2026-11-22T21:42:08.000Z',
        part: { workloads: [{ state: expect.not.stringMatching('healthy') }] },
      });
    } finally {
      await watcher.stop();
    }
  });
});
