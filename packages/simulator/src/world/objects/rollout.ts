/**
 * An Argo Rollout (argo-rollouts, rollout/sync.go): its status counts both stacks
 * together, and tells them apart by the hashes of their templates.
 */
import { KubernetesObject } from '../World';
import {
  CANARY_PERCENT,
  heldFromMs,
  isBlueGreen,
  isWaiting,
  PREVIEW_PODS,
  Workload,
} from '../workloads/Workload';
import {
  appliedAnnotations,
  appliedSpec,
  ControllerFacts,
  podTemplateSpec,
} from './controllers';
import { managedFieldsOf } from './managedFields';
import {
  foundedAt,
  labelsOf,
  metadataOf,
  selectorOf,
  timestamp,
} from './metadata';

/** Shares of the traffic that a canary stops at before it gets all of it. */
const SECOND_PERCENT = 50;

function strategyOf(workload: Workload) {
  const { name, namespace } = workload;
  if (isBlueGreen(workload)) {
    return {
      blueGreen: {
        activeService: name,
        previewService: `${name}-preview`,
        previewReplicaCount: PREVIEW_PODS,
        // Somebody of the team looks at the preview first.
        autoPromotionEnabled: false,
        scaleDownDelaySeconds: 30,
      },
    };
  }
  const analysis = { templates: [{ templateName: `${name}-errors` }] };
  return {
    canary: {
      canaryService: `${name}-canary`,
      stableService: name,
      trafficRouting: {
        plugins: {
          'argoproj-labs/gatewayAPI': { httpRoute: name, namespace },
        },
      },
      maxSurge: 1,
      maxUnavailable: 0,
      steps: [
        { setWeight: CANARY_PERCENT },
        { pause: { duration: '30m' } },
        { analysis },
        { setWeight: SECOND_PERCENT },
        { analysis },
      ],
    },
  };
}

/** Steps of a canary, and that at which the first analysis is. */
const STEPS = 5;
const ANALYSIS_STEP = 2;

interface Standing {
  isMoving: boolean;
  /** Since when it waits for somebody; undefined: it does not. */
  waitsMs: number | undefined;
  /** Template hash of the version that the traffic goes to, or most of it. */
  serving: string;
  newest: string;
}

function blueGreenStatus(facts: ControllerFacts, standing: Standing) {
  const { workload, state } = facts;
  const active = facts.versions.find(
    ({ template }) => template.hash === standing.serving,
  );
  return {
    HPAReplicas: active?.pods ?? 0,
    // Those with the traffic alone; all other counts are of all stacks.
    readyReplicas: state.ready,
    availableReplicas: state.ready,
    selector: `app.kubernetes.io/name=${workload.name},rollouts-pod-template-hash=${standing.serving}`,
    canary: {},
    blueGreen: {
      activeSelector: standing.serving,
      previewSelector: standing.newest,
      ...(standing.waitsMs === undefined
        ? {}
        : { scaleUpPreviewCheckPoint: false }),
    },
  };
}

function canaryStatus(facts: ControllerFacts, standing: Standing) {
  const { workload } = facts;
  const { isMoving, waitsMs } = standing;
  const isEarly = waitsMs !== undefined || 2 * facts.updatedPods < facts.pods;
  const weight = isEarly ? CANARY_PERCENT : SECOND_PERCENT;
  const share = (name: string, hash: string, percent: number) => ({
    serviceName: name,
    podTemplateHash: hash,
    weight: percent,
  });
  let step = isEarly ? 0 : ANALYSIS_STEP + 1;
  if (!isMoving) step = STEPS;
  else if (waitsMs !== undefined) step = ANALYSIS_STEP;
  const { name } = workload;
  return {
    HPAReplicas: facts.pods,
    availableReplicas: readyPods(facts),
    selector: `app.kubernetes.io/name=${name}`,
    currentStepIndex: step,
    canary: isMoving
      ? {
          weights: {
            canary: share(`${name}-canary`, standing.newest, weight),
            stable: share(name, standing.serving, 100 - weight),
          },
        }
      : {},
    blueGreen: {},
  };
}

