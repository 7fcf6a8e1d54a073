import { KubernetesObject } from '../KubernetesObject';

/** The instant at which the objects below are looked at. */
export const nowMs = Date.parse('2026-11-20T20:00:00Z');
const created = '2026-11-18T08:00:00Z';

export function anObject(
  apiVersion: string,
  kind: string,
  name: string,
  rest: {
    namespace?: string;
    labels?: Record<string, string>;
    [key: string]: unknown;
  } = {},
): KubernetesObject {
  const { namespace, labels, ...body } = rest;
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace && { namespace }),
      uid: `uid-${kind}-${namespace ?? ''}-${name}`,
      creationTimestamp: created,
      ...(labels && { labels }),
    },
    ...body,
  };
}

export function aPod(
  name: string,
  options: {
    namespace?: string;
    labels?: Record<string, string>;
    nodeName?: string;
    phase?: string;
    restartCount?: number;
    image?: string;
  } = {},
): KubernetesObject {
  const { namespace = 'aurora', labels = { app: 'gateway' } } = options;
  const isRunning = (options.phase ?? 'Running') === 'Running';
  return anObject('v1', 'Pod', name, {
    namespace,
    labels,
    spec: {
      nodeName: options.nodeName ?? 'node-a',
      containers: [
        {
          name: 'main',
          image: options.image ?? 'registry.lifeverse.example/gateway:1.0.0',
          resources: { requests: { cpu: '500m', memory: '256Mi' } },
        },
      ],
    },
    status: {
      phase: options.phase ?? 'Running',
      podIP: '10.0.0.7',
      conditions: [{ type: 'Ready', status: isRunning ? 'True' : 'False' }],
      containerStatuses: [
        {
          name: 'main',
          image: options.image ?? 'registry.lifeverse.example/gateway:1.0.0',
          ready: isRunning,
          restartCount: options.restartCount ?? 0,
          state: isRunning
            ? { running: { startedAt: created } }
            : { waiting: { reason: 'ContainerCreating' } },
        },
      ],
    },
  });
}

export function aDeployment(name: string, replicas: number): KubernetesObject {
  const labels = { app: 'gateway', 'backstage.io/kubernetes-id': name };
  return anObject('apps/v1', 'Deployment', name, {
    namespace: 'aurora',
    labels,
    spec: {
      replicas,
      selector: { matchLabels: { app: 'gateway' } },
      strategy: { type: 'RollingUpdate' },
      template: {
        metadata: { labels: { app: 'gateway' } },
        spec: {
          containers: [
            { name: 'main', image: 'registry.lifeverse.example/gateway:1.0.0' },
          ],
        },
      },
    },
    status: {
      observedGeneration: 1,
      replicas,
      updatedReplicas: replicas,
      readyReplicas: replicas - 1,
      availableReplicas: replicas - 1,
      unavailableReplicas: 1,
      conditions: [
        {
          type: 'Available',
          status: 'True',
          reason: 'MinimumReplicasAvailable',
        },
      ],
    },
  });
}

export function anAutoscaler(name: string): KubernetesObject {
  return anObject('autoscaling/v2', 'HorizontalPodAutoscaler', name, {
    namespace: 'aurora',
    labels: { app: 'gateway' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: 2,
      maxReplicas: 40,
      metrics: [
        {
          type: 'Resource',
          resource: {
            name: 'cpu',
            target: { type: 'Utilization', averageUtilization: 60 },
          },
        },
        {
          type: 'External',
          external: {
            metric: { name: 'queue_length' },
            target: { type: 'AverageValue', averageValue: '30' },
          },
        },
      ],
    },
    status: {
      currentReplicas: 3,
      desiredReplicas: 3,
      lastScaleTime: '2026-11-20T19:40:00Z',
      currentMetrics: [
        {
          type: 'Resource',
          resource: {
            name: 'cpu',
            current: { averageUtilization: 57, averageValue: '285m' },
          },
        },
        {
          type: 'External',
          external: {
            metric: { name: 'queue_length' },
            current: { averageValue: '12500m' },
          },
        },
      ],
      conditions: [
        {
          type: 'AbleToScale',
          status: 'True',
          reason: 'ReadyForNewScale',
          message: 'recommended size matches current size',
          lastTransitionTime: created,
        },
      ],
    },
  });
}

