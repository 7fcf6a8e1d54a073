import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { readPolicyConfig } from './readPolicyConfig';
import { WorldsPermissionPolicy } from './WorldsPermissionPolicy';

/** Makes {@link WorldsPermissionPolicy} the policy of the permission backend. */
export const permissionModuleWorlds = createBackendModule({
  pluginId: 'permission',
  moduleId: 'worlds',
  register(reg) {
    reg.registerInit({
      deps: {
        policy: policyExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ policy, config }) {
        policy.setPolicy(new WorldsPermissionPolicy(readPolicyConfig(config)));
      },
    });
  },
});
