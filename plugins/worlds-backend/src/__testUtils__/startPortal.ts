import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { Entity } from '@backstage/catalog-model';
import {
  catalogServiceRef,
  CatalogService,
} from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  createPermission,
} from '@backstage/plugin-permission-common';
import { SummaryRow } from '@worldscale/backstage-plugin-worlds-common';
import {
  createDomainRouter,
  MemorySourceMonitor,
  MemorySummaryLedger,
} from '@worldscale/backstage-plugin-worlds-node';
import { RequestHandler, Router } from 'express';
import request from 'supertest';
import worldsPlugin from '..';
import { closingDatabases } from './closingDatabases';

const at = () => new Date().toISOString();

function component(name: string, changes: Partial<Entity> = {}): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name },
    spec: { type: 'world-service', lifecycle: 'production' },
    relations: [
      { type: 'partOf', targetRef: 'system:default/aurora' },
      { type: 'ownedBy', targetRef: 'group:default/core' },
      { type: 'dependsOn', targetRef: 'resource:default/eu' },
    ],
    ...changes,
  };
}

const entities: Entity[] = [
  component('gate'),
  component('mail'),
  component('website', { spec: { type: 'website' } }),
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'System',
    metadata: { name: 'aurora', title: 'Aurora' },
    spec: { type: 'world' },
  },
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: { name: 'eu', title: 'Europe' },
    spec: { type: 'region' },
  },
];

export function row(
  name: string,
  changes: Partial<SummaryRow> = {},
): SummaryRow {
  return {
    entityRef: `component:default/${name}`,
    region: 'eu',
    state: 'healthy',
    reason: `${name} is fine`,
    values: { replicas: 3, price: 7 },
    observedAt: at(),
    ...changes,
  };
}

/** A domain whose answers a test can swap; it answers as real ones do. */
class FakeDomain {
  ledger = new MemorySummaryLedger();
  /** Answers instead of the domain, if set. */
  instead: RequestHandler | undefined;
  readonly monitor = new MemorySourceMonitor();

  readonly feature = createBackendPlugin({
    pluginId: 'scaling',
    register: env => {
      env.registerInit({
        deps: {
          catalog: catalogServiceRef,
          httpAuth: coreServices.httpAuth,
          httpRouter: coreServices.httpRouter,
          permissions: coreServices.permissions,
        },
        init: async ({ catalog, httpAuth, httpRouter, permissions }) => {
          const router = Router();
          router.use((req, res, next) =>
            this.instead ? this.instead(req, res, next) : next(),
          );
          router.use((req, res, next) =>
            createDomainRouter({
              ...{ httpAuth, permissions, catalog },
              domain: 'scaling',
              title: 'Scaling',
              columns: [
                { id: 'replicas', title: 'Replicas', type: 'number' },
                {
                  ...{ id: 'price', title: 'Price', type: 'money' },
                  permission: 'cost.read',
                },
              ],
              readPermission: createPermission({
                name: 'scaling.read',
                attributes: { action: 'read' },
              }),
              ledger: this.ledger,
              monitor: this.monitor,
              explainUnknowns: async () => [
                { region: 'eu', reason: 'fra is dark', since: null },
              ],
            })(req, res, next),
          );
          httpRouter.use(router);
        },
      });
    },
  });
}

const database = closingDatabases();

/** A portal with the fleet, a catalog and one domain; tests run its pulls. */
export async function startPortal(
  options: {
    denied?: string[];
    visibleTo?: string[];
    domains?: string[];
    withoutDomain?: boolean;
  } = {},
) {
  const { denied = [], visibleTo } = options;
  const domain = new FakeDomain();
  const scheduler = mockServices.scheduler();
  const registry = actionsRegistryServiceMock();
  const everything = catalogServiceMock({ entities });
  const catalog: CatalogService = Object.assign(
    Object.create(everything) as CatalogService,
    {
      // Like the real one: shows a user what they may see, and services everything.
      queryEntities: async (
        query: Parameters<CatalogService['queryEntities']>[0],
        { credentials }: Parameters<CatalogService['queryEntities']>[1],
      ) => {
        const answer = await everything.queryEntities(query);
        const { type } = credentials.principal as { type: string };
        if (!visibleTo || type === 'service') return answer;
        const items = answer.items.filter(e =>
          visibleTo.includes(e.metadata.name),
        );
        return { ...answer, items };
      },
      getEntityByRef: everything.getEntityByRef.bind(everything),
    },
  );
  const { server } = await startTestBackend({
    features: [
      worldsPlugin,
      await database(),
      ...(options.withoutDomain ? [] : [domain.feature]),
      mockServices.rootConfig.factory({
        data: { worlds: { domains: options.domains ?? ['scaling', 'slo'] } },
      }),
      createServiceFactory({
        service: coreServices.scheduler,
        deps: {},
        factory: () => scheduler,
      }),
      createServiceFactory({
        service: catalogServiceRef,
        deps: {},
        factory: () => catalog,
      }),
      createServiceFactory({
        service: actionsRegistryServiceRef,
        deps: {},
        factory: () => registry,
      }),
      mockServices.permissions.mock({
        authorize: async requests =>
          requests.map(({ permission: { name } }) => ({
            result: denied.includes(name)
              ? AuthorizeResult.DENY
              : AuthorizeResult.ALLOW,
          })),
        authorizeConditional: async requests =>
          requests.map(({ permission: { name } }) => {
            if (denied.includes(name)) return { result: AuthorizeResult.DENY };
            if (!visibleTo || name !== 'catalog.entity.read') {
              return { result: AuthorizeResult.ALLOW };
            }
            return {
              result: AuthorizeResult.CONDITIONAL,
              pluginId: 'catalog',
              resourceType: 'catalog-entity',
              conditions: {
                rule: 'IS_ENTITY_OWNER',
                resourceType: 'catalog-entity',
                params: {},
              },
            };
          }),
      }).factory,
    ],
  });
  const get = (path: string, token = mockCredentials.user.header()) =>
    request(server).get(`/api/worlds${path}`).set('Authorization', token);
  return {
    domain,
    registry,
    get,
    pull: () => scheduler.triggerTask('pull-scaling'),
    pullOther: () => scheduler.triggerTask('pull-slo'),
    readCatalog: () => scheduler.triggerTask('pull-catalog'),
    states: async () => {
      const { body } = await get('/fleet?sort=service');
      return body.rows.map(
        (r: { name: string; state: string }) => `${r.name} ${r.state}`,
      );
    },
  };
}
