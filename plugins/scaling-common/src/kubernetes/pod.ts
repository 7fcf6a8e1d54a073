import { imageOf } from './gameServer';
import { parseQuantity } from './quantity';
import {
  asRecord,
  asText,
  Condition,
  conditionOf,
  readConditions,
  readObject,
} from './reading';

/** What a pod keeps from others on its node. */
export interface PodRequests {
  cpuCores: number;
  memoryBytes: number;
}

/** v1 Pod: only what is counted and shown. */
export interface Pod {
  namespace: string;
  name: string;
  uid: string;
  labels: Readonly<Record<string, string>>;
  /** What made it: `Deployment`, `Rollout`, `StatefulSet`, `GameServer`, ...; null: nothing. */
  owner: { kind: string; name: string } | null;
  /** `Pending`, `Running`, `Succeeded`, `Failed`, `Unknown`. */
  phase: string;
  node: string | undefined;
  image: string | undefined;
  ready: boolean;
  /** Unix milliseconds; undefined: it does not say. */
  createdMs: number | undefined;
  readySinceMs: number | undefined;
  /** Of pods that are not ready: why. Of others none is kept. */
  conditions: readonly Condition[];
  restarts: number;
  /** It was asked to go. */
  isLeaving: boolean;
  requests: PodRequests;
}

function instant(text: string | null | undefined): number | undefined {
  const parsed = Date.parse(text ?? '');
  return Number.isNaN(parsed) ? undefined : parsed;
}

/**
 * A ReplicaSet is called like its Deployment or Rollout, then the hash of the pods'
 * template, which they carry as a label of the one's or of the other's.
 */
function ownerOf(
  references: ReadonlyArray<{ kind: string; name: string }>,
  labels: Readonly<Record<string, string>>,
): Pod['owner'] {
  const [reference] = references;
  if (!reference) return null;
  const { kind, name } = reference;
  if (kind !== 'ReplicaSet') return { kind, name };
  const rollout = labels['rollouts-pod-template-hash'];
  const hash = rollout ?? labels['pod-template-hash'];
  const suffix = hash ? `-${hash}` : /-[a-z0-9]+$/.exec(name)?.[0] ?? '';
  return suffix && name.endsWith(suffix)
    ? {
        kind: rollout ? 'Rollout' : 'Deployment',
        name: name.slice(0, -suffix.length),
      }
    : { kind, name };
}

/** A request may not be negative; one that is, or is no quantity, counts as none. */
function quantity(value: unknown): number {
  const parsed = parseQuantity(value);
  return parsed !== undefined && parsed >= 0 ? parsed : 0;
}

/**
 * Effective requests as the scheduler counts them: the sum of all containers, or, where
 * that is more, the largest of the init containers (with the sidecars among them added
 * to the sum); the pod's overhead on top.
 * Source: kubernetes.io, "Init Containers", resource sharing within containers.
 */
export function readRequests(podSpec: unknown): PodRequests {
  const spec = asRecord(podSpec);
  const list = (value: unknown) =>
    (Array.isArray(value) ? value : []).map(asRecord);
  const inits = list(spec.initContainers);
  const sidecars = inits.filter(each => each.restartPolicy === 'Always');
  const of = (resource: 'cpu' | 'memory') => {
    const requested = (container: Record<string, unknown>) =>
      quantity(asRecord(asRecord(container.resources).requests)[resource]);
    const running = [...list(spec.containers), ...sidecars]
      .map(requested)
      .reduce((sum, each) => sum + each, 0);
    const starting = Math.max(0, ...inits.map(requested));
    return (
      Math.max(running, starting) + quantity(asRecord(spec.overhead)[resource])
    );
  };
  return { cpuCores: of('cpu'), memoryBytes: of('memory') };
}

/** @throws InputError where it has no name */
export function readPod(value: unknown): Pod {
  const { metadata, spec, status = {} } = readObject('Pod', value);
  const conditions = readConditions(status.conditions);
  const ready = conditionOf(conditions, 'Ready');
  const [main] = Array.isArray(status.containerStatuses)
    ? status.containerStatuses.map(asRecord)
    : [];
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    uid: metadata.uid,
    labels: metadata.labels,
    owner: ownerOf(metadata.ownerReferences, metadata.labels),
    phase: asText(status.phase) ?? '',
    node: asText(spec.nodeName),
    image: imageOf(spec),
    ready: ready?.status === 'True' && status.phase === 'Running',
    createdMs: instant(metadata.creationTimestamp),
    readySinceMs:
      ready?.status === 'True' ? instant(ready.lastTransitionTime) : undefined,
    conditions: ready?.status === 'True' ? [] : conditions,
    restarts:
      typeof main?.restartCount === 'number' && main.restartCount >= 0
        ? main.restartCount
        : 0,
    isLeaving: metadata.deletionTimestamp !== null,
    requests: readRequests(spec),
  };
}
