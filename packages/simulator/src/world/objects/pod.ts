import { KubernetesObject } from '../World';
import { hashText, mix } from '../noise';
import { Workload } from '../workloads/Workload';
import { Labels, metadataOf, timestamp } from './metadata';
import { PodFacts } from './podFacts';
import { Container, PodTemplate } from './podTemplate';

/** From scheduled to started: image pull and start of the container. */
const START_DELAY_MS = 6_000;

/** The newest of a service's images, which nobody pushed (see `stuckFromMs`). */
function waitingState(facts: PodFacts, image: string) {
  switch (facts.waiting) {
    case 'ImagePullBackOff':
      return {
        waiting: {
          reason: 'ImagePullBackOff',
          message: `Back-off pulling image "${image}": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image "${image}": not found`,
        },
      };
    case 'CrashLoopBackOff':
      return {
        waiting: {
          reason: 'CrashLoopBackOff',
          message: `back-off 40s restarting failed container=app pod=${facts.name}`,
        },
      };
    default:
      return { waiting: { reason: 'ContainerCreating' } };
  }
}

const exitCodes = { Error: 1, OOMKilled: 137, NodeShutdown: 255 };

function lastStateOf(facts: PodFacts) {
  const stop = facts.lastStop;
  if (!stop) return {};
  return {
    terminated: {
      exitCode: exitCodes[stop.reason],
      reason: stop.reason === 'NodeShutdown' ? 'Error' : stop.reason,
      startedAt: timestamp(facts.bornMs + START_DELAY_MS),
      finishedAt: timestamp(stop.atMs),
    },
  };
}

function containerStatuses(facts: PodFacts, containers: Container[]) {
  const startedMs = facts.lastStop
    ? facts.lastStop.atMs + 15_000
    : facts.bornMs + START_DELAY_MS;
  return containers.map((container, i) => {
    // Only the service's own container stops; sidecars go on.
    const isMain = i === 0;
    const waits = isMain ? facts.waiting : facts.phase === 'Pending';
    return {
      name: container.name,
      image: container.image,
      imageID: waits ? '' : imageIdOf(container.image),
      containerID: waits ? '' : `containerd://${digest(facts.name)}`,
      ready: isMain ? facts.ready : !waits,
      started: !waits,
      restartCount: isMain ? facts.restarts : 0,
      state: waits
        ? waitingState(facts, container.image)
        : { running: { startedAt: timestamp(startedMs) } },
      lastState: isMain ? lastStateOf(facts) : {},
    };
  });
}

const imageIds = new Map<string, string>();

function imageIdOf(image: string): string {
  let id = imageIds.get(image);
  if (id === undefined) {
    id = `${image.split(':')[0]}@sha256:${digest(image)}`;
    if (imageIds.size > 20_000) imageIds.clear();
    imageIds.set(image, id);
  }
  return id;
}

function digest(text: string): string {
  const seed = hashText(text);
  return [0, 1, 2, 3, 4, 5, 6, 7]
    .map(i => mix(seed, i).toString(16).padStart(8, '0'))
    .join('');
}

function condition(
  type: string,
  status: boolean,
  sinceMs: number,
  reason?: { reason: string; message: string },
) {
  return {
    type,
    status: status ? 'True' : 'False',
    lastProbeTime: null,
    lastTransitionTime: timestamp(sinceMs),
    ...reason,
  };
}

function conditionsOf(facts: PodFacts) {
  const notReady = facts.ready
    ? undefined
    : {
        reason: 'ContainersNotReady',
        message: 'containers with unready status: [app]',
      };
  return [
    condition('PodReadyToStartContainers', true, facts.bornMs + 2_000),
    condition('Initialized', true, facts.bornMs),
    condition('Ready', facts.ready, facts.readySinceMs, notReady),
    condition('ContainersReady', facts.ready, facts.readySinceMs, notReady),
    condition('PodScheduled', true, facts.bornMs),
  ];
}

export interface PodPlace {
  nodeName: string;
  nodeIp: string;
  podIp: string;
}

/** A pod as the API serves it. Parts that all pods of a version share are shared. */
export function podObject(
  workload: Workload,
  facts: PodFacts,
  template: PodTemplate,
  place: PodPlace,
  owner: unknown,
  extraLabels?: Labels,
): KubernetesObject {
  const { containers } = template.spec;
  const labels =
    workload.kind === 'StatefulSet'
      ? {
          ...template.labels,
          'apps.kubernetes.io/pod-index': String(facts.slot),
          'controller-revision-hash': `${workload.name}-${template.hash}`,
          'statefulset.kubernetes.io/pod-name': facts.name,
        }
      : template.labels;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: metadataOf(
      workload.region.cluster,
      'Pod',
      workload.namespace,
      facts.name,
      {
        createdMs: facts.bornMs,
        incarnation: facts.bornMs,
        labels: extraLabels ? { ...labels, ...extraLabels } : labels,
        annotations: template.annotations,
        ownerReferences: [owner],
        ...(workload.kind === 'Fleet' || workload.kind === 'StatefulSet'
          ? {}
          : { generateName: facts.name.slice(0, -5) }),
      },
    ),
    spec: {
      ...template.spec,
      ...(workload.kind === 'StatefulSet' ? { hostname: facts.name } : {}),
      nodeName: place.nodeName,
      priority: 0,
      preemptionPolicy: 'PreemptLowerPriority',
    },
    status: {
      phase: facts.phase,
      conditions: conditionsOf(facts),
      hostIP: place.nodeIp,
      hostIPs: [{ ip: place.nodeIp }],
      ...(facts.phase === 'Pending' && !facts.waiting
        ? {}
        : { podIP: place.podIp, podIPs: [{ ip: place.podIp }] }),
      startTime: timestamp(facts.bornMs),
      containerStatuses: containerStatuses(facts, containers),
      qosClass: 'Burstable',
    },
  };
}

/** What the metrics server says of a pod. */
export function podMetricsObject(
  pod: KubernetesObject,
  atMs: number,
  usage: { cpuMilli: number; memoryMi: number },
  containers: Container[],
): KubernetesObject {
  return {
    apiVersion: 'metrics.k8s.io/v1beta1',
    kind: 'PodMetrics',
    metadata: {
      name: pod.metadata.name,
      namespace: pod.metadata.namespace,
      uid: pod.metadata.uid,
      creationTimestamp: timestamp(atMs),
      labels: pod.metadata.labels,
    },
    timestamp: timestamp(atMs),
    window: '15s',
    containers: containers.map((container, i) => ({
      name: container.name,
      usage:
        i === 0
          ? {
              cpu: `${Math.round(usage.cpuMilli * 1e6)}n`,
              memory: `${Math.round(usage.memoryMi * 1024)}Ki`,
            }
          : { cpu: '4200000n', memory: '38400Ki' },
    })),
  };
}
