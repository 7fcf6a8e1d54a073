import { KubernetesObject } from '../World';
import { isBlueGreen, Workload } from '../workloads/Workload';
import { WorkloadState } from '../workloads/RunState';
import {
  DOMAIN,
  foundedAt,
  labelsOf,
  metadataOf,
  selectorOf,
  timestamp,
} from './metadata';
import { budgetSpec } from '../manifests/manifest';
import { hashText, mix, uidOf } from '../noise';

function metadata(workload: Workload, kind: string, name = workload.name) {
  return metadataOf(workload.region.cluster, kind, workload.namespace, name, {
    createdMs: foundedAt(workload),
    labels: labelsOf(workload, kind),
  });
}

function clusterIpOf(workload: Workload): string {
  const seed = mix(workload.seed, hashText('service'));
  return `172.20.${(seed >>> 8) & 255}.${1 + (seed % 254)}`;
}

/** What stands around a workload and does not move: Service, ConfigMap, Ingress. */
export function standingObjects(workload: Workload): KubernetesObject[] {
  const objects: KubernetesObject[] = [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: metadata(workload, 'ConfigMap', `${workload.name}-config`),
      data: {
        LOG_LEVEL: 'info',
        WORLD: workload.world ?? 'all',
        MAX_PLAYERS: `${workload.playersPerPod}`,
      },
    },
  ];
  if (workload.kind === 'Fleet') return objects;
  const isHeadless = workload.kind === 'StatefulSet';
  const clusterIP = isHeadless ? 'None' : clusterIpOf(workload);
  objects.push({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(workload, 'Service'),
    spec: {
      type: 'ClusterIP',
      clusterIP,
      clusterIPs: [clusterIP],
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      internalTrafficPolicy: 'Cluster',
      sessionAffinity: 'None',
      selector: selectorOf(workload),
      ports: [
        { name: 'http', protocol: 'TCP', port: 80, targetPort: 'http' },
        { name: 'metrics', protocol: 'TCP', port: 9090, targetPort: 'metrics' },
      ],
    },
    status: { loadBalancer: {} },
  });
  if (isBlueGreen(workload)) objects.push(previewService(objects[1]));
  if (workload.name.endsWith('-gateway') || workload.name === 'identity') {
    objects.push(ingressOf(workload));
  }
  return objects;
}

/** The Service of a blue/green Rollout through which its preview is looked at. */
function previewService(active: KubernetesObject): KubernetesObject {
  const { metadata: own } = active;
  const name = `${own.name}-preview`;
  return {
    ...active,
    metadata: { ...own, name, uid: uidOf(`${own.uid}/preview`) },
    spec: {
      ...(active.spec as object),
      clusterIP: 'None',
      clusterIPs: ['None'],
    },
  };
}

function ingressOf(workload: Workload): KubernetesObject {
  const host = `${workload.name}.${workload.region.name}.${DOMAIN}`;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: metadata(workload, 'Ingress'),
    spec: {
      ingressClassName: 'public',
      tls: [{ hosts: [host], secretName: `${workload.name}-tls` }],
      rules: [
        {
          host,
          http: {
            paths: [
              {
                path: '/',
                pathType: 'Prefix',
                backend: {
                  service: { name: workload.name, port: { name: 'http' } },
                },
              },
            ],
          },
        },
      ],
    },
    status: {
      loadBalancer: {
        ingress: [{ hostname: `edge.${workload.region.name}.${DOMAIN}` }],
      },
    },
  };
}

/**
 * Pods that a PodDisruptionBudget wants to see healthy: of a simulated service all but
 * a tenth, or one. As in the disruption controller, shares are rounded up.
 */
export function desiredHealthy(workload: Workload, replicas: number): number {
  const pods = (value: number | string) =>
    typeof value === 'number'
      ? value
      : Math.ceil((parseInt(value, 10) * replicas) / 100);
  const applied = workload.manifests?.get('PodDisruptionBudget');
  const { minAvailable, maxUnavailable } = applied
    ? budgetSpec.parse(applied.spec)
    : { minAvailable: undefined, maxUnavailable: replicas >= 10 ? '10%' : 1 };
  if (minAvailable !== undefined) return pods(minAvailable);
  return Math.max(0, replicas - pods(maxUnavailable ?? 0));
}

export function pdbObject(
  workload: Workload,
  state: WorkloadState,
  name: string,
): KubernetesObject {
  const desired = desiredHealthy(workload, state.replicas);
  const allowed = Math.max(0, state.ready - desired);
  const manifest = workload.manifests?.get('PodDisruptionBudget')?.spec;
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: {
      ...metadata(workload, 'PodDisruptionBudget', name),
      generation: 1,
    },
    spec: manifest ?? {
      maxUnavailable: state.replicas >= 10 ? '10%' : 1,
      selector: { matchLabels: selectorOf(workload) },
    },
    status: {
      observedGeneration: 1,
      expectedPods: state.replicas,
      currentHealthy: state.ready,
      desiredHealthy: desired,
      disruptionsAllowed: allowed,
      conditions: [
        {
          type: 'DisruptionAllowed',
          status: allowed > 0 ? 'True' : 'False',
          reason: allowed > 0 ? 'SufficientPods' : 'InsufficientPods',
          message: '',
          observedGeneration: 1,
          lastTransitionTime: timestamp(foundedAt(workload)),
        },
      ],
    },
  };
}
