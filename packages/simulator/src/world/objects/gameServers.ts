import { KubernetesObject } from '../World';
import { capacitySpec, FleetRule, isOpen } from '../autoscalers/fleetRules';
import { hashText, mix, nameSuffix } from '../noise';
import {
  BufferScaler,
  capacityRule,
  tallyOf,
  Workload,
} from '../workloads/Workload';
import { WorkloadState } from '../workloads/RunState';
import { ControllerFacts } from './controllers';
import { managedFieldsOf } from './managedFields';
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
    ...holdingSpec(workload),
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

/** What a new game server of the fleet brings. */
function holdingSpec(workload: Workload) {
  const tally = tallyOf(workload);
  if (!tally) return {};
  const { key, each } = tally;
  return tally.type === 'Counter'
    ? { counters: { [key]: { count: 0, capacity: each } } }
    : { lists: { [key]: { capacity: each, values: [] } } };
}

/** What of its counter or list a game server holds. */
export function holdingStatus(workload: Workload, name: string, held: number) {
  const tally = tallyOf(workload);
  if (!tally) return {};
  const { key, each } = tally;
  if (tally.type === 'Counter') {
    return { counters: { [key]: { count: held, capacity: each } } };
  }
  const seed = hashText(name);
  const values = Array.from({ length: held }, (_, i) =>
    nameSuffix(mix(seed, i), 6),
  );
  return { lists: { [key]: { capacity: each, values } } };
}

/** What of its counters and lists all game servers of a fleet hold. */
function totalsOf(workload: Workload, state: WorkloadState) {
  const rule = capacityRule(workload);
  if (!rule) return {};
  const total = {
    count: state.taken,
    capacity: state.replicas * rule.each,
    allocatedCount: state.taken,
    allocatedCapacity: state.allocated * rule.each,
  };
  return {
    [rule.type === 'Counter' ? 'counters' : 'lists']: { [rule.key]: total },
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
        managedFields: managedFieldsOf(workload, state),
      },
    ),
    spec: fleetSpec(facts),
    status: { ...countsOf(state), ...totalsOf(workload, state) },
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
    status: {
      ...countsOf(state),
      ...totalsOf(workload, state),
      shutdownReplicas: 0,
    },
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
  held: number,
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
      ...holdingStatus(workload, facts.name, held),
    },
  };
}

/** The policy as it is written, and what of it is applied at an instant. */
function policySpec(
  { policy, rule }: BufferScaler,
  namespace: string,
  atMs: number,
): { policy: Record<string, unknown>; applied: string } {
  const { bufferSize, minReplicas, maxReplicas } = policy;
  const buffer = { bufferSize, minReplicas, maxReplicas };
  switch (rule?.type) {
    case 'Counter':
    case 'List': {
      const field = rule.type === 'Counter' ? 'counter' : 'list';
      return {
        policy: { type: rule.type, [field]: capacitySpec(rule, policy) },
        applied: rule.type,
      };
    }
    case 'Webhook': {
      const { service: name, path } = rule;
      return {
        policy: {
          type: 'Webhook',
          webhook: { service: { name, namespace, path } },
        },
        applied: 'Webhook',
      };
    }
    case 'Chain':
      return {
        policy: {
          type: 'Chain',
          chain: [
            scheduleSpec(rule),
            { id: 'default', type: 'Buffer', buffer },
          ],
        },
        applied: isOpen(rule, atMs)
          ? `Chain:${rule.id}:Schedule`
          : 'Chain:default:Buffer',
      };
    default:
      return { policy: { type: 'Buffer', buffer }, applied: 'Buffer' };
  }
}

function scheduleSpec(rule: FleetRule & { type: 'Chain' }) {
  const { id, timeZone, startHour, hours, buffer } = rule;
  return {
    id,
    type: 'Schedule',
    schedule: {
      between: {},
      activePeriod: {
        timezone: timeZone,
        startCron: `0 ${startHour} * * *`,
        duration: `${hours}h`,
      },
      policy: { type: 'Buffer', buffer },
    },
  };
}

export function fleetAutoscalerObject(
  workload: Workload,
  scaler: BufferScaler,
  state: WorkloadState,
): KubernetesObject {
  const { policy, applied } = policySpec(
    scaler,
    workload.namespace,
    state.atMs,
  );
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
      policy,
      sync: { type: 'FixedInterval', fixedInterval: { seconds: 30 } },
    },
    status: {
      currentReplicas: state.before,
      desiredReplicas: state.replicas,
      lastScaleTime:
        state.lastScaleMs === undefined ? null : timestamp(state.lastScaleMs),
      ableToScale: true,
      scalingLimited: state.isLimited,
      lastAppliedPolicy: applied,
    },
  };
}
