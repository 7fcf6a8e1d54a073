/**
 * Other programs ask with a token of `backend.auth.externalAccess`, which opens the
 * scaling plugin alone and so cannot be handed on to the catalog.
 *
 * @jest-environment node
 */
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import {
  CatalogServiceRequestOptions,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import request from 'supertest';
import { closingDatabases } from './__testUtils__/closingDatabases';
import { component } from './__testUtils__/portalScene';
import scalingPlugin from './index';

jest.setTimeout(60_000);

const database = closingDatabases();
const gateway = 'component/default/aurora-gateway';
const day = 'from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z';
const doors = {
  'scaling.state.read': [
    `/services/${gateway}`,
    '/risks',
    '/unknowns?entityRef=component:default/aurora-gateway',
  ],
  'scaling.change.read': [
    `/services/${gateway}/changes?${day}`,
    `/changes?${day}&entityRef=component:default/aurora-gateway`,
    `/versions?${day}&entityRef=component:default/aurora-gateway`,
  ],
  'scaling.shard.read': ['/shards'],
};
const tokenFor = (permission: string) => `a-token-that-opens-${permission}`;

describe.each(Object.keys(doors) as Array<keyof typeof doors>)(
  'a program that may do no more than %s',
  permission => {
    let backend: Awaited<ReturnType<typeof startTestBackend>>;

    beforeAll(async () => {
      const catalog = catalogServiceMock({
        entities: [component('aurora-gateway')],
      });
      backend = await startTestBackend({
        features: [
          scalingPlugin,
          ...[authServiceFactory, httpAuthServiceFactory],
          ...[permissionsServiceFactory, await database()],
          mockServices.rootConfig.factory({
            data: {
              permission: { enabled: true },
              backend: {
                baseUrl: 'http://portal.test',
                auth: {
                  externalAccess: [
                    {
                      type: 'static',
                      options: {
                        token: tokenFor(permission),
                        subject: 'programs',
                      },
                      accessRestrictions: [
                        { plugin: 'scaling', permission: [permission] },
                      ],
                    },
                  ],
                },
              },
            },
          }),
          createServiceFactory({
            service: catalogServiceRef,
            deps: { auth: coreServices.auth },
            factory: ({ auth }) => {
              // As the client of the catalog does.
              const handOn = ({ credentials }: CatalogServiceRequestOptions) =>
                auth.getPluginRequestToken({
                  ...{ onBehalfOf: credentials, targetPluginId: 'catalog' },
                });
              return {
                ...catalog,
                streamEntities: (...args) => catalog.streamEntities(...args),
                getEntityByRef: async (ref, more) => {
                  await handOn(more);
                  return catalog.getEntityByRef(ref, more);
                },
                getEntitiesByRefs: async (asked, more) => {
                  await handOn(more);
                  return catalog.getEntitiesByRefs(asked, more);
                },
                queryEntities: async (asked, more) => {
                  await handOn(more);
                  return catalog.queryEntities(asked, more);
                },
              };
            },
          }),
        ],
      });
    });
    afterAll(() => backend.stop());

    it('finds its own doors open, and all others shut', async () => {
      for (const [needed, paths] of Object.entries(doors)) {
        for (const path of paths) {
          const { status } = await request(backend.server)
            .get(`/api/scaling${path}`)
            .set('Authorization', `Bearer ${tokenFor(permission)}`);
          expect([path, status]).toEqual([
            path,
            needed === permission ? 200 : 403,
          ]);
        }
      }
    });
  },
);
