import { InputError } from '@backstage/errors';
import { imageOf } from './gameServer';
import { PodShape, readPodShape } from './podShape';
import { asRecord, asText, Condition, readConditions } from './reading';

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
  shape: PodShape;
}

/** Whether it still takes room on its node. */
export function takesRoom({ phase }: Pick<Pod, 'phase'>): boolean {
  return phase !== 'Succeeded' && phase !== 'Failed';
}

function instant(value: unknown): number | undefined {
  const parsed = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}

const list = (value: unknown): Array<Record<string, unknown>> =>
  Array.isArray(value) ? value.map(asRecord) : [];

function labelsOf(value: unknown): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const [key, text] of Object.entries(asRecord(value))) {
    if (typeof text === 'string') labels[key] = text;
  }
  return labels;
}

/**
 * A ReplicaSet is called like its Deployment or Rollout, then the hash of the pods'
 * template, which they carry as a label of the one's or of the other's.
 */
function ownerOf(
  references: unknown,
  labels: Readonly<Record<string, string>>,
): Pod['owner'] {
  const all = list(references);
  const reference = all.find(each => each.controller === true) ?? all[0];
  const kind = asText(reference?.kind);
  const name = asText(reference?.name);
  if (!kind || !name) return null;
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

/**
 * Read without a schema, because there are tens of thousands of them.
 *
 * @throws InputError where it has no name
 */
export function readPod(value: unknown): Pod {
  const object = asRecord(value);
  const metadata = asRecord(object.metadata);
  const spec = asRecord(object.spec);
  const status = asRecord(object.status);
  const name = asText(metadata.name);
  if (!name) throw new InputError('malformed Pod: no name');
  const labels = labelsOf(metadata.labels);
  const phase = asText(status.phase) ?? '';
  const readyCondition = list(status.conditions).find(
    ({ type }) => type === 'Ready',
  );
  const isReady = readyCondition?.status === 'True';
  const [main] = list(status.containerStatuses);
  const restarts = main?.restartCount;
  return {
    namespace: asText(metadata.namespace) ?? '',
    name,
    uid: asText(metadata.uid) ?? '',
    labels,
    owner: ownerOf(metadata.ownerReferences, labels),
    phase,
    node: asText(spec.nodeName),
    image: imageOf(spec),
    ready: isReady && phase === 'Running',
    createdMs: instant(metadata.creationTimestamp),
    readySinceMs: isReady
      ? instant(readyCondition.lastTransitionTime)
      : undefined,
    conditions: isReady ? [] : readConditions(status.conditions),
    restarts: typeof restarts === 'number' && restarts >= 0 ? restarts : 0,
    isLeaving: asText(metadata.deletionTimestamp) !== undefined,
    shape: readPodShape(spec),
  };
}
