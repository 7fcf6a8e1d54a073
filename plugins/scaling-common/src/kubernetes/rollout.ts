import { asRecord, asText, KubernetesObject, readCount } from './reading';

/**
 * The stacks of an Argo Rollout (argo-rollouts, rollout_types.go). Its status counts
 * all of them as one; which are which follows from the hashes: `currentPodHash` is the
 * newest revision, `blueGreen.activeSelector` the one that has the traffic, `stableRS`
 * the one to go back to. Null is unknown.
 */
export interface RolloutStacks {
  strategy: 'blueGreen' | 'canary';
  stacks: RolloutStack[];
  /** Share of the traffic that a canary has, 0 to 100. */
  weightPercent: number | null;
  /** Why it waits, each as a clause. */
  pauses: string[];
  aborted: boolean;
  /**
   * Hashes of the revisions whose pods take traffic (label
   * `rollouts-pod-template-hash`): a preview takes none, and neither does a canary of
   * weight 0.
   */
  trafficHashes: string[] | null;
  /** Of blue/green: the newest stack is whole and waits, or has the traffic already. */
  isPreviewReady: boolean;
  /** Replicas that its autoscaler counts: of blue/green those with the traffic. */
  scaledReplicas: number | null;
}

export interface RolloutStack {
  /** `earlier`: of revisions before, about to go. */
  role: 'active' | 'preview' | 'stable' | 'canary' | 'earlier';
  replicas: number | null;
}

const PAUSES: Readonly<Record<string, string>> = {
  BlueGreenPause: 'it waits for its preview to be promoted',
  CanaryPauseStep: 'it waits at a step of its canary',
  InconclusiveAnalysisRun: 'an analysis of the new revision came to no result',
};

function readPauses({ spec, status = {} }: KubernetesObject): string[] {
  const conditions = Array.isArray(status.pauseConditions)
    ? status.pauseConditions
    : [];
  const pauses = conditions.map(condition => {
    const reason = asText(asRecord(condition).reason) ?? 'no reason is given';
    return PAUSES[reason] ?? `it is paused (${reason})`;
  });
  if (spec.paused === true) pauses.unshift('it is paused by hand');
  if (pauses.length === 0 && status.controllerPause === true) {
    return ['it waits to go on'];
  }
  return [...new Set(pauses)];
}

/** It pauses so only once all of the preview is available. */
function waitsForPromotion({ status = {} }: KubernetesObject): boolean {
  const { pauseConditions } = status;
  return (
    Array.isArray(pauseConditions) &&
    pauseConditions.some(each => asRecord(each).reason === 'BlueGreenPause')
  );
}

function less(total: number | null, ...parts: Array<number | null>) {
  let left = total;
  for (const part of parts) {
    if (left === null || part === null) return null;
    left -= part;
  }
  return left === null || left < 0 ? null : left;
}

/** Null where one is not known. */
function hashes(...known: Array<string | undefined>): string[] | null {
  const told = known.flatMap(hash => hash ?? []);
  return told.length < known.length ? null : told;
}

/** Undefined: it has neither strategy, or its controller has not reported yet. */
export function readRolloutStacks(
  object: KubernetesObject,
  problems: string[],
): RolloutStacks | undefined {
  const { spec, status } = object;
  const strategy = asRecord(spec.strategy);
  const isBlueGreen = strategy.blueGreen !== undefined;
  if (!status || (!isBlueGreen && strategy.canary === undefined)) {
    return undefined;
  }
  const count = (field: string, absent: number | null) =>
    readCount(status[field], `status.${field}`, problems, absent);
  const total = count('replicas', 0);
  const updated = count('updatedReplicas', 0);
  const scaledReplicas = count('HPAReplicas', null);
  const newest = asText(status.currentPodHash);
  const { weights } = asRecord(status.canary);
  const { weight } = asRecord(asRecord(weights).canary);
  const common = {
    weightPercent:
      typeof weight === 'number' && weight >= 0 && weight <= 100
        ? weight
        : null,
    pauses: readPauses(object),
    aborted: status.abort === true,
    isPreviewReady: false,
    scaledReplicas,
  };
  const held = (stacks: RolloutStack[]) =>
    stacks.filter(({ replicas }) => replicas !== 0);
  if (isBlueGreen) {
    const active = asText(asRecord(status.blueGreen).activeSelector);
    const isLive = active === undefined || active === newest;
    const live = isLive ? updated : scaledReplicas ?? less(total, updated);
    const preview = isLive ? 0 : updated;
    return {
      strategy: 'blueGreen',
      ...common,
      trafficHashes: hashes(active ?? newest),
      isPreviewReady: isLive || waitsForPromotion(object),
      stacks: [
        { role: 'active', replicas: live },
        ...held([
          { role: 'preview', replicas: preview },
          { role: 'earlier', replicas: less(total, live, preview) },
        ]),
      ],
    };
  }
  const stable = asText(status.stableRS);
  const isDone = stable === undefined || stable === newest;
  const takesTraffic = common.weightPercent !== 0;
  return {
    strategy: 'canary',
    ...common,
    trafficHashes:
      isDone || !takesTraffic
        ? hashes(stable ?? newest)
        : hashes(stable, newest),
    stacks: isDone
      ? [
          { role: 'stable', replicas: updated },
          ...held([{ role: 'earlier', replicas: less(total, updated) }]),
        ]
      : [
          { role: 'stable', replicas: less(total, updated) },
          { role: 'canary', replicas: updated },
        ],
  };
}
