import { Rollouts } from '../workloads/rollouts';
import { Workload } from '../workloads/Workload';
import { PodFacts } from './podFacts';
import { PodTemplate } from './podTemplate';

/** Pods of one version. */
export interface VersionFacts {
  revision: number;
  template: PodTemplate;
  pods: number;
  ready: number;
}

/**
 * Versions that have a ReplicaSet: the current one, the next one as soon as it has a
 * pod, and the one before, if there was one. Where a template comes back, its
 * ReplicaSet does: one for both.
 *
 * @returns the current version first
 */
export function versionFacts(
  workload: Workload,
  current: number,
  pods: readonly PodFacts[],
  rollouts: Rollouts,
  templateOf: (revision: number) => PodTemplate,
): VersionFacts[] {
  const groups = [
    { revision: current, own: pods.filter(pod => pod.revision === current) },
  ];
  const next = pods.filter(pod => pod.revision > current);
  if (next.length > 0) groups.push({ revision: current + 1, own: next });
  if (!rollouts.isFirst(workload, current)) {
    const own = pods.filter(pod => pod.revision < current);
    groups.push({ revision: current - 1, own });
  }
  const byHash = new Map<string, VersionFacts>();
  for (const { revision, own } of groups) {
    const template = templateOf(revision);
    const same = byHash.get(template.hash);
    byHash.set(template.hash, {
      revision: same?.revision ?? revision,
      template,
      pods: (same?.pods ?? 0) + own.length,
      ready: (same?.ready ?? 0) + own.filter(pod => pod.ready).length,
    });
  }
  return [...byHash.values()];
}
