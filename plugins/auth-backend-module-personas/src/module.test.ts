import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import request from 'supertest';
import authModulePersonas, { authModuleGroupOwnership } from './index';

// A backend takes seconds to start on a busy machine.
jest.setTimeout(60_000);

// A backend that stops leaves SQLite open; what is made here is closed at the end.
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const entities: Entity[] = [
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name: 'ada' },
    relations: [{ type: 'memberOf', targetRef: 'group:default/world-aurora' }],
  },
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name: 'world-aurora' },
    relations: [{ type: 'childOf', targetRef: 'group:default/engineering' }],
  },
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name: 'engineering' },
  },
];

const people = [{ id: 'ada', title: 'Ada Byron', role: 'Engineer' }];

async function start(auth: object = {}, logger = mockServices.logger.mock()) {
  const { server } = await startTestBackend({
    features: [
      authPlugin,
      mockServices.database.factory({
        knex: await databases.init('SQLITE_3'),
      }),
      authModulePersonas,
      authModuleGroupOwnership,
      catalogServiceMock.factory({ entities }),
      logger.factory,
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost' },
          auth: { providers: { personas: { people } }, ...auth },
        },
      }),
    ],
  });
  return {
    logger,
    refresh: (body?: object) =>
      request(server).post('/api/auth/personas/refresh').send(body),
  };
}

describe('the personas provider', () => {
  it('signs in as the chosen person with all groups above them', async () => {
    const { refresh } = await start();
    const { status, body } = await refresh({ persona: 'ada' });
    expect(status).toBe(200);
    expect(body.profile).toEqual({ displayName: 'Ada Byron' });
    expect(body.backstageIdentity).toMatchObject({
      token: expect.any(String),
      identity: { userEntityRef: 'user:default/ada' },
    });
  });

  it('hands the groups to the policies of other plugins', async () => {
    const { refresh } = await start({ omitIdentityTokenOwnershipClaim: false });
    const { body } = await refresh({ persona: 'ada' });
    expect(body.backstageIdentity.identity.ownershipEntityRefs).toEqual([
      'user:default/ada',
      'group:default/world-aurora',
      'group:default/engineering',
    ]);
  });

  it('refuses somebody who is not in the list', async () => {
    const { refresh } = await start();
    const { status, body } = await refresh({ persona: 'root' });
    expect(status).toBe(403);
    expect(body.error.message).toMatch(/'root' is none of the people/);
  });

  it('refuses a request that names nobody', async () => {
    const { refresh } = await start();
    expect((await refresh()).status).toBe(400);
    expect((await refresh({ persona: ['ada'] })).status).toBe(400);
  });

  it('refuses in production and says why in the log', async () => {
    const { refresh, logger } = await start({ environment: 'production' });
    const { status, body } = await refresh({ persona: 'ada' });
    expect(status).toBe(403);
    expect(body.error.message).toMatch(/refused in production/);
    expect(body.backstageIdentity).toBeUndefined();
    expect(logger.error).toHaveBeenCalledWith(
      expect.stringContaining('auth.providers.oidc'),
    );
  });

  describe('with NODE_ENV=production', () => {
    const previous = process.env.NODE_ENV;
    beforeEach(() => {
      process.env.NODE_ENV = 'production';
    });
    afterEach(() => {
      process.env.NODE_ENV = previous;
    });

    it('refuses as well', async () => {
      const { refresh } = await start();
      expect((await refresh({ persona: 'ada' })).status).toBe(403);
    });
  });
});
