import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AuthService,
  BackendFeature,
  coreServices,
  createServiceFactory,
  SchedulerServiceTaskInvocationDefinition,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import {
  CatalogServiceRequestOptions,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  NotificationSendOptions,
  notificationService,
} from '@backstage/plugin-notifications-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { JsonObject } from '@backstage/types';
import request from 'supertest';
import sloPlugin from '../index';

const forge = 'http://forge.test/lifeverse/lifeverse/src/branch/main/';
const catalogDir = join(__dirname, '../../../../catalog');

/** Where a file of the catalog is read from. */
export const urlOf = (path: string) => `${forge}catalog/${path}`;

/** A service of the catalog, whose files lie in a folder of the repository. */
export function service(
  name: string,
  folder: string,
  more: { slo?: string; world?: string; owner?: string } = {},
): Entity {
  const relations = [
    ...(more.world
      ? [{ type: 'partOf', targetRef: `system:default/${more.world}` }]
      : []),
    { type: 'ownedBy', targetRef: more.owner ?? 'group:default/world-aurora' },
  ];
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      ...{ name, namespace: 'default' },
      annotations: {
        'backstage.io/managed-by-location': `url:${urlOf(
          `${folder}/catalog-info.yaml`,
        )}`,
        ...(more.slo !== '' && {
          'worldscale.io/slo': more.slo ?? './slo.yaml',
        }),
      },
    },
    spec: { type: 'world-service' },
    relations,
  };
}

export function world(name: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'System',
    metadata: { name, namespace: 'default', title: name.toUpperCase() },
    spec: { type: 'world' },
  };
}

/** Files of a repository: those of LifeVerse's catalog, and what a test puts above. */
export class TestRepository {
  /** By path below `catalog/`; an Error is thrown. */
  readonly files = new Map<string, string | Error>();
  reads = 0;

  async read(url: string): Promise<Buffer> {
    this.reads += 1;
    const path = url.slice(urlOf('').length);
    const given = this.files.get(path);
    if (given instanceof Error) throw given;
    if (given !== undefined) return Buffer.from(given);
    try {
      return await readFile(join(catalogDir, path));
    } catch {
      throw new NotFoundError(`${url} is not there (404)`);
    }
  }
}

export const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

export interface PortalOptions {
  entities: Entity[];
  prometheusUrl?: string;
  repository?: TestRepository;
  permission?: AuthorizeResult.ALLOW | AuthorizeResult.DENY;
  /** References of entities that the catalog does not show to people. */
  hidden?: string[];
  config?: Record<string, string | number | string[] | object>;
  db?: Awaited<ReturnType<typeof databases.init>>;
  /** Services in place of those that tests use. */
  features?: BackendFeature[];
  backendConfig?: JsonObject;
}

type Task = SchedulerServiceTaskInvocationDefinition;

/** Whom the catalog hides something from, it answers under conditions. */
function permissionsOf({
  permission: result = AuthorizeResult.ALLOW,
  hidden = [],
}: PortalOptions) {
  return mockServices.permissions.mock({
    authorize: async requests => requests.map(() => ({ result })),
    authorizeConditional: async requests =>
      requests.map(({ permission }) =>
        hidden.length && permission.name === 'catalog.entity.read'
          ? {
              ...{ result: AuthorizeResult.CONDITIONAL, pluginId: 'catalog' },
              ...{ resourceType: 'catalog-entity' },
              conditions: {
                ...{ rule: 'IS_SHOWN', resourceType: 'catalog-entity' },
              },
            }
          : { result },
      ),
  });
}

/** As the client of the catalog does, which a restricted token does not let it. */
async function handOn(
  auth: AuthService,
  { credentials }: CatalogServiceRequestOptions,
): Promise<void> {
  await auth.getPluginRequestToken({
    ...{ onBehalfOf: credentials, targetPluginId: 'catalog' },
  });
}

/** A backend with the plugin, whose tasks run when a test says so. */
export async function startPortal(options: PortalOptions) {
  const { entities, prometheusUrl, hidden = [] } = options;
  const repository = options.repository ?? new TestRepository();
  const sent: NotificationSendOptions[] = [];
  const tasks = new Map<string, Task['fn']>();
  const actions = actionsRegistryServiceMock();
  const catalog = catalogServiceMock({ entities });
  const db = options.db ?? (await databases.init('SQLITE_3'));
  const backend = await startTestBackend({
    features: [
      sloPlugin,
      mockServices.database.factory({ knex: db }),
      createServiceFactory({
        service: coreServices.scheduler,
        deps: {},
        factory: () => ({
          ...mockServices.scheduler.mock(),
          scheduleTask: async task => void tasks.set(task.id, task.fn),
        }),
      }),
      createServiceFactory({
        service: actionsRegistryServiceRef,
        deps: {},
        factory: () => actions,
      }),
      mockServices.rootConfig.factory({
        data: {
          ...options.backendConfig,
          worldscale: prometheusUrl
            ? { prometheus: { baseUrl: prometheusUrl } }
            : {},
          slo: {
            ...{ files: [urlOf('slo/shared.yaml')] },
            ...{ recheckAfter: { milliseconds: 1 }, ...options.config },
          },
        },
      }),
      ...(options.features ?? [
        createServiceFactory({
          service: coreServices.permissions,
          deps: {},
          factory: () => permissionsOf(options),
        }),
      ]),
      mockServices.urlReader.mock({
        readUrl: async url => ({ buffer: () => repository.read(url) }),
      }).factory,
      createServiceFactory({
        service: notificationService,
        deps: {},
        factory: () => ({ send: async each => void sent.push(each) }),
      }),
      createServiceFactory({
        service: catalogServiceRef,
        deps: { auth: coreServices.auth },
        factory: ({ auth }) => ({
          ...catalog,
          streamEntities: (...args) => catalog.streamEntities(...args),
          queryEntities: async (question, more) => {
            await handOn(auth, more);
            const page = await catalog.queryEntities(question, more);
            const items = page.items.filter(
              each => !hidden.includes(stringifyEntityRef(each)),
            );
            return { ...page, items };
          },
          getEntityByRef: async (ref, more) => {
            await handOn(auth, more);
            const text =
              typeof ref === 'string' ? ref : stringifyEntityRef(ref);
            return hidden.includes(text)
              ? undefined
              : catalog.getEntityByRef(ref, more);
          },
          getEntitiesByRefs: async (question, more) => {
            await handOn(auth, more);
            const found = await catalog.getEntitiesByRefs(question, more);
            const items = found.items.map((item, i) =>
              hidden.includes(question.entityRefs[i]) ? undefined : item,
            );
            return { items };
          },
        }),
      }),
    ],
  });
  const signal = new AbortController().signal;
  const run = async (id: string) => tasks.get(id)?.(signal);
  return {
    ...{ sent, repository, actions, db },
    /** One round of everything: catalog, files, figures. */
    round: async () => {
      await run('read-files');
      await run('measure');
    },
    run,
    get: (path: string) => request(backend.server).get(`/api/slo${path}`),
    post: (path: string, body: object) =>
      request(backend.server).post(`/api/slo${path}`).send(body),
    stop: () => backend.stop(),
  };
}
