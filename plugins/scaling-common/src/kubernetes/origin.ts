import { PodVersion, readPodVersion } from './podVersion';
import { asRecord, asText, KubernetesObject, readCount } from './reading';

/** Which version of a workload was read, and who wrote its size and its template. */
export interface WorkloadOrigin {
  /** Tells an object from its successor of the same name; empty: not said. */
  uid: string;
  resourceVersion: string;
  /** ISO 8601. */
  createdAt: string | null;
  /** Who last set `spec.replicas`; null: the object does not say. */
  sizeWriter: SizeWriter | null;
  /**
   * Of a blue/green Rollout: how many replicas the stack of a new revision is to have
   * beside the one with the traffic; zero without one, null where it is not known.
   */
  previewSize: number | null;
  /** Of its pods; null: not known. */
  version: PodVersion | null;
  /** Who last set `spec.template`; null: the object does not say. */
  templateWriter: SizeWriter | null;
}

/** An entry of `metadata.managedFields` that holds a field of the specification. */
export interface SizeWriter {
  /** What the writer calls itself: `kubectl-scale`, `kube-controller-manager`. */
  manager: string;
  /** `scale` where that was written instead of the object itself. */
  subresource: string | null;
  /** When it last changed what it holds (ISO 8601), by the cluster's clock. */
  at: string | null;
}

/**
 * Who last wrote a field of the specification. Of several that hold it (Kubernetes, "Server-Side Apply": appliers of the
 * same value share it) the latest counts.
 */
function readWriter(
  managedFields: unknown,
  field: 'f:replicas' | 'f:template',
): SizeWriter | null {
  if (!Array.isArray(managedFields)) return null;
  let latest: SizeWriter | null = null;
  for (const entry of managedFields.map(asRecord)) {
    const manager = asText(entry.manager);
    const fields = asRecord(asRecord(entry.fieldsV1)['f:spec']);
    if (!manager || fields[field] === undefined) continue;
    const writer: SizeWriter = {
      manager,
      subresource: asText(entry.subresource) ?? null,
      at: asText(entry.time) ?? null,
    };
    if (!latest || timeOf(writer) >= timeOf(latest)) latest = writer;
  }
  return latest;
}

function timeOf({ at }: SizeWriter): number {
  return (at && Date.parse(at)) || 0;
}

/** argo-rollouts, rollout_types.go: `previewReplicaCount`, `scaleUpPreviewCheckPoint`. */
function readPreviewSize(
  { spec, status }: KubernetesObject,
  isTrusted: boolean,
): number | null {
  const blueGreen = asRecord(spec.strategy).blueGreen;
  if (blueGreen === undefined) return 0;
  if (!status || !isTrusted) return null;
  const shown = asRecord(status.blueGreen);
  const active = asText(shown.activeSelector);
  const newest = asText(status.currentPodHash);
  if (!active || !newest || active === newest) return 0;
  if (status.abort === true) return 0;
  const desired = readCount(spec.replicas, 'spec.replicas', [], 1);
  if (shown.scaleUpPreviewCheckPoint === true) return desired;
  return readCount(
    asRecord(blueGreen).previewReplicaCount,
    'spec.strategy.blueGreen.previewReplicaCount',
    [],
    desired,
  );
}

/** @param isTrusted whether its controller has seen the latest specification */
export function readOrigin(
  object: KubernetesObject,
  isTrusted: boolean,
): WorkloadOrigin {
  const { metadata } = object;
  return {
    uid: metadata.uid,
    resourceVersion: metadata.resourceVersion,
    createdAt: metadata.creationTimestamp,
    sizeWriter: readWriter(metadata.managedFields, 'f:replicas'),
    previewSize: readPreviewSize(object, isTrusted),
    version: readPodVersion(object, isTrusted),
    templateWriter: readWriter(metadata.managedFields, 'f:template'),
  };
}
