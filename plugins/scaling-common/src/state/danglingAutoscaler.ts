import { WorkloadScaling } from '../contract';
import { Autoscaler } from '../kubernetes/autoscaler';
import { Finding } from './Finding';

/** Kinds of targets that the domain reads. */
const KNOWN_TARGETS = ['Deployment', 'StatefulSet', 'Rollout', 'Fleet'];

/**
 * A service's autoscaler whose target was not found: at risk where the target
 * certainly does not exist, unknown where it cannot be looked for.
 *
 * @param unreadable why workloads of the target's kind cannot be read, if they cannot
 */
export function explainDangling(
  cluster: string,
  autoscaler: Autoscaler,
  unreadable?: string,
): WorkloadScaling {
  const { target, min, max, kind, name } = autoscaler;
  const what = `The ${kind} ${name} scales the ${target.kind || 'workload'} ${
    target.name
  }`;
  let finding: Finding = {
    code: 'targetMissing',
    state: 'atRisk',
    sentence: `${what}, which does not exist in namespace ${autoscaler.namespace}.`,
  };
  if (!KNOWN_TARGETS.includes(target.kind)) {
    finding = {
      code: 'targetKindUnknown',
      state: 'unknown',
      sentence: `${what}, a kind of workload that is not read.`,
    };
  } else if (unreadable) {
    finding = {
      code: 'targetUnreadable',
      state: 'unknown',
      sentence: `${what}, which cannot be looked for: ${unreadable}.`,
    };
  }
  return {
    cluster,
    kind: target.kind || 'workload',
    namespace: autoscaler.namespace,
    name: target.name,
    sizing: 'autoscaled',
    state: finding.state,
    reason: finding.sentence,
    current: null,
    desired: null,
    ready: null,
    updated: null,
    min,
    max,
    headroom: null,
    metric: null,
    paused: false,
    autoscaler: {
      kind,
      name,
      desired: autoscaler.desired,
      lastScaleTime: autoscaler.lastScaleTime,
      decision: null,
      triggers: [],
      metrics: autoscaler.metrics,
      conditions: autoscaler.conditions,
    },
    gameServers: null,
    rollout: null,
    budgets: null,
    spread: [],
    conditions: [],
    findings: [finding],
  };
}
