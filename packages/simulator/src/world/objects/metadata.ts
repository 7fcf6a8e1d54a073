import { KubernetesObject } from '../World';
import { workloadSpec } from '../manifests/manifest';
import { uidOf } from '../noise';
import { Workload } from '../workloads/Workload';

export type Labels = Record<string, string>;

const written = new Map<number, string>();

/** Kubernetes writes instants to the second. Many objects share an instant. */
export function timestamp(atMs: number): string {
  const second = Math.floor(atMs / 1000);
  let text = written.get(second);
  if (text === undefined) {
    text = `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;
    // A large world has some ten thousand instants at a time.
    if (written.size > 50_000) written.clear();
    written.set(second, text);
  }
  return text;
}

/** Domain of LifeVerse's own labels and images. */
export const DOMAIN = 'lifeverse.example';

/** When the clusters were built: everything that nobody created since. */
export const FOUNDED_MS = Date.UTC(2025, 2, 3, 9, 0, 0);

export function foundedAt(workload: Workload): number {
  return workload.bornMs ?? FOUNDED_MS;
}

const known = new WeakMap<Workload, Labels>();

/**
 * Labels of an object of a kind: those that every object of a service carries, one
 * object per workload; of what a repository brought, those that stand there.
 */
export function labelsOf(workload: Workload, kind: string): Labels {
  const { manifests } = workload;
  if (manifests) return manifests.get(kind)?.metadata.labels ?? {};
  let labels = known.get(workload);
  if (!labels) {
    const { service } = workload;
    labels = {
      'app.kubernetes.io/name': workload.name,
      'app.kubernetes.io/part-of': service.world ?? workload.namespace,
      'app.kubernetes.io/managed-by': 'gitops',
      'backstage.io/kubernetes-id': service.name,
      [`${DOMAIN}/team`]: service.owner,
      [`${DOMAIN}/cost-center`]: service.world ?? 'platform',
      [`${DOMAIN}/environment`]: 'production',
    };
    known.set(workload, labels);
  }
  return labels;
}

export function selectorOf(workload: Workload): Labels {
  const applied = workload.manifests?.get(workload.kind);
  if (applied && workload.kind !== 'Fleet') {
    return workloadSpec.parse(applied.spec).selector.matchLabels;
  }
  return { 'app.kubernetes.io/name': workload.name };
}

interface MetadataExtra {
  labels?: Labels;
  annotations?: Labels;
  ownerReferences?: unknown[];
  createdMs?: number;
  /** What makes this object another one than its namesake before. */
  incarnation?: string | number;
  [key: string]: unknown;
}

/** Metadata of an object; its uid belongs to cluster, kind, name and incarnation. */
export function metadataOf(
  cluster: string,
  kind: string,
  namespace: string | undefined,
  name: string,
  extra: MetadataExtra = {},
): KubernetesObject['metadata'] {
  const { createdMs = FOUNDED_MS, incarnation = '', ...rest } = extra;
  const uid = uidOf(
    `${cluster}/${kind}/${namespace ?? ''}/${name}/${incarnation}`,
  );
  return namespace === undefined
    ? { name, uid, creationTimestamp: timestamp(createdMs), ...rest }
    : {
        name,
        namespace,
        uid,
        creationTimestamp: timestamp(createdMs),
        ...rest,
      };
}

export function ownerReference(owner: KubernetesObject, isController = true) {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: isController,
    blockOwnerDeletion: true,
  };
}

/** A milli-value as the API writes quantities (`resource.DecimalSI`, canonical). */
export function formatMilli(milli: number): string {
  if (milli % 1000 !== 0) return `${milli}m`;
  const value = milli / 1000;
  if (value === 0) return '0';
  if (value % 1_000_000_000 === 0) return `${value / 1_000_000_000}G`;
  if (value % 1_000_000 === 0) return `${value / 1_000_000}M`;
  if (value % 1000 === 0) return `${value / 1000}k`;
  return `${value}`;
}

/** Memory in mebibytes as a quantity. */
export function formatMi(mi: number): string {
  return mi % 1024 === 0 ? `${mi / 1024}Gi` : `${mi}Mi`;
}
