import {
  severityRank,
  State,
} from '@worldscale/backstage-plugin-worlds-common';
import { Sizing, WorkloadScaling } from '../contract';
import { Autoscaler } from '../kubernetes/autoscaler';
import { DisruptionBudget } from '../kubernetes/disruption';
import { nameOfFedMetric, ScaledObject } from '../kubernetes/scaledObject';
import { conditionOf } from '../kubernetes/reading';
import { Workload } from '../kubernetes/workload';
import { judgeAutoscaler, judgeRivals, ScalingView } from './autoscaling';
import { asInForce, decide } from './decide';
import { drivingMetricOf, measureBuffer } from './drivingMetric';
import { Finding } from './Finding';
import { judgeScaledObject } from './judgeScaledObject';
import { headroomOf } from './headroom';
import { Progress } from './progress';
import { describePause, judgeRollout, stacksOf } from './rolloutState';
import { judgePhase, judgeReadiness, judgeTrust } from './readiness';
import { count, describeMetric, formatNumber, nounOf } from './wording';

/** Everything that is known about one workload at one instant. */
export interface WorkloadEvidence {
  cluster: string;
  workload: Workload;
  /** Autoscalers that name it as their target. */
  autoscalers: readonly Autoscaler[];
  scaledObject?: ScaledObject;
  /** Those that guard its pods; undefined: they cannot be read. */
  budgets?: readonly DisruptionBudget[];
  /** Why autoscalers cannot be read, if they cannot: none is named then. */
  autoscalersUnreadable?: string;
  /** Why ScaledObjects cannot be read, if they cannot. */
  scaledObjectsUnreadable?: string;
  progress: Progress;
}

/**
 * Every rule says what it finds; the worst finding is the state and its sentence the
 * reason, the first of equals. Without a finding the workload is healthy, and the
 * reason says in numbers why.
 */
export function explainWorkload(
  evidence: WorkloadEvidence,
  nowMs: number,
): WorkloadScaling {
  const { cluster, workload, scaledObject, progress } = evidence;
  const autoscalers = evidence.autoscalers
    .map(each => asInForce(each, workload, nowMs))
    .sort((a, b) => a.name.localeCompare(b.name, 'en-US'));
  const autoscaler: Autoscaler | undefined = autoscalers[0];
  const min = scaledObject?.min ?? autoscaler?.min ?? null;
  const max = scaledObject?.max ?? autoscaler?.max ?? null;
  const metrics = (autoscaler?.metrics ?? []).map(metric =>
    measureBuffer(
      scaledObject
        ? { ...metric, name: nameOfFedMetric(scaledObject, metric.name) }
        : metric,
      workload,
    ),
  );
  const metric = drivingMetricOf(metrics);
  const headroom = headroomOf(workload.desired, max);
  const view: ScalingView | undefined = autoscaler && {
    ...{ workload, autoscaler, min, max, headroom, metric, nowMs },
  };
  const findings: Finding[] = [
    ...judgeTrust(workload, progress, nowMs),
    ...judgeReadiness(workload, progress, min, nowMs),
    ...judgePhase(workload),
    ...judgeRollout(workload),
    ...(view && !restsAtZero(workload, autoscaler)
      ? judgeAutoscaler(view)
      : []),
    ...judgeRivals(workload, autoscalers),
    ...(scaledObject
      ? judgeScaledObject(
          scaledObject,
          autoscaler,
          evidence.autoscalersUnreadable !== undefined,
        )
      : []),
    ...judgeUnreadable(evidence),
  ].sort((a, b) => severityRank(a.state) - severityRank(b.state));
  const state: State = findings[0]?.state ?? 'healthy';
  const sizing = sizingOf(evidence);
  // What nothing changes is its own limit.
  const fixed =
    sizing === 'fixed' ? { min: workload.desired, max: workload.desired } : {};
  return {
    cluster,
    sizing,
    kind: workload.kind,
    namespace: workload.namespace,
    name: workload.name,
    state,
    reason: findings[0]?.sentence ?? describeHealthy(evidence, view),
    current: workload.current,
    desired: workload.desired,
    ready: workload.ready,
    updated: workload.updated,
    ...{ min, max, ...fixed },
    headroom,
    metric,
    paused: workload.paused,
    autoscaler:
      autoscaler || scaledObject
        ? {
            kind: scaledObject ? 'ScaledObject' : autoscaler.kind,
            name: scaledObject?.name ?? autoscaler.name,
            ...(scaledObject
              ? { hpaName: autoscaler?.name ?? scaledObject.hpaName }
              : {}),
            desired: autoscaler?.desired ?? null,
            lastScaleTime: autoscaler?.lastScaleTime ?? null,
            decision: decide(
              workload,
              autoscaler,
              scaledObject,
              metrics,
              nowMs,
            ),
            triggers: scaledObject?.triggers ?? [],
            metrics,
            conditions: [
              ...(autoscaler?.conditions ?? []),
              ...(scaledObject?.conditions ?? []),
            ],
          }
        : null,
    gameServers: workload.gameServers ?? null,
    rollout: stacksOf(workload),
    budgets: evidence.budgets?.map(budgetOf) ?? null,
    spread: workload.spread,
    conditions: workload.conditions,
    findings,
  };
}

