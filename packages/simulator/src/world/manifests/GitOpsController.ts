/**
 * The simulated GitOps controller: objects of a repository come to life. A workload
 * (Deployment, StatefulSet, Rollout, Fleet) becomes a service with players of its
 * own, scaled by the HPA or FleetAutoscaler beside it; everything else stands as it
 * is written. `placement.ts` says which clusters get what.
 */
import { RegionSpec } from '../lifeverse';
import { ClusterObjects } from '../objects/ClusterObjects';
import { ApplyResult, GivenManifest, KubernetesObject } from '../World';
import { Simulation } from '../workloads/Simulation';
import { Workload } from '../workloads/Workload';
import { appliedWorkload, sameAs } from './appliedWorkload';
import { checkManifest, titleOf } from './checkManifest';
import { autoscalerKinds, workloadKinds } from './kinds';
import { fleetAutoscalerSpec, hpaSpec, Manifest } from './manifest';
import { Placed, regionOf, usualRegions } from './placement';
import { Standing } from './Standing';

type Reject = (item: { title: string; file?: string }, reason: string) => void;

export class GitOpsController {
  private readonly bySource = new Map<string, Set<Workload>>();
  private readonly standing: Standing;

  constructor(private readonly simulation: Simulation) {
    this.standing = new Standing(simulation);
  }

  apply(
    clusterOf: (cluster: string) => ClusterObjects,
    source: string,
    manifests: readonly GivenManifest[],
    atMs: number,
  ): ApplyResult {
    const rejected: ApplyResult['rejected'] = [];
    const lost = new Set<object>();
    const reject: Reject = (item, reason) => {
      lost.add(item);
      const { title, file } = item;
      rejected.push({ object: title, reason, ...(file && { file }) });
    };
    const placed = this.place(manifests, atMs, reject);
    const before = this.bySource.get(source) ?? new Set<Workload>();
    const alive = this.live(before, placed, atMs, reject);
    const used = [...new Set(alive.map(({ region }) => region))];
    const standing = this.standing.apply(source, placed, used, reject);
    for (const region of this.simulation.regions) {
      const { cluster } = region;
      this.simulation.replaceWorkloads(
        cluster,
        workload => before.has(workload) && !alive.includes(workload),
        alive.filter(each => each.region === region && !before.has(each)),
      );
      clusterOf(cluster).setApplied(source, standing.get(cluster) ?? []);
    }
    this.bySource.set(source, new Set(alive));
    return {
      accepted: placed.filter(item => !lost.has(item)).map(nameOf),
      rejected,
    };
  }

  /** What stands as written, of one kind. */
  standingOf(kind: string): KubernetesObject[] {
    return this.standing.of(kind);
  }

  private place(
    manifests: readonly GivenManifest[],
    atMs: number,
    reject: Reject,
  ): Placed[] {
    const { earliestMs } = this.simulation;
    return manifests.flatMap(({ object, file, sinceMs = atMs }, index) => {
      const manifest = checkManifest(object);
      const title = titleOf(
        typeof manifest === 'string' ? object : manifest,
        index,
      );
      const region =
        typeof manifest === 'string'
          ? manifest
          : regionOf(this.simulation, manifest, file);
      if (typeof manifest === 'string' || typeof region === 'string') {
        reject({ title, file }, String(region));
        return [];
      }
      const since = Math.max(Math.min(sinceMs, atMs), earliestMs);
      return [{ title, manifest, region, sinceMs: since, file }];
    });
  }

  /** Workloads with their autoscalers, one per region. */
  private live(
    before: ReadonlySet<Workload>,
    placed: readonly Placed[],
    atMs: number,
    reject: Reject,
  ): Workload[] {
    const alive: Workload[] = [];
    for (const item of placed) {
      const { manifest } = item;
      if (!workloadKinds.includes(manifest.kind)) continue;
      const { namespace } = manifest.metadata;
      const regions = item.region
        ? [item.region]
        : usualRegions(this.simulation, namespace);
      for (const region of regions) {
        const made = this.workloadOf(item, region, placed, before, alive, atMs);
        if (typeof made === 'string') {
          reject(item, made);
          break;
        }
        alive.push(made);
      }
    }
    for (const item of placed) {
      if (!autoscalerKinds.includes(item.manifest.kind)) continue;
      const target = targetOf(item.manifest);
      const isScaled = ({ name, namespace, region }: Workload) =>
        name === target &&
        namespace === item.manifest.metadata.namespace &&
        (item.region ?? region) === region;
      if (!alive.some(isScaled)) {
        reject(item, `its target '${target}' is not among the applied objects`);
      }
    }
    return alive;
  }

  private workloadOf(
    { manifest, sinceMs }: Placed,
    region: RegionSpec,
    placed: readonly Placed[],
    before: ReadonlySet<Workload>,
    alive: readonly Workload[],
    atMs: number,
  ): Workload | string {
    const { kind } = manifest;
    const { name, namespace } = manifest.metadata;
    const key = `${region.cluster}/${namespace}/${name}`;
    if (alive.some(other => other.key === key)) {
      return `${kind} ${namespace}/${name} is described twice for ${region.name}`;
    }
    const taken = this.simulation
      .workloadsOf(region.cluster)
      .find(other => other.key === key && !before.has(other));
    if (taken) {
      return `${taken.kind} ${namespace}/${name} belongs to another source`;
    }
    // What is for this region goes before what is for all.
    const beside = placed
      .filter(
        other =>
          other.manifest.metadata.namespace === namespace &&
          (other.region ?? region) === region,
      )
      .sort((a, b) => Number(!a.region) - Number(!b.region))
      .map(other => other.manifest);
    const old = [...before].find(other => other.key === key);
    const made = appliedWorkload(this.simulation, manifest, beside, region, {
      sinceMs,
      atMs,
      old,
    });
    return old && typeof made !== 'string' && sameAs(old, made) ? old : made;
  }
}

function nameOf({ title, region }: Placed): string {
  return region ? `${title} in ${region.name}` : title;
}

function targetOf(manifest: Manifest): string {
  return manifest.kind === 'FleetAutoscaler'
    ? fleetAutoscalerSpec.parse(manifest.spec).fleetName
    : hpaSpec.parse(manifest.spec).scaleTargetRef.name;
}
