import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { ManualClock, Simulator, startSimulator } from '@worldscale/simulator';
import { Knex } from 'knex';
import request from 'supertest';
import scalingPlugin from '../index';
import { fakeKubernetesBackend } from './FakeKubernetesBackend';

/** A component whose workloads carry its name. */
export function component(
  name: string,
  type = 'world-service',
  relations: Entity['relations'] = [],
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      ...{ name, namespace: 'default' },
      annotations: { 'backstage.io/kubernetes-id': name },
    },
    spec: { type },
    relations,
  };
}

export interface PortalOptions {
  /** What the Kubernetes backend lists: clusters of the simulated world. */
  clusters: ReadonlyArray<{ name: string; title: string; simulated?: string }>;
  /** The catalog, as it is when it is asked. */
  entities: () => Entity[];
}

/**
 * A simulated world that stands still at an evening of play, and a portal with the
 * scaling plugin that watches some of its clusters; both are new for each test.
 */
export function portalScene() {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const clock = new ManualClock(0);
  let simulator: Simulator;
  let backend: TestBackend | undefined;
  let db: Knex;

  beforeEach(async () => {
    clock.set(Date.parse('2026-11-20T20:00:00Z'));
    simulator = await startSimulator({ clock, tickMs: 0 });
    db = await databases.init('SQLITE_3');
  });
  afterEach(async () => {
    await backend?.stop();
    backend = undefined;
    await simulator.close();
  });

  const get = (path: string) =>
    request(backend!.server).get(`/api/scaling${path}`);

  return {
    clock,
    get simulator() {
      return simulator;
    },
    /** What the portal has stored. */
    get db() {
      return db;
    },
    get,
    async body<T>(path: string): Promise<T> {
      const { status, body } = await get(path);
      expect(status).toBe(200);
      return body;
    },
    /** Starts the portal, or starts it anew with what it had stored. */
    async start({ clusters, entities }: PortalOptions): Promise<void> {
      await backend?.stop();
      const catalog = () => catalogServiceMock({ entities: entities() });
      backend = await startTestBackend({
        features: [
          scalingPlugin,
          mockServices.database.factory({ knex: db }),
          fakeKubernetesBackend(
            clusters.map(({ name, title, simulated = name }) => ({
              ...{ name, title, token: 'simulated' },
              url: simulator.urls.kubernetes[simulated],
            })),
          ),
          mockServices.rootConfig.factory({
            data: { scaling: { kubernetes: { watchSeconds: 2 } } },
          }),
          createServiceFactory({
            service: catalogServiceRef,
            deps: {},
            factory: () => ({
              ...catalog(),
              streamEntities: (...args) => catalog().streamEntities(...args),
              getEntityByRef: (...args) => catalog().getEntityByRef(...args),
            }),
          }),
        ],
      });
    },
  };
}
