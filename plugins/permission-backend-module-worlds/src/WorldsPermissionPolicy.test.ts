import { mockCredentials } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { catalogEntityReadPermission } from '@backstage/plugin-catalog-common/alpha';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { taskCreatePermission } from '@backstage/plugin-scaffolder-common/alpha';
import { readPolicyConfig } from './readPolicyConfig';
import { WorldsPermissionPolicy } from './WorldsPermissionPolicy';

const policy = new WorldsPermissionPolicy(
  readPolicyConfig(new ConfigReader({})),
);

function member(...groups: string[]) {
  const userEntityRef = 'user:default/ada';
  return {
    credentials: mockCredentials.user(userEntityRef),
    info: { userEntityRef, ownershipEntityRefs: [userEntityRef, ...groups] },
  };
}

describe('WorldsPermissionPolicy', () => {
  it('denies whoever is not signed in even to read', async () => {
    await expect(
      policy.handle({ permission: catalogEntityReadPermission }),
    ).resolves.toEqual({ result: AuthorizeResult.DENY });
  });

  it('finds the role through any of its groups', async () => {
    await expect(
      policy.handle(
        { permission: taskCreatePermission },
        member('group:default/world-aurora', 'group:default/engineering'),
      ),
    ).resolves.toEqual({ result: AuthorizeResult.ALLOW });
  });

  it('does not take a user for a group of the same name', async () => {
    await expect(
      policy.handle(
        { permission: taskCreatePermission },
        member('user:default/engineering'),
      ),
    ).resolves.toEqual({ result: AuthorizeResult.DENY });
  });
});