function budgetOf(budget: DisruptionBudget) {
  const { name, rule, allowed, healthy, needed, expected } = budget;
  return { name, rule, allowed, healthy, needed, expected };
}

/** Scaled to zero, an autoscaler rests: it neither reads metrics nor scales. */
function restsAtZero(workload: Workload, autoscaler: Autoscaler): boolean {
  const active = conditionOf(autoscaler.conditions, 'ScalingActive');
  return (
    workload.desired === 0 &&
    (active === undefined || active.reason === 'ScalingDisabled')
  );
}

function sizingOf({
  autoscalers,
  scaledObject,
  autoscalersUnreadable,
}: WorkloadEvidence): Sizing {
  if (autoscalers.length > 0 || scaledObject) return 'autoscaled';
  return autoscalersUnreadable ? 'unknown' : 'fixed';
}

function judgeUnreadable({
  workload,
  autoscalers,
  scaledObject,
  autoscalersUnreadable,
  scaledObjectsUnreadable,
}: WorkloadEvidence): Finding[] {
  const findings: Finding[] = [];
  if (autoscalersUnreadable && autoscalers.length === 0) {
    findings.push({
      code: 'autoscalersUnreadable',
      state: 'unknown',
      sentence: scaledObject
        ? `What the autoscaler of the ScaledObject ${scaledObject.name} sees and wants is not known: ${autoscalersUnreadable}.`
        : `Whether an autoscaler scales the ${workload.kind} ${workload.name} is not known: ${autoscalersUnreadable}.`,
    });
  }
  const made = autoscalers.find(autoscaler => autoscaler.scaledObject);
  if (scaledObjectsUnreadable && made && !scaledObject) {
    findings.push({
      code: 'scaledObjectsUnreadable',
      state: 'unknown',
      sentence: `Whether the ScaledObject ${made.scaledObject} is paused or cannot read its triggers is not known: ${scaledObjectsUnreadable}.`,
    });
  }
  return findings;
}

/** In numbers, why there is nothing to say. */
function describeHealthy(
  { workload, scaledObject, autoscalers }: WorkloadEvidence,
  view: ScalingView | undefined,
): string {
  const { desired, ready, kind, gameServers } = workload;
  const noun = nounOf(kind);
  if (desired === 0) {
    if (scaledObject) {
      return `Scaled to zero: no trigger of the ScaledObject ${scaledObject.name} asks for replicas.`;
    }
    return autoscalers.length > 0
      ? `Scaled to zero on purpose: its autoscaler rests until someone asks for ${noun}s again.`
      : `Scaled to zero on purpose: no ${noun}s are asked for.`;
  }
  const parts: string[] = [];
  if (desired !== null && ready !== null) {
    parts.push(describeReady(desired, ready, kind));
    const allocated = gameServers?.allocated ?? 0;
    if (allocated > 0) parts.push(`${formatNumber(allocated)} are allocated`);
  }
  const demand = view?.metric ? describeMetric(view.metric) : undefined;
  if (demand) parts.push(demand);
  parts.push(...describePause(workload));
  if (!view) {
    parts.push(`no autoscaler changes the number of ${noun}s`);
  } else if (view.max === null) {
    parts.push(
      `its ${view.autoscaler.kind} has no maximum that is known, so headroom is unknown`,
    );
  } else if (view.min === view.max) {
    parts.push(
      `minimum and maximum are both ${formatNumber(
        view.max,
      )}, so the autoscaler cannot add any`,
    );
  } else if (view.headroom) {
    const idle = desired !== null && view.min !== null && desired <= view.min;
    parts.push(
      `${formatNumber(view.headroom.replicas)} more ${
        view.headroom.replicas === 1 ? 'is' : 'are'
      } possible up to the maximum of ${formatNumber(view.max)}${
        idle ? ' (idle at its minimum)' : ''
      }`,
    );
  }
  return `${parts.join('; ')}.`;
}

/** `All 5 replicas are ready`; game servers that are up may all be taken. */
function describeReady(
  desired: number,
  ready: number,
  kind: Workload['kind'],
): string {
  const noun = nounOf(kind);
  const word = kind === 'Fleet' ? 'up' : 'ready';
  if (ready < desired) {
    return `${formatNumber(ready)} of ${count(desired, noun)} ${
      ready === 1 ? 'is' : 'are'
    } ${word} and the rest are starting`;
  }
  if (desired === 1) return `The only ${noun} is ${word}`;
  return desired === 2
    ? `Both ${noun}s are ${word}`
    : `All ${count(desired, noun)} are ${word}`;
}
