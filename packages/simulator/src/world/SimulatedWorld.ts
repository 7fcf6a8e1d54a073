import { ClusterObjects } from './objects/ClusterObjects';
import { RegionSpec, ServiceSpec } from './lifeverse';
import { podLog } from './logs';
import { ApplyResult, GivenManifest, KubernetesObject, World } from './World';
import { Simulation } from './workloads/Simulation';
import { SeriesSource } from '../metrics/SeriesSource';

/** The world that `createWorld` hands out. */
export class SimulatedWorld implements World {
  private readonly clusters = new Map<string, ClusterObjects>();

  constructor(
    private readonly simulation: Simulation,
    private readonly parts: {
      metrics: SeriesSource;
      standing(kind: string): KubernetesObject[];
      catalogFiles(): Map<string, string>;
      apply(
        clusterOf: (cluster: string) => ClusterObjects,
        source: string,
        manifests: readonly GivenManifest[],
        atMs: number,
      ): ApplyResult;
    },
  ) {}

  get scenario(): string {
    return this.simulation.scenario;
  }

  regions(): RegionSpec[] {
    return [...this.simulation.regions];
  }

  services(): ServiceSpec[] {
    return [...this.simulation.services];
  }

  objectsAt(cluster: string, atMs: number): Iterable<KubernetesObject> {
    return this.clusterOf(cluster).at(atMs);
  }

  clusterReachableAt(cluster: string, atMs: number): boolean {
    const region = this.simulation.regionOf(cluster);
    return !this.simulation.isOut(region, this.simulation.blocks.stepOf(atMs));
  }

  podLogAt(
    cluster: string,
    namespace: string,
    pod: string,
    atMs: number,
    options: { tailLines?: number },
  ): string | undefined {
    const found = this.clusterOf(cluster).findPod(namespace, pod, atMs);
    if (!found) return undefined;
    return podLog(found.workload, found.facts, atMs, options.tailLines);
  }

  catalogFiles(): Map<string, string> {
    return this.parts.catalogFiles();
  }

  metrics(): SeriesSource {
    return this.parts.metrics;
  }

  applyManifests(
    source: string,
    manifests: readonly GivenManifest[],
    options: { atMs?: number } = {},
  ): ApplyResult {
    const atMs = options.atMs ?? this.simulation.anchorMs;
    return this.parts.apply(
      cluster => this.clusterOf(cluster),
      source,
      manifests,
      atMs,
    );
  }

  appliedObjects(kind: string): Iterable<KubernetesObject> {
    return this.parts.standing(kind);
  }

  private clusterOf(name: string): ClusterObjects {
    let cluster = this.clusters.get(name);
    if (!cluster) {
      cluster = new ClusterObjects(
        this.simulation,
        this.simulation.regionOf(name),
      );
      this.clusters.set(name, cluster);
    }
    return cluster;
  }
}
