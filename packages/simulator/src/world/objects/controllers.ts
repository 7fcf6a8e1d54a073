import { KubernetesObject } from '../World';
import { Rollouts } from '../workloads/rollouts';
import { heldFromMs, isStuck, Workload } from '../workloads/Workload';
import { WorkloadState } from '../workloads/RunState';
import { managedFieldsOf } from './managedFields';
import {
  foundedAt,
  labelsOf,
  metadataOf,
  ownerReference,
  selectorOf,
  timestamp,
} from './metadata';
import { PodTemplate } from './podTemplate';
import { VersionFacts } from './versionFacts';

/** Everything that the objects above the pods are made from. */
export interface ControllerFacts {
  workload: Workload;
  state: WorkloadState;
  revision: number;
  rollouts: Rollouts;
  /** Templates of the current and the previous version. */
  template: PodTemplate;
  previous: PodTemplate;
  /** Pods in all, and those of the newest version. */
  pods: number;
  updatedPods: number;
  /** Versions that have a ReplicaSet; the current one goes first. */
  versions: readonly VersionFacts[];
}

/** Progress deadline of a Deployment, in seconds (the API's default). */
const PROGRESS_DEADLINE_S = 600;

function deploymentConditions(facts: ControllerFacts, setName: string) {
  const { workload, state, revision, rollouts } = facts;
  const stuckMs = workload.faults.stuckFromMs;
  const stuck = stuckMs !== undefined && isStuck(workload, state.atMs);
  const scheduledMs = rollouts.startOf(workload, revision);
  // A rollout that is stuck began when it got stuck, whatever was planned.
  const startedMs = stuck ? Math.min(scheduledMs, stuckMs) : scheduledMs;
  const enough = state.ready >= Math.floor(state.replicas * 0.75);
  const available = {
    type: 'Available',
    status: enough ? 'True' : 'False',
    reason: enough ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
    message: enough
      ? 'Deployment has minimum availability.'
      : 'Deployment does not have minimum availability.',
    lastUpdateTime: timestamp(startedMs),
    lastTransitionTime: timestamp(startedMs),
  };
  const progress = { type: 'Progressing', status: 'True' };
  let why = {
    reason: 'NewReplicaSetAvailable',
    message: `ReplicaSet "${setName}" has successfully progressed.`,
    sinceMs: startedMs,
  };
  if (stuck) {
    const lateMs = stuckMs + PROGRESS_DEADLINE_S * 1000;
    if (state.atMs >= lateMs) {
      progress.status = 'False';
      why = {
        reason: 'ProgressDeadlineExceeded',
        message: `ReplicaSet "${setName}" has timed out progressing.`,
        sinceMs: lateMs,
      };
    } else {
      why = {
        reason: 'ReplicaSetUpdated',
        message: `ReplicaSet "${setName}" is progressing.`,
        sinceMs: stuckMs,
      };
    }
  } else if (facts.updatedPods < facts.pods) {
    why = {
      reason: 'ReplicaSetUpdated',
      message: `ReplicaSet "${setName}" is progressing.`,
      sinceMs: startedMs,
    };
  }
  return [
    available,
    {
      ...progress,
      reason: why.reason,
      message: why.message,
      lastUpdateTime: timestamp(why.sinceMs),
      lastTransitionTime: timestamp(why.sinceMs),
    },
  ];
}

/** Labels of a version without the hash that only its ReplicaSet knows. */
export function podTemplateSpec(template: PodTemplate, hashLabel?: string) {
  let { labels } = template;
  if (hashLabel === undefined) {
    labels = { ...labels };
    delete labels['pod-template-hash'];
    delete labels['rollouts-pod-template-hash'];
  }
  return {
    metadata: { labels, annotations: template.annotations },
    spec: template.spec,
  };
}

/** Settings that a manifest brings along, besides what its controllers decide. */
export function appliedSpec(workload: Workload): Record<string, unknown> {
  const {
    replicas: _replicas,
    selector: _selector,
    template: _template,
    ...settings
  } = workload.manifests?.get(workload.kind)?.spec ?? {};
  return settings;
}

/** Annotations that stand in a manifest. */
export function appliedAnnotations(workload: Workload) {
  return workload.manifests?.get(workload.kind)?.metadata.annotations;
}

