/**
 * Lets a provider of objects see one cluster at a time.
 *
 * The provider of Backstage takes all clusters of a service from the service locator,
 * gets credentials for each, and fails as a whole where that fails for one. It offers no
 * place in between; but it asks the locator in the asynchronous context of its caller. So
 * it is called once per cluster, and the locator names only the cluster that the call is
 * for.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { LoggerService } from '@backstage/backend-plugin-api';
import {
  ClusterObjects,
  ObjectsByEntityResponse,
} from '@backstage/plugin-kubernetes-common';
import {
  ClusterDetails,
  CustomResourcesByEntity,
  KubernetesObjectsByEntity,
  KubernetesObjectsProvider,
  KubernetesServiceLocator,
  ObjectToFetch,
} from '@backstage/plugin-kubernetes-node';
import { reasonOf } from './reasonOf';
import { withinTime } from './withinTime';

type LocatorArgs = Parameters<KubernetesServiceLocator['getClustersByEntity']>;
type Options = Parameters<
  KubernetesObjectsProvider['getKubernetesObjectsByEntity']
>[1];

const asked = new AsyncLocalStorage<ClusterDetails>();

/** The locator that belongs to {@link ClusterByClusterProvider}. */
export class OneClusterLocator implements KubernetesServiceLocator {
  constructor(private readonly inner: KubernetesServiceLocator) {}

  async getClustersByEntity(...args: LocatorArgs) {
    const cluster = asked.getStore();
    return cluster
      ? { clusters: [cluster] }
      : this.inner.getClustersByEntity(...args);
  }
}

export interface ClusterByClusterProviderOptions {
  /** A {@link OneClusterLocator}. */
  locator: KubernetesServiceLocator;
  objectTypesToFetch?: ObjectToFetch[];
  /** How long one cluster may take for everything, credentials included. */
  answerWithinMs: number;
  logger: LoggerService;
}

/**
 * The tab counts the pods that it is given. Where there is no answer about pods, its
 * "0 pods" next to the cluster's title would be wrong if the title did not say so.
 */
function withPodsUnknown(item: ClusterObjects): ClusterObjects {
  const { cluster, resources, errors } = item;
  if (errors.length === 0 || resources.some(({ type }) => type === 'pods')) {
    return item;
  }
  const title = `${cluster.title ?? cluster.name}: pods unknown`;
  return { ...item, cluster: { ...cluster, title } };
}

/** Answers for each cluster by itself; one that fails is named among its errors. */
export class ClusterByClusterProvider implements KubernetesObjectsProvider {
  constructor(
    private readonly inner: KubernetesObjectsProvider,
    private readonly options: ClusterByClusterProviderOptions,
  ) {}

  async getKubernetesObjectsByEntity(
    query: KubernetesObjectsByEntity,
    options: Options,
  ) {
    const { items } = await this.forEach(query, [], options, () =>
      this.inner.getKubernetesObjectsByEntity(query, options),
    );
    const asksForPods = this.options.objectTypesToFetch?.some(
      ({ objectType }) => objectType === 'pods',
    );
    return { items: asksForPods ? items.map(withPodsUnknown) : items };
  }

  getCustomResourcesByEntity(query: CustomResourcesByEntity, options: Options) {
    return this.forEach(query, query.customResources, options, () =>
      this.inner.getCustomResourcesByEntity(query, options),
    );
  }

  private async forEach(
    { entity }: KubernetesObjectsByEntity,
    customResources: CustomResourcesByEntity['customResources'],
    { credentials }: Options,
    ask: () => Promise<ObjectsByEntityResponse>,
  ): Promise<ObjectsByEntityResponse> {
    const { locator, objectTypesToFetch } = this.options;
    const { clusters } = await locator.getClustersByEntity(entity, {
      objectTypesToFetch: new Set(objectTypesToFetch),
      customResources,
      credentials,
    });
    const items = await Promise.all(
      clusters.map(cluster => this.itemsOf(cluster, ask)),
    );
    return { items: items.flat() };
  }

  private async itemsOf(
    cluster: ClusterDetails,
    ask: () => Promise<ObjectsByEntityResponse>,
  ): Promise<ClusterObjects[]> {
    const { answerWithinMs, logger } = this.options;
    try {
      const { items } = await withinTime(answerWithinMs, () =>
        asked.run(cluster, ask),
      );
      return items;
    } catch (error) {
      const { name, title } = cluster;
      const reason = reasonOf(error);
      const message = `Cluster ${name}: everything is missing: ${reason}`;
      logger.warn(message);
      return [
        {
          cluster: { name, ...(title && { title }) },
          resources: [],
          podMetrics: [],
          errors: [{ errorType: 'FETCH_ERROR', message }],
        },
      ];
    }
  }
}
