import { SizeWriter } from '../kubernetes/origin';
import { PodVersion } from '../kubernetes/podVersion';
import { Workload } from '../kubernetes/workload';
import { knowVersion } from './versionChange';

/**
 * What a change of size is, and when two observations of a workload show one.
 *
 * The desired size of a workload is its `spec.replicas`: whoever scales, an autoscaler,
 * a person or a pipeline, does it by writing that field. A rollout of a new version
 * does not write it (a Deployment's surge is a matter of moments and of its own
 * ReplicaSets), so it is no change of size. The exception is a blue/green Rollout: for
 * as long as the new version is previewed it runs a second stack beside the first, which
 * doubles what is asked for. The beginning and the end of that stack count as changes
 * of their own, with `stack: 'preview'`.
 *
 * Observations may repeat, skip and go backwards: watches are cut and begun anew, a
 * list may come from a server that lags, and two backends may watch for a moment. What
 * settles it is the order of versions. Versions of Kubernetes objects are numbers that
 * grow with every write (kubernetes, "Resource versions"); where a server writes them
 * in another way the generation, which grows with every write of the specification,
 * decides. An older observation is never a change.
 */
export interface SizeObservation {
  kind: string;
  namespace: string;
  name: string;
  uid: string;
  resourceVersion: string;
  generation: number | null;
  createdAt: string | null;
  size: number;
  /** Of the stack beside the first; null: not known. */
  previewSize: number | null;
  writer: SizeWriter | null;
  /** Replicas that can carry players; null: not known for this size yet. */
  ready: number | null;
  /** The stack beside the first is whole. */
  isPreviewReady: boolean;
  /** Of its pods; null (or absent, as stored before it was read): not known. */
  version?: PodVersion | null;
  templateWriter?: SizeWriter | null;
}

/** What was last known of a workload's size. */
export type KnownSize = Omit<
  SizeObservation,
  'kind' | 'namespace' | 'name' | 'ready' | 'isPreviewReady'
>;

export interface SizeChange {
  stack: 'preview' | null;
  from: number;
  to: number;
  /** The object was deleted and another one of its name created. */
  isRecreated: boolean;
}

/** Undefined where the size is not known, or nothing tells versions apart. */
export function observeSize(workload: Workload): SizeObservation | undefined {
  const { kind, namespace, name, desired, origin, generation } = workload;
  if (desired === null || !origin) return undefined;
  return {
    ...{ kind, namespace, name },
    uid: origin.uid,
    resourceVersion: origin.resourceVersion,
    generation: generation ?? null,
    createdAt: origin.createdAt,
    size: desired,
    previewSize: origin.previewSize,
    writer: origin.sizeWriter,
    ready: workload.observed ? workload.ready : null,
    isPreviewReady: workload.rollout?.isPreviewReady ?? false,
    version: origin.version,
    templateWriter: origin.templateWriter,
  };
}

export type VersionOrder = 'same' | 'newer' | 'older' | 'successor';

type Version = Pick<
  KnownSize,
  'uid' | 'resourceVersion' | 'generation' | 'createdAt'
>;

/** How an observation stands to what is known. */
export function compareVersions(seen: Version, known: Version): VersionOrder {
  const isSameObject = seen.uid === known.uid;
  const after = isSameObject ? 'newer' : 'successor';
  const [version, before] = [seen.resourceVersion, known.resourceVersion];
  if (isSameObject && version === before && version !== '') return 'same';
  if (/^\d+$/.test(version) && /^\d+$/.test(before)) {
    return BigInt(version) < BigInt(before) ? 'older' : after;
  }
  const [rank, rankBefore] = isSameObject
    ? [seen.generation ?? NaN, known.generation ?? NaN]
    : [Date.parse(seen.createdAt ?? ''), Date.parse(known.createdAt ?? '')];
  // Where one of them is not known, what is seen later counts as later.
  return rank < rankBefore ? 'older' : after;
}

/** What changed from what is known to an observation that is not older. */
export function findChanges(
  seen: SizeObservation,
  known: KnownSize,
): SizeChange[] {
  const isRecreated = seen.uid !== known.uid;
  const changes: SizeChange[] = [];
  if (seen.size !== known.size) {
    changes.push({
      stack: null,
      from: known.size,
      to: seen.size,
      isRecreated,
    });
  }
  const { previewSize: before } = known;
  const { previewSize: after } = seen;
  // Only that it comes and goes: in between it follows the size of the workload.
  if (before !== null && after !== null && (before === 0) !== (after === 0)) {
    changes.push({ stack: 'preview', from: before, to: after, isRecreated });
  }
  return changes;
}

/** What is known once an observation was taken in; what it does not tell is kept. */
export function knowAlso(
  seen: SizeObservation,
  known: KnownSize | undefined,
): KnownSize {
  const { uid, resourceVersion, generation, createdAt, size, writer } = seen;
  return {
    ...{ uid, resourceVersion, generation, createdAt, size, writer },
    previewSize: seen.previewSize ?? known?.previewSize ?? null,
    ...knowVersion(seen, known),
  };
}

/** Whether what a change asked for is there. */
export function isReached(
  change: { stack: 'preview' | null; to: number },
  seen: SizeObservation,
): boolean {
  if (seen.ready === null) return false;
  if (change.stack !== 'preview') return seen.ready >= change.to;
  return change.to === 0 ? seen.ready >= seen.size : seen.isPreviewReady;
}
