import { KubernetesObject } from '../World';
import { mix } from '../noise';
import { BufferScaler, Workload } from '../workloads/Workload';
import { WorkloadState } from '../workloads/RunState';
import { ControllerFacts } from './controllers';
import {
  foundedAt,
  Labels,
  labelsOf,
  metadataOf,
  ownerReference,
  timestamp,
} from './metadata';
import { PodPlace } from './pod';
import { PodFacts } from './podFacts';
import { PodTemplate } from './podTemplate';

const AGONES = 'agones.dev/v1';

function gameServerSpec(workload: Workload, template: PodTemplate) {
  template.gameServerSpec ??= buildGameServerSpec(workload, template);
  return template.gameServerSpec;
}

function buildGameServerSpec(workload: Workload, template: PodTemplate) {
  const applied = workload.manifests?.get('Fleet')?.spec as
    | { template?: { spec?: Record<string, unknown> } }
    | undefined;
  const container = template.spec.containers[0].name;
  return {
    container,
    ports: [
      {
        name: 'game',
        portPolicy: 'Dynamic',
        container,
        containerPort: 7777,
        protocol: 'UDP',
      },
    ],
    health: {
      disabled: false,
      initialDelaySeconds: 30,
      periodSeconds: 5,
      failureThreshold: 5,
    },
    scheduling: 'Packed',
    sdkServer: { logLevel: 'Info', grpcPort: 9357, httpPort: 9358 },
    ...applied?.template?.spec,
    template: {
      metadata: {
        labels: template.labels,
        annotations: template.annotations,
      },
      spec: {
        containers: template.spec.containers.filter(
          ({ name }) => name !== 'agones-gameserver-sidecar',
        ),
        topologySpreadConstraints: template.spec.topologySpreadConstraints,
        securityContext: template.spec.securityContext,
      },
    },
  };
}

/** A game server has the labels of its fleet's template. */
function gameServerLabels(workload: Workload): Labels {
  const applied = workload.manifests?.get('Fleet')?.spec as
    | { template?: { metadata?: { labels?: Labels } } }
    | undefined;
  return workload.manifests
    ? applied?.template?.metadata?.labels ?? {}
    : labelsOf(workload, 'GameServer');
}

function fleetSpec(facts: ControllerFacts) {
  const { workload, state, template } = facts;
  const applied = workload.manifests?.get('Fleet')?.spec as
    | Record<string, unknown>
    | undefined;
  return {
    scheduling: 'Packed',
    strategy: {
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' },
    },
    ...applied,
    replicas: state.replicas,
    template: {
      metadata: { labels: gameServerLabels(workload) },
      spec: gameServerSpec(workload, template),
    },
  };
}

/** Counts of game servers; reserved ones do not occur in the simulated worlds. */
function countsOf(state: WorkloadState) {
  return {
    replicas: state.replicas,
    readyReplicas: Math.max(0, state.ready - state.allocated),
    reservedReplicas: 0,
    allocatedReplicas: state.allocated,
  };
}

export function fleetObject(facts: ControllerFacts): KubernetesObject {
  const { workload, rollouts, revision, state } = facts;
  return {
    apiVersion: AGONES,
    kind: 'Fleet',
    metadata: metadataOf(
      workload.region.cluster,
      'Fleet',
      workload.namespace,
      workload.name,
      {
        createdMs: foundedAt(workload),
        generation: rollouts.generationOf(revision),
        labels: labelsOf(workload, 'Fleet'),
      },
    ),
    spec: fleetSpec(facts),
    status: countsOf(state),
  };
}

export function gameServerSetObject(
  facts: ControllerFacts,
  fleet: KubernetesObject,
): KubernetesObject {
  const { workload, state, template } = facts;
  const { strategy: _strategy, ...spec } = fleetSpec(facts) as Record<
    string,
    unknown
  >;
  return {
    apiVersion: AGONES,
    kind: 'GameServerSet',
    metadata: metadataOf(
      workload.region.cluster,
      'GameServerSet',
      workload.namespace,
      `${workload.name}-${template.hash.slice(0, 5)}`,
      {
        createdMs: foundedAt(workload),
        labels: {
          ...gameServerLabels(workload),
          'agones.dev/fleet': workload.name,
        },
        ownerReferences: [ownerReference(fleet)],
      },
    ),
    spec,
    status: { ...countsOf(state), shutdownReplicas: 0 },
  };
}

function stateOf(facts: PodFacts): string {
  if (facts.ready) return facts.allocated ? 'Allocated' : 'Ready';
  if (facts.phase === 'Pending') return 'Starting';
  return facts.waiting ? 'Unhealthy' : 'Scheduled';
}

export function gameServerObject(
  workload: Workload,
  facts: PodFacts,
  template: PodTemplate,
  place: PodPlace,
  owner: unknown,
): KubernetesObject {
  const state = stateOf(facts);
  const port = 7000 + (mix(workload.seed, facts.slot) % 1000);
  return {
    apiVersion: AGONES,
    kind: 'GameServer',
    metadata: metadataOf(
      workload.region.cluster,
      'GameServer',
      workload.namespace,
      facts.name,
      {
        createdMs: facts.bornMs,
        incarnation: facts.bornMs,
        labels: {
          ...gameServerLabels(workload),
          'agones.dev/fleet': workload.name,
          'agones.dev/gameserverset': facts.name.slice(0, -6),
        },
        annotations: { 'agones.dev/sdk-version': '1.60.0' },
        ownerReferences: [owner],
      },
    ),
    spec: gameServerSpec(workload, template),
    status: {
      state,
      address: place.nodeIp,
      addresses: [{ type: 'InternalIP', address: place.nodeIp }],
      nodeName: place.nodeName,
      ports: facts.phase === 'Pending' ? [] : [{ name: 'game', port }],
      reservedUntil: null,
      immutableReplicas: 1,
    },
  };
}

export function fleetAutoscalerObject(
  workload: Workload,
  scaler: BufferScaler,
  state: WorkloadState,
): KubernetesObject {
  const { bufferSize, minReplicas, maxReplicas } = scaler.policy;
  return {
    apiVersion: 'autoscaling.agones.dev/v1',
    kind: 'FleetAutoscaler',
    metadata: metadataOf(
      workload.region.cluster,
      'FleetAutoscaler',
      workload.namespace,
      scaler.name,
      {
        createdMs: foundedAt(workload),
        generation: 1,
        labels: labelsOf(workload, 'FleetAutoscaler'),
      },
    ),
    spec: {
      fleetName: workload.name,
      policy: {
        type: 'Buffer',
        buffer: { bufferSize, minReplicas, maxReplicas },
      },
      sync: { type: 'FixedInterval', fixedInterval: { seconds: 30 } },
    },
    status: {
      currentReplicas: state.before,
      desiredReplicas: state.replicas,
      lastScaleTime:
        state.lastScaleMs === undefined ? null : timestamp(state.lastScaleMs),
      ableToScale: true,
      scalingLimited: state.isLimited,
      lastAppliedPolicy: 'Buffer',
    },
  };
}
