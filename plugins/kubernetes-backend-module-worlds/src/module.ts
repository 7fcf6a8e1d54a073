import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  kubernetesFetcherExtensionPoint,
  kubernetesObjectsProviderExtensionPoint,
  kubernetesServiceLocatorExtensionPoint,
} from '@backstage/plugin-kubernetes-node';
import { BoundedKubernetesFetcher } from './BoundedKubernetesFetcher';
import {
  ClusterByClusterProvider,
  OneClusterLocator,
} from './ClusterByClusterProvider';
import { readAnswerWithinMs } from './readAnswerWithinMs';

/** Credentials, objects, and what pods use: each may take the whole time. */
const STEPS = 3;

/** Keeps what one cluster does away from what the others show. */
export const kubernetesModuleWorlds = createBackendModule({
  pluginId: 'kubernetes',
  moduleId: 'worlds',
  register(reg) {
    reg.registerInit({
      deps: {
        fetcher: kubernetesFetcherExtensionPoint,
        serviceLocator: kubernetesServiceLocatorExtensionPoint,
        objectsProvider: kubernetesObjectsProviderExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
      },
      async init({ fetcher, serviceLocator, objectsProvider, config, logger }) {
        const answerWithinMs = readAnswerWithinMs(config);
        fetcher.addFetcher(
          async ({ getDefault }) =>
            new BoundedKubernetesFetcher(await getDefault(), {
              answerWithinMs,
              logger,
            }),
        );
        serviceLocator.addServiceLocator(
          async ({ getDefault }) => new OneClusterLocator(await getDefault()),
        );
        objectsProvider.addObjectsProvider(
          async ({ getDefault, serviceLocator: locator, objectTypesToFetch }) =>
            new ClusterByClusterProvider(await getDefault(), {
              locator,
              objectTypesToFetch,
              answerWithinMs: STEPS * answerWithinMs,
              logger,
            }),
        );
      },
    });
  },
});
