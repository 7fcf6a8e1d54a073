import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  catalogEntityDeletePermission,
  catalogEntityReadPermission,
} from '@backstage/plugin-catalog-common/alpha';
import permissionPlugin from '@backstage/plugin-permission-backend';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { taskCreatePermission } from '@backstage/plugin-scaffolder-common/alpha';
import request from 'supertest';
import permissionModuleWorlds from './index';

// A backend takes seconds to start on a busy machine.
jest.setTimeout(60_000);

async function start(ownershipEntityRefs: string[], worlds: object = {}) {
  const { server } = await startTestBackend({
    features: [
      permissionPlugin,
      permissionModuleWorlds,
      mockServices.userInfo.mock({
        getUserInfo: async () => ({
          userEntityRef: 'user:default/mock',
          ownershipEntityRefs,
        }),
      }).factory,
      mockServices.rootConfig.factory({
        data: { permission: { enabled: true, worlds } },
      }),
    ],
  });
  return async (permission: object, resourceRef?: string, token?: string) => {
    const response = await request(server)
      .post('/api/permission/authorize')
      .set('Authorization', token ?? mockCredentials.user.header())
      .send({ items: [{ id: '1', permission, resourceRef }] });
    return response.body.items?.[0] ?? response.status;
  };
}

describe('the worlds policy in the permission backend', () => {
  it('lets an engineer scaffold', async () => {
    const authorize = await start(['group:default/engineering']);
    await expect(authorize(taskCreatePermission)).resolves.toMatchObject({
      result: AuthorizeResult.ALLOW,
    });
  });

  it('does not let support scaffold', async () => {
    const authorize = await start(['group:default/support']);
    await expect(authorize(taskCreatePermission)).resolves.toMatchObject({
      result: AuthorizeResult.DENY,
    });
  });

  it('goes by the groups of the configuration', async () => {
    const authorize = await start(['group:default/support'], {
      groups: { engineering: ['group:default/support'] },
    });
    await expect(authorize(taskCreatePermission)).resolves.toMatchObject({
      result: AuthorizeResult.ALLOW,
    });
  });

  it('asks the catalog for the owner when an engineer deletes', async () => {
    const claims = ['user:default/ada', 'group:default/engineering'];
    const authorize = await start(claims);
    const onBehalf = `Bearer ${mockCredentials.user.token('user:default/ada', {
      actor: { subject: 'plugin:catalog' },
    })}`;
    await expect(
      authorize(catalogEntityDeletePermission, undefined, onBehalf),
    ).resolves.toMatchObject({
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'catalog',
      resourceType: 'catalog-entity',
      conditions: { rule: 'IS_ENTITY_OWNER', params: { claims } },
    });
  });

  it('lets somebody without a group read', async () => {
    const authorize = await start(['user:default/mock']);
    await expect(
      authorize(catalogEntityReadPermission, 'component:default/gateway'),
    ).resolves.toMatchObject({ result: AuthorizeResult.ALLOW });
  });

  it('lets nobody in who is not signed in', async () => {
    const authorize = await start(['group:default/engineering']);
    await expect(
      authorize(taskCreatePermission, undefined, mockCredentials.none.header()),
    ).resolves.toBe(401);
  });
});