function readyPods({ versions }: ControllerFacts): number {
  return versions.reduce((sum, { ready }) => sum + ready, 0);
}

function phaseOf(workload: Workload, { isMoving, waitsMs }: Standing) {
  if (waitsMs !== undefined) {
    const reason = isBlueGreen(workload)
      ? 'BlueGreenPause'
      : 'InconclusiveAnalysisRun';
    return {
      phase: 'Paused',
      message: reason,
      controllerPause: true,
      pauseConditions: [{ reason, startTime: timestamp(waitsMs) }],
    };
  }
  return isMoving
    ? { phase: 'Progressing', message: 'more replicas need to be updated' }
    : { phase: 'Healthy' };
}

function conditionsOf(
  { workload, rollouts, revision }: ControllerFacts,
  { isMoving, waitsMs, newest }: Standing,
) {
  const sinceMs = waitsMs ?? rollouts.startOf(workload, revision);
  const condition = (
    type: string,
    status: string,
    reason: string,
    message: string,
  ) => ({
    ...{ type, status, reason, message },
    lastUpdateTime: timestamp(sinceMs),
    lastTransitionTime: timestamp(sinceMs),
  });
  const set = `ReplicaSet "${workload.name}-${newest}"`;
  const paused = 'Rollout is paused';
  const progress = isMoving
    ? { reason: 'ReplicaSetUpdated', message: `${set} is progressing.` }
    : {
        reason: 'NewReplicaSetAvailable',
        message: `${set} has successfully progressed.`,
      };
  return [
    condition(
      'Available',
      'True',
      'AvailableReason',
      'Rollout has minimum availability',
    ),
    condition(
      'Healthy',
      isMoving ? 'False' : 'True',
      isMoving ? 'RolloutNotHealthy' : 'RolloutHealthy',
      isMoving ? 'Rollout is not healthy' : 'Rollout is healthy',
    ),
    ...(waitsMs === undefined
      ? [condition('Progressing', 'True', progress.reason, progress.message)]
      : [
          condition('Progressing', 'Unknown', 'RolloutPaused', paused),
          condition('Paused', 'True', 'RolloutPaused', paused),
        ]),
  ];
}

/** Canary or blue/green, with what its controller reports at the step. */
export function rolloutObject(facts: ControllerFacts): KubernetesObject {
  const { workload, state, revision, rollouts, template, previous } = facts;
  const generation = rollouts.generationOf(revision);
  const isMoving = facts.updatedPods < facts.pods;
  const standing: Standing = {
    isMoving,
    waitsMs: isWaiting(workload, state.atMs) ? heldFromMs(workload) : undefined,
    serving: isMoving ? previous.hash : template.hash,
    newest: template.hash,
  };
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: metadataOf(
      workload.region.cluster,
      'Rollout',
      workload.namespace,
      workload.name,
      {
        createdMs: foundedAt(workload),
        generation,
        labels: labelsOf(workload, workload.kind),
        managedFields: managedFieldsOf(workload, state),
        annotations: {
          ...appliedAnnotations(workload),
          'rollout.argoproj.io/revision': `${generation}`,
        },
      },
    ),
    spec: {
      replicas: state.replicas,
      selector: { matchLabels: selectorOf(workload) },
      template: podTemplateSpec(template),
      revisionHistoryLimit: 2,
      strategy: strategyOf(workload),
      ...appliedSpec(workload),
    },
    status: {
      // A string, unlike everywhere else in Kubernetes.
      observedGeneration: `${generation}`,
      replicas: facts.pods,
      readyReplicas: readyPods(facts),
      updatedReplicas: facts.updatedPods,
      currentPodHash: standing.newest,
      stableRS: standing.serving,
      ...(isBlueGreen(workload)
        ? blueGreenStatus(facts, standing)
        : canaryStatus(facts, standing)),
      ...phaseOf(workload, standing),
      conditions: conditionsOf(facts, standing),
    },
  };
}