export function aNode(name: string): KubernetesObject {
  return anObject('v1', 'Node', name, {
    labels: { 'node-role.kubernetes.io/worker': '' },
    spec: {},
    status: {
      capacity: { cpu: '16', memory: '64Gi', pods: '110' },
      allocatable: { cpu: '15500m', memory: '60Gi', pods: '110' },
      addresses: [{ type: 'InternalIP', address: '10.1.0.4' }],
      conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }],
      nodeInfo: {
        kubeletVersion: 'v1.33.4',
        osImage: 'Linux',
        kernelVersion: '6.1.0',
        containerRuntimeVersion: 'containerd://2.0.1',
        architecture: 'amd64',
        operatingSystem: 'linux',
      },
    },
  });
}

export function anEvent(name: string, pod: KubernetesObject): KubernetesObject {
  return anObject('v1', 'Event', name, {
    namespace: pod.metadata.namespace,
    involvedObject: {
      kind: 'Pod',
      apiVersion: 'v1',
      namespace: pod.metadata.namespace,
      name: pod.metadata.name,
      uid: pod.metadata.uid,
    },
    type: 'Warning',
    reason: 'BackOff',
    message: 'Back-off restarting failed container',
    source: { component: 'kubelet' },
    firstTimestamp: '2026-11-20T19:00:00Z',
    lastTimestamp: '2026-11-20T19:58:00Z',
    count: 7,
  });
}

export function aFleet(name: string): KubernetesObject {
  return anObject('agones.dev/v1', 'Fleet', name, {
    namespace: 'aurora',
    labels: { 'backstage.io/kubernetes-id': name },
    spec: { replicas: 120, scheduling: 'Packed' },
    status: {
      replicas: 120,
      readyReplicas: 20,
      reservedReplicas: 0,
      allocatedReplicas: 100,
    },
  });
}

/** A small cluster with one of most things. */
export function clusterObjects(): KubernetesObject[] {
  const pods = [
    aPod('gateway-1'),
    aPod('gateway-2', { nodeName: 'node-b', restartCount: 3 }),
    aPod('gateway-3', { phase: 'Pending' }),
    aPod('identity-1', { namespace: 'platform', labels: { app: 'identity' } }),
  ];
  return [
    anObject('v1', 'Namespace', 'aurora', { status: { phase: 'Active' } }),
    anObject('v1', 'Namespace', 'platform', { status: { phase: 'Active' } }),
    aNode('node-a'),
    aNode('node-b'),
    ...pods,
    anEvent('gateway-2.backoff', pods[1]),
    aDeployment('gateway', 3),
    anAutoscaler('gateway'),
    aFleet('aurora-shards'),
    anObject('v1', 'Service', 'gateway', {
      namespace: 'aurora',
      labels: { app: 'gateway' },
      spec: {
        type: 'ClusterIP',
        clusterIP: '10.96.0.12',
        selector: { app: 'gateway' },
        ports: [{ port: 443, protocol: 'TCP', targetPort: 8443 }],
      },
    }),
    anObject('v1', 'ConfigMap', 'gateway', {
      namespace: 'aurora',
      data: { 'gateway.yaml': 'players: 12000' },
    }),
    {
      ...anObject('metrics.k8s.io/v1beta1', 'PodMetrics', 'gateway-1', {
        namespace: 'aurora',
        labels: { app: 'gateway' },
      }),
      timestamp: '2026-11-20T19:59:45Z',
      window: '15s',
      containers: [{ name: 'main', usage: { cpu: '285m', memory: '140Mi' } }],
    },
    {
      ...anObject('metrics.k8s.io/v1beta1', 'NodeMetrics', 'node-a'),
      timestamp: '2026-11-20T19:59:45Z',
      window: '15s',
      usage: { cpu: '3200m', memory: '12Gi' },
    },
  ];
}
