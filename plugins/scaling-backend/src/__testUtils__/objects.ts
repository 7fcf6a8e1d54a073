/** Objects as the Kubernetes API writes them, for tests. */
export const DEPLOYMENTS = '/apis/apps/v1/deployments';
export const STATEFUL_SETS = '/apis/apps/v1/statefulsets';
export const AUTOSCALERS = '/apis/autoscaling/v2/horizontalpodautoscalers';
export const FLEETS = '/apis/agones.dev/v1/fleets';

/** A plain cluster, without any custom resource definition. */
export const BUILT_IN = [DEPLOYMENTS, STATEFUL_SETS, AUTOSCALERS];

export function deployment(
  name: string,
  options: {
    namespace?: string;
    labels?: Record<string, string>;
    replicas?: number;
    ready?: number;
  } = {},
): Record<string, unknown> {
  const { namespace = 'aurora', replicas = 3, ready = replicas } = options;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      namespace,
      generation: 1,
      labels: options.labels ?? { 'backstage.io/kubernetes-id': name },
    },
    spec: { replicas, progressDeadlineSeconds: 600 },
    status: {
      observedGeneration: 1,
      replicas,
      readyReplicas: ready,
      updatedReplicas: replicas,
      conditions: [{ type: 'Available', status: 'True' }],
    },
  };
}

export function autoscaler(
  name: string,
  options: {
    namespace?: string;
    target?: string;
    min?: number;
    max?: number;
    desired?: number;
    cpu?: number;
  } = {},
): Record<string, unknown> {
  const { namespace = 'aurora', target = name, desired = 3 } = options;
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, namespace, generation: 1 },
    spec: {
      scaleTargetRef: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        name: target,
      },
      minReplicas: options.min ?? 2,
      maxReplicas: options.max ?? 12,
      metrics: [
        {
          type: 'Resource',
          resource: {
            name: 'cpu',
            target: { type: 'Utilization', averageUtilization: 70 },
          },
        },
      ],
    },
    status: {
      observedGeneration: 1,
      currentReplicas: desired,
      desiredReplicas: desired,
      currentMetrics: [
        {
          type: 'Resource',
          resource: {
            name: 'cpu',
            current: {
              averageUtilization: options.cpu ?? 55,
              averageValue: '550m',
            },
          },
        },
      ],
      conditions: [
        { type: 'AbleToScale', status: 'True', reason: 'ReadyForNewScale' },
        { type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound' },
        {
          type: 'ScalingLimited',
          status: 'False',
          reason: 'DesiredWithinRange',
        },
      ],
    },
  };
}

export function fleet(name: string): Record<string, unknown> {
  return {
    apiVersion: 'agones.dev/v1',
    kind: 'Fleet',
    metadata: {
      name,
      namespace: 'aurora',
      labels: { 'backstage.io/kubernetes-id': name },
    },
    spec: { replicas: 10 },
    status: {
      replicas: 10,
      readyReplicas: 4,
      allocatedReplicas: 6,
      reservedReplicas: 0,
    },
  };
}
