import { KubernetesApi } from '@backstage/plugin-kubernetes-react';
import {
  ClusterObjects,
  CustomObjectsByEntityRequest,
  KubernetesRequestBody,
  ObjectsByEntityResponse,
  WorkloadsByEntityRequest,
} from '@backstage/plugin-kubernetes-common';

/** Whether nothing at all is known of what runs in the cluster. */
export function isUnread({ errors, resources }: ClusterObjects): boolean {
  return (
    errors.length > 0 &&
    !resources.some(
      ({ type, resources: found }) => type === 'pods' || found.length > 0,
    )
  );
}

/** Whether it is unknown which pods there are. */
export function hasUnknownPods({ errors, resources }: ClusterObjects): boolean {
  return errors.length > 0 && !resources.some(({ type }) => type === 'pods');
}

/** Answers with the clusters that could be read, and tells of those that could not. */
export class ReadClustersApi implements KubernetesApi {
  constructor(
    private readonly inner: KubernetesApi,
    private readonly tell: (
      entity: KubernetesRequestBody['entity'],
      answer: ObjectsByEntityResponse,
    ) => void,
  ) {}

  async getObjectsByEntity(body: KubernetesRequestBody) {
    let answer: ObjectsByEntityResponse = { items: [] };
    try {
      answer = await this.inner.getObjectsByEntity(body);
    } finally {
      this.tell(body.entity, answer);
    }
    return { items: answer.items.filter(item => !isUnread(item)) };
  }

  getClusters() {
    return this.inner.getClusters();
  }

  getCluster(clusterName: string) {
    return this.inner.getCluster(clusterName);
  }

  getWorkloadsByEntity(request: WorkloadsByEntityRequest) {
    return this.inner.getWorkloadsByEntity(request);
  }

  getCustomObjectsByEntity(request: CustomObjectsByEntityRequest) {
    return this.inner.getCustomObjectsByEntity(request);
  }

  proxy(options: Parameters<KubernetesApi['proxy']>[0]) {
    return this.inner.proxy(options);
  }
}
