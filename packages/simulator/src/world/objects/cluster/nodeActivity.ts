/** What nodes do all the time: renew their leases, and report what they use. */
import { KubernetesObject } from '../../World';
import { formatMi, FOUNDED_MS, metadataOf, timestamp } from '../metadata';

/** The kubelet's own: it renews every ten seconds a lease of forty. */
const RENEW_MS = 10_000;
const LEASE_S = 40;

export const LEASE_NAMESPACE = 'kube-node-lease';

export function leaseNamespace(cluster: string): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: metadataOf(cluster, 'Namespace', undefined, LEASE_NAMESPACE, {
      labels: { 'kubernetes.io/metadata.name': LEASE_NAMESPACE },
    }),
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  };
}

/**
 * Leases of nodes as they stand at a step. Where steps are longer than a lease, the
 * lease lasts two of them, so that nobody takes a node for lost.
 */
export function leaseObjects(
  cluster: string,
  nodes: readonly KubernetesObject[],
  atMs: number,
  stepMs: number,
): KubernetesObject[] {
  const renewedMs = Math.floor(atMs / RENEW_MS) * RENEW_MS;
  return nodes.map(node => ({
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: metadataOf(
      cluster,
      'Lease',
      LEASE_NAMESPACE,
      node.metadata.name,
      {
        ownerReferences: [
          {
            apiVersion: 'v1',
            kind: 'Node',
            name: node.metadata.name,
            uid: node.metadata.uid,
          },
        ],
      },
    ),
    spec: {
      holderIdentity: node.metadata.name,
      leaseDurationSeconds: Math.max(LEASE_S, (2 * stepMs) / 1000),
      // A MicroTime, which is written to the microsecond.
      renewTime: timestamp(Math.max(renewedMs, FOUNDED_MS)).replace(
        'Z',
        '.000000Z',
      ),
    },
  }));
}

/** What the kubelet, the system and the node agent use on every node. */
const base = { cpuNano: 310e6, memoryKi: 1_450 * 1024 };

interface Usage {
  cpu: string;
  memory: string;
}

/** Nodes' usage: that of their pods, as the metrics server says, and their own. */
export function nodeMetricsObjects(
  nodes: readonly KubernetesObject[],
  objects: readonly KubernetesObject[],
  atMs: number,
): KubernetesObject[] {
  const nodeOfPod = new Map<string, string>();
  const keyOf = ({ metadata }: KubernetesObject) =>
    `${metadata.namespace}/${metadata.name}`;
  const used = new Map(
    nodes.map(({ metadata }) => [metadata.name, { ...base }]),
  );
  for (const object of objects) {
    if (object.kind !== 'Pod') continue;
    const { nodeName } = object.spec as { nodeName?: string };
    if (nodeName) nodeOfPod.set(keyOf(object), nodeName);
  }
  for (const object of objects) {
    if (object.kind !== 'PodMetrics') continue;
    const node = used.get(nodeOfPod.get(keyOf(object)) ?? '');
    if (!node) continue;
    for (const { usage } of object.containers as { usage: Usage }[]) {
      node.cpuNano += parseInt(usage.cpu, 10);
      node.memoryKi += parseInt(usage.memory, 10);
    }
  }
  return nodes.map(({ metadata }) => {
    const { cpuNano, memoryKi } = used.get(metadata.name)!;
    return {
      apiVersion: 'metrics.k8s.io/v1beta1',
      kind: 'NodeMetrics',
      metadata: {
        name: metadata.name,
        uid: metadata.uid,
        creationTimestamp: timestamp(atMs),
        labels: metadata.labels,
      },
      timestamp: timestamp(atMs),
      window: '20s',
      usage: {
        cpu: `${Math.round(cpuNano)}n`,
        memory: formatMi(Math.round(memoryKi / 1024)),
      },
    };
  });
}
