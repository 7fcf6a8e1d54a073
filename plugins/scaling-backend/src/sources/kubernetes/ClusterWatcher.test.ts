import { mockServices } from '@backstage/backend-test-utils';
import { eventually } from '../../__testUtils__/eventually';
import { deployment } from '../../__testUtils__/objects';
import { byId, list, pictureOf } from '../../__testUtils__/pictureScene';
import { CatalogPicture } from '../catalog/CatalogPicture';
import { ServicePart } from './picture/ServicePart';
import { ClusterReadError } from './ClusterReadError';
import { ClusterWatcher } from './ClusterWatcher';
import { CollectionId } from './collections';
import { KubernetesApi } from './KubernetesApi';
import { LostDefinitions } from './LostDefinitions';

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

/**
 * A cluster with one Deployment that is short of a replica.
 *
 * @param missing the collection whose definition is not found
 */
function watched({
  earlier = new Map(),
  missing,
}: {
  earlier?: ReadonlyMap<string, ServicePart>;
  missing?: CollectionId;
} = {}) {
  const told: Array<{ part: ServicePart | undefined; at: string }> = [];
  const bookmarks: Array<() => void> = [];
  const scene = { nowMs: START, told, isTried: false };
  const api: KubernetesApi = {
    listClusters: async () => [],
    isServed: async () => true,
    async *list(_cluster, { id }) {
      if (id === missing) {
        const details = { failure: 'absent', code: '404' } as const;
        throw new ClusterReadError('there is no such resource', details);
      }
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
    ...{ api, earlier, catalog: catalog() },
    definitions: new LostDefinitions({
      ...{ cluster: 'fra', now: () => scene.nowMs },
      logger: mockServices.logger.mock(),
      store: {
        of: async () => new Map(),
        note: async () => {},
        forget: async () => {},
      },
    }),
    sink: {
      parts: async (_cluster, parts, at) => {
        told.push({ part: parts.get(REF), at: at.toISOString() });
      },
      health: async () => {
        scene.isTried = true;
      },
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

  it('takes no size for fixed whose autoscaler it knew, and whose definition is missed since the start', async () => {
    const picture = pictureOf();
    const target = { name: 'gateway' };
    const scaledObject = {
      metadata: { name: 'gateway', namespace: 'aurora' },
      spec: { scaleTargetRef: target, triggers: [{ type: 'cron' }] },
    };
    list(picture, byId('scaledobjects'), [scaledObject]);
    const part = picture.compute(REF, START);
    expect(part?.workloads).toMatchObject([
      { sizing: 'autoscaled', autoscaler: { kind: 'ScaledObject' } },
    ]);
    const afterStart = async (known: typeof part) => {
      const { scene, watcher } = watched({
        earlier: new Map(known ? [[REF, known]] : []),
        missing: 'scaledobjects',
      });
      watcher.start();
      try {
        await eventually(async () => expect(scene.isTried).toBe(true));
        await watcher.flush();
        // What is as it was stored is not told again.
        return scene.told.length > 0 ? scene.told[0].part : known;
      } finally {
        await watcher.stop();
      }
    };
    const unknown = await afterStart(part);
    expect(unknown?.workloads).toMatchObject([
      {
        ...{ sizing: 'unknown', autoscaler: null, ready: 2 },
        findings: [
          {
            sentence:
              'Whether an autoscaler scales the Deployment gateway is not known: the ScaledObjects of Frankfurt cannot be read: the definition of ScaledObject (scaledobjects.keda.sh) is not found there any more.',
          },
        ],
      },
    ]);
    // And so after the next start, as long as it is missed.
    expect((await afterStart(unknown))?.workloads).toMatchObject([
      { sizing: 'unknown' },
    ]);
    expect((await afterStart(undefined))?.workloads).toMatchObject([
      { sizing: 'fixed' },
    ]);
  });
});
