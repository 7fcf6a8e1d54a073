import { KubernetesObject } from '../KubernetesObject';
import { listAt, numberAt, textAt, valueAt } from '../fields';
import {
  ageColumn,
  ageOf,
  Column,
  column,
  conditionStatus,
  nameColumn,
  wide,
} from './Column';

export const podColumns: Column[] = [
  nameColumn,
  column('Ready', readyContainers),
  column('Status', podStatus),
  column('Restarts', restarts),
  ageColumn,
  ...wide(
    column('IP', pod => textAt(pod, 'status', 'podIP') || '<none>'),
    column('Node', pod => textAt(pod, 'spec', 'nodeName') || '<none>'),
    column(
      'Nominated Node',
      pod => textAt(pod, 'status', 'nominatedNodeName') || '<none>',
    ),
    column('Readiness Gates', readinessGates),
  ),
];

function readyContainers(pod: KubernetesObject) {
  const statuses = listAt(pod, 'status', 'containerStatuses');
  const ready = statuses.filter(
    status =>
      valueAt(status, 'ready') === true &&
      valueAt(status, 'state', 'running') !== undefined,
  ).length;
  return `${ready}/${listAt(pod, 'spec', 'containers').length}`;
}

/** The word that kubectl shows: the first trouble found, else the phase. */
export function podStatus(pod: KubernetesObject): string {
  let status =
    textAt(pod, 'status', 'reason') ??
    textAt(pod, 'status', 'phase') ??
    'Unknown';
  const initContainers = listAt(pod, 'status', 'initContainerStatuses');
  const unfinished = initContainers.findIndex(
    container =>
      numberAt(container, 'state', 'terminated', 'exitCode') !== 0 &&
      valueAt(container, 'started') !== true,
  );
  if (unfinished >= 0) {
    const trouble = containerTrouble(initContainers[unfinished]);
    const total = listAt(pod, 'spec', 'initContainers').length;
    status =
      trouble && trouble !== 'PodInitializing'
        ? `Init:${trouble}`
        : `Init:${unfinished}/${total}`;
  } else {
    const containers = listAt(pod, 'status', 'containerStatuses');
    let hasRunning = false;
    for (const container of [...containers].reverse()) {
      status = containerTrouble(container) ?? status;
      hasRunning ||=
        valueAt(container, 'ready') === true &&
        valueAt(container, 'state', 'running') !== undefined;
    }
    if (status === 'Completed' && hasRunning) {
      const ready =
        conditionStatus(listAt(pod, 'status', 'conditions'), 'Ready') ===
        'True';
      status = ready ? 'Running' : 'NotReady';
    }
  }
  if (textAt(pod, 'metadata', 'deletionTimestamp') === undefined) return status;
  if (textAt(pod, 'status', 'reason') === 'NodeLost') return 'Unknown';
  const phase = textAt(pod, 'status', 'phase');
  return phase === 'Failed' || phase === 'Succeeded' ? status : 'Terminating';
}

function containerTrouble(container: unknown): string | undefined {
  const waiting = textAt(container, 'state', 'waiting', 'reason');
  if (waiting) return waiting;
  const terminated = valueAt(container, 'state', 'terminated');
  if (terminated === undefined || terminated === null) return undefined;
  const reason = textAt(terminated, 'reason');
  if (reason) return reason;
  const signal = numberAt(terminated, 'signal');
  return signal
    ? `Signal:${signal}`
    : `ExitCode:${numberAt(terminated, 'exitCode') ?? 0}`;
}

function restarts(pod: KubernetesObject, nowMs: number) {
  let total = 0;
  let last: string | undefined;
  for (const container of listAt(pod, 'status', 'containerStatuses')) {
    total += numberAt(container, 'restartCount') ?? 0;
    const finishedAt = textAt(
      container,
      'lastState',
      'terminated',
      'finishedAt',
    );
    if (finishedAt && (last === undefined || finishedAt > last))
      last = finishedAt;
  }
  return total > 0 && last
    ? `${total} (${ageOf(last, nowMs)} ago)`
    : String(total);
}

function readinessGates(pod: KubernetesObject) {
  const gates = listAt(pod, 'spec', 'readinessGates');
  if (gates.length === 0) return '<none>';
  const conditions = listAt(pod, 'status', 'conditions');
  const passed = gates.filter(
    gate =>
      conditionStatus(conditions, textAt(gate, 'conditionType') ?? '') ===
      'True',
  );
  return `${passed.length}/${gates.length}`;
}