export function deploymentObject(facts: ControllerFacts): KubernetesObject {
  const { workload, state, revision, rollouts, template } = facts;
  const generation = rollouts.generationOf(revision);
  const unavailable = facts.pods - state.ready;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadataOf(
      workload.region.cluster,
      'Deployment',
      workload.namespace,
      workload.name,
      {
        createdMs: foundedAt(workload),
        generation,
        labels: labelsOf(workload, workload.kind),
        managedFields: managedFieldsOf(workload, state),
        annotations: {
          ...appliedAnnotations(workload),
          'deployment.kubernetes.io/revision': `${generation}`,
        },
      },
    ),
    spec: {
      replicas: state.replicas,
      selector: { matchLabels: selectorOf(workload) },
      template: podTemplateSpec(template),
      strategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxSurge: 1, maxUnavailable: 1 },
      },
      revisionHistoryLimit: 2,
      progressDeadlineSeconds: PROGRESS_DEADLINE_S,
      ...appliedSpec(workload),
    },
    status: {
      observedGeneration: generation,
      replicas: facts.pods,
      updatedReplicas: facts.updatedPods,
      readyReplicas: state.ready,
      availableReplicas: state.ready,
      ...(unavailable > 0 ? { unavailableReplicas: unavailable } : {}),
      conditions: deploymentConditions(
        facts,
        `${workload.name}-${template.hash}`,
      ),
    },
  };
}

function replicaSet(
  facts: ControllerFacts,
  owner: KubernetesObject,
  template: PodTemplate,
  generation: number,
  createdMs: number,
  counts: { replicas: number; ready: number },
): KubernetesObject {
  const { workload } = facts;
  const hashLabel =
    workload.kind === 'Rollout'
      ? 'rollouts-pod-template-hash'
      : 'pod-template-hash';
  const selector = { ...selectorOf(workload), [hashLabel]: template.hash };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: metadataOf(
      workload.region.cluster,
      'ReplicaSet',
      workload.namespace,
      `${workload.name}-${template.hash}`,
      {
        createdMs,
        generation: 1,
        labels: template.labels,
        annotations: {
          'deployment.kubernetes.io/desired-replicas': `${counts.replicas}`,
          'deployment.kubernetes.io/max-replicas': `${counts.replicas + 1}`,
          'deployment.kubernetes.io/revision': `${generation}`,
        },
        ownerReferences: [ownerReference(owner)],
      },
    ),
    spec: {
      replicas: counts.replicas,
      selector: { matchLabels: selector },
      template: podTemplateSpec(template, hashLabel),
    },
    status: {
      replicas: counts.replicas,
      fullyLabeledReplicas: counts.replicas,
      readyReplicas: counts.ready,
      availableReplicas: counts.ready,
      observedGeneration: 1,
    },
  };
}

/** A ReplicaSet for each version that has one. */
export function replicaSetObjects(
  facts: ControllerFacts,
  owner: KubernetesObject,
): KubernetesObject[] {
  const { workload, rollouts, state } = facts;
  const foundedMs = foundedAt(workload);
  return facts.versions.map(({ revision, template, pods, ready }) => {
    const heldMs = heldFromMs(workload);
    const isHeld = heldMs !== undefined && state.atMs >= heldMs;
    const startMs = isHeld
      ? heldMs
      : rollouts.startOf(workload, revision) - rollouts.paceMs(workload);
    const createdMs =
      revision < facts.revision ? foundedMs : Math.max(startMs, foundedMs);
    const generation = rollouts.generationOf(revision);
    return replicaSet(facts, owner, template, generation, createdMs, {
      replicas: pods,
      ready,
    });
  });
}

export function statefulSetObject(facts: ControllerFacts): KubernetesObject {
  const { workload, state, revision, rollouts, template } = facts;
  const generation = rollouts.generationOf(revision);
  const currentRevision =
    facts.updatedPods < facts.pods ? facts.previous.hash : template.hash;
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: metadataOf(
      workload.region.cluster,
      'StatefulSet',
      workload.namespace,
      workload.name,
      {
        createdMs: foundedAt(workload),
        generation,
        labels: labelsOf(workload, workload.kind),
        managedFields: managedFieldsOf(workload, state),
      },
    ),
    spec: {
      replicas: state.replicas,
      selector: { matchLabels: selectorOf(workload) },
      serviceName: workload.name,
      template: podTemplateSpec(template),
      podManagementPolicy: 'Parallel',
      updateStrategy: {
        type: 'RollingUpdate',
        rollingUpdate: { partition: 0 },
      },
      revisionHistoryLimit: 2,
      ...appliedSpec(workload),
    },
    status: {
      observedGeneration: generation,
      replicas: facts.pods,
      readyReplicas: state.ready,
      availableReplicas: state.ready,
      currentReplicas: facts.pods,
      updatedReplicas: facts.updatedPods,
      currentRevision: `${workload.name}-${currentRevision}`,
      updateRevision: `${workload.name}-${template.hash}`,
      collisionCount: 0,
    },
  };
}
