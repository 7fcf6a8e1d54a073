import { toError } from '@backstage/errors';
import { LabelPredicate, parseLabelSelector } from './kubernetes/labelSelector';

/**
 * Which workloads belong to a service, the way the official Kubernetes plugin
 * decides it: objects that carry the label `backstage.io/kubernetes-id` with the
 * value of the annotation of the same name, or, before that, objects that the
 * selector in `backstage.io/kubernetes-label-selector` finds; in one namespace or
 * one cluster where annotations name it.
 */
export const KUBERNETES_ID = 'backstage.io/kubernetes-id';
export const KUBERNETES_LABEL_SELECTOR =
  'backstage.io/kubernetes-label-selector';
export const KUBERNETES_NAMESPACE = 'backstage.io/kubernetes-namespace';
export const KUBERNETES_CLUSTER = 'backstage.io/kubernetes-cluster';

/** How the workloads of one service are found. */
export interface WorkloadSelector {
  entityRef: string;
  /** Value of the label, where that alone decides: lets many be found by index. */
  kubernetesId?: string;
  /** For people: `label backstage.io/kubernetes-id=aurora-gateway`. */
  description: string;
  namespace?: string;
  cluster?: string;
  matchesLabels: LabelPredicate;
}

/** A service whose workloads cannot be looked for, and what mends it. */
export interface SelectorProblem {
  entityRef: string;
  problem: string;
}

export function isSelector(
  value: WorkloadSelector | SelectorProblem,
): value is WorkloadSelector {
  return 'matchesLabels' in value;
}

export function selectorOf(
  entityRef: string,
  annotations: Readonly<Record<string, string>> | undefined,
): WorkloadSelector | SelectorProblem {
  const id = annotations?.[KUBERNETES_ID];
  const query = annotations?.[KUBERNETES_LABEL_SELECTOR];
  const place = {
    namespace: annotations?.[KUBERNETES_NAMESPACE] || undefined,
    cluster: annotations?.[KUBERNETES_CLUSTER] || undefined,
  };
  if (query) {
    try {
      return {
        entityRef,
        description: `labels ${query}`,
        ...place,
        matchesLabels: parseLabelSelector(query),
      };
    } catch (error) {
      return {
        entityRef,
        problem: `The annotation ${KUBERNETES_LABEL_SELECTOR} cannot be read: ${
          toError(error).message
        }.`,
      };
    }
  }
  if (id) {
    return {
      entityRef,
      kubernetesId: id,
      description: `label ${KUBERNETES_ID}=${id}`,
      ...place,
      matchesLabels: labels => labels[KUBERNETES_ID] === id,
    };
  }
  return {
    entityRef,
    problem: `The entity does not say which workloads are its own: add the annotation ${KUBERNETES_ID} (or ${KUBERNETES_LABEL_SELECTOR}) to it and the label ${KUBERNETES_ID} to its workloads.`,
  };
}

/** Whether an object of a cluster belongs to the service. */
export function isSelected(
  selector: WorkloadSelector,
  cluster: string,
  object: { namespace: string; labels: Readonly<Record<string, string>> },
): boolean {
  return (
    (selector.cluster === undefined || selector.cluster === cluster) &&
    (selector.namespace === undefined ||
      selector.namespace === object.namespace) &&
    selector.matchesLabels(object.labels)
  );
}
