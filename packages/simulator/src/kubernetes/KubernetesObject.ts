/** Any Kubernetes object as the world knows it, without its resourceVersion. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    uid?: string;
    creationTimestamp?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    [key: string]: unknown;
  };
  [key: string]: unknown;
}

/**
 * What an object is, whichever version of its group it is served in:
 * `apps/Deployment`, `/Pod`.
 */
export function groupKindOf(object: { apiVersion: string; kind: string }) {
  const slash = object.apiVersion.indexOf('/');
  const group = slash < 0 ? '' : object.apiVersion.slice(0, slash);
  return `${group}/${object.kind}`;
}

/** Key of an object among those of its type; sorts as etcd's keys do. */
export function keyOf(metadata: { name: string; namespace?: string }) {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

export function withResourceVersion(
  object: KubernetesObject,
  resourceVersion: number,
): KubernetesObject {
  return {
    ...object,
    metadata: { ...object.metadata, resourceVersion: String(resourceVersion) },
  };
}
