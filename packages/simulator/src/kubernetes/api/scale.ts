import { KubernetesObject } from '../KubernetesObject';
import { entriesAt, listAt, valueAt } from '../fields';

/** `Scale` of autoscaling/v1 of a workload. */
export function scaleOf(object: KubernetesObject) {
  const { name, namespace, uid, resourceVersion, creationTimestamp } =
    object.metadata;
  const labels = entriesAt(object, 'spec', 'selector', 'matchLabels');
  const expressions = listAt(object, 'spec', 'selector', 'matchExpressions');
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: valueAt(object, 'spec', 'replicas') ?? 0 },
    status: {
      replicas: valueAt(object, 'status', 'replicas') ?? 0,
      ...(expressions.length === 0 && {
        selector: labels.map(([key, value]) => `${key}=${value}`).join(','),
      }),
    },
  };
}
