import { RegionSpec } from '../lifeverse';
import { StandingObject } from '../objects/ClusterObjects';
import { metadataOf } from '../objects/metadata';
import { hashText } from '../noise';
import { KubernetesObject } from '../World';
import { Simulation } from '../workloads/Simulation';
import { autoscalerKinds, workloadKinds } from './kinds';
import { Manifest } from './manifest';
import { Placed } from './placement';

/** A workload brings these along itself. */
const ownKinds = [...workloadKinds, ...autoscalerKinds, 'PodDisruptionBudget'];

interface Kept extends StandingObject {
  source: string;
  text: string;
}

/** What the API server adds to objects of a kind as it takes them in. */
function admitted(manifest: Manifest): Record<string, unknown> {
  const { kind, spec } = manifest;
  if (kind === 'Namespace') {
    return {
      spec: { finalizers: ['kubernetes'], ...spec },
      status: { phase: 'Active' },
    };
  }
  if (kind === 'Service') {
    const hash = hashText(JSON.stringify(manifest.metadata));
    const clusterIP = `172.21.${(hash >>> 8) & 255}.${1 + (hash % 254)}`;
    return {
      spec: {
        type: 'ClusterIP',
        clusterIP,
        clusterIPs: [spec?.clusterIP ?? clusterIP],
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        internalTrafficPolicy: 'Cluster',
        sessionAffinity: 'None',
        ...spec,
      },
      status: { loadBalancer: {} },
    };
  }
  return {};
}

/**
 * Objects that stand as they are written. As long as a manifest does not change, its
 * object stays the same one, with its age.
 */
export class Standing {
  /** By cluster, kind, namespace and name. */
  private kept = new Map<string, Kept>();

  constructor(private readonly simulation: Simulation) {}

  /**
   * Takes what a repository brings in the place of what it brought before.
   *
   * @param used - regions of its workloads; with none, all regions get the objects
   * @returns the objects by cluster
   */
  apply(
    source: string,
    placed: readonly Placed[],
    used: readonly RegionSpec[],
    reject: (item: Placed, reason: string) => void,
  ): Map<string, StandingObject[]> {
    const next = new Map(
      [...this.kept].filter(([, kept]) => kept.source !== source),
    );
    const byCluster = new Map<string, StandingObject[]>();
    for (const item of placed) {
      const { manifest } = item;
      if (ownKinds.includes(manifest.kind)) continue;
      const anywhere = used.length > 0 ? used : this.simulation.regions;
      for (const { cluster } of item.region ? [item.region] : anywhere) {
        const { namespace = '', name } = manifest.metadata;
        const key = `${cluster}/${manifest.kind}/${namespace}/${name}`;
        const other = next.get(key);
        if (other) {
          // Several repositories may name the namespace that they share.
          if (namespace === '' && other.source !== source) continue;
          reject(
            item,
            other.source === source
              ? `${item.title} is described twice`
              : `${item.title} belongs to another source`,
          );
          break;
        }
        const kept = this.keep(key, cluster, source, item);
        next.set(key, kept);
        byCluster.set(cluster, [...(byCluster.get(cluster) ?? []), kept]);
      }
    }
    this.kept = next;
    return byCluster;
  }

  of(kind: string): KubernetesObject[] {
    return [...this.kept.values()]
      .map(({ object }) => object)
      .filter(object => object.kind === kind);
  }

  private keep(
    key: string,
    cluster: string,
    source: string,
    { manifest, sinceMs }: Placed,
  ): Kept {
    const known = this.kept.get(key);
    const old = known?.source === source ? known : undefined;
    const text = JSON.stringify(manifest);
    if (old?.text === text) return old;
    const bornMs = old?.bornMs ?? this.simulation.blocks.stepOf(sinceMs);
    const { name, namespace } = manifest.metadata;
    const object: KubernetesObject = {
      ...manifest,
      ...admitted(manifest),
      metadata: {
        ...manifest.metadata,
        ...metadataOf(cluster, manifest.kind, namespace, name, {
          createdMs: bornMs,
        }),
      },
    };
    return { bornMs, object, source, text };
  }
}
