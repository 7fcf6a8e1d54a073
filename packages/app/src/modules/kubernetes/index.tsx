import {
  coreExtensionData,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import kubernetesPlugin from '@backstage/plugin-kubernetes/alpha';
import { EntityDeployNote } from '@worldscale/backstage-plugin-slo';
import { UnreadClusters } from './UnreadClusters';

/**
 * The tab as it comes, with what stands above it: whether its error budget lets the
 * service be changed, and clusters that cannot be read.
 */
const kubernetesTab = kubernetesPlugin
  .getExtension('entity-content:kubernetes/kubernetes')
  .override({
    factory: originalFactory => {
      const original = originalFactory();
      return [
        ...original,
        coreExtensionData.reactElement(
          <>
            <EntityDeployNote />
            <UnreadClusters>
              {original.get(coreExtensionData.reactElement)}
            </UnreadClusters>
          </>,
        ),
      ];
    },
  });

export const kubernetesModule = createFrontendModule({
  pluginId: 'kubernetes',
  extensions: [kubernetesTab],
});
