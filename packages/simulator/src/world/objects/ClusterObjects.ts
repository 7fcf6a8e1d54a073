import { KubernetesObject } from '../World';
import { RegionSpec } from '../lifeverse';
import { Simulation } from '../workloads/Simulation';
import { Workload } from '../workloads/Workload';
import { ClusterNodes } from './cluster/ClusterNodes';
import {
  backupObjects,
  namespaceObjects,
  nodeAgentObjects,
  quotaObject,
} from './cluster/housekeeping';
import {
  leaseNamespace,
  leaseObjects,
  nodeMetricsObjects,
} from './cluster/nodeActivity';
import { PodFacts } from './podFacts';
import { WorkloadObjects } from './WorkloadObjects';

/** How often values of the metrics server change; `large` is sparing. */
const METRICS_EVERY_MS = 60_000;
const LARGE_METRICS_EVERY_MS = 300_000;

/** Objects that a repository brought along and that just stand there. */
export interface StandingObject {
  bornMs: number;
  object: KubernetesObject;
}

function titleOf({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}

/** All objects of one cluster, step by step. */
export class ClusterObjects {
  private readonly nodes: ClusterNodes;
  private readonly workloads = new Map<Workload, WorkloadObjects>();
  private readonly namespaces = new Map<string, KubernetesObject[]>();
  private readonly quotas = new Map<
    string,
    { signature: string; object: KubernetesObject }
  >();
  private readonly backups = new Map<
    string,
    { fromMs: number; validUntilMs: number; objects: KubernetesObject[] }
  >();
  private readonly leaseNamespace: KubernetesObject;
  private agents: { count: number; objects: KubernetesObject[] } | undefined;
  private current: { atMs: number; objects: KubernetesObject[] } | undefined;
  private readonly applied = new Map<string, StandingObject[]>();

  constructor(
    private readonly simulation: Simulation,
    private readonly region: RegionSpec,
  ) {
    this.leaseNamespace = leaseNamespace(region.cluster);
    this.nodes = new ClusterNodes(
      region,
      simulation.workloadsOf(region.cluster),
    );
  }

  at(atMs: number): readonly KubernetesObject[] {
    const stepMs = this.lastReachable(this.simulation.clamp(atMs));
    if (this.current?.atMs === stepMs) return this.current.objects;
    const objects: KubernetesObject[] = [];
    const byNamespace = new Map<string, Workload[]>();
    for (const workload of this.simulation.workloadsOf(this.region.cluster)) {
      if (!this.simulation.exists(workload, stepMs)) continue;
      this.objectsOf(workload).collect(stepMs, objects);
      const others = byNamespace.get(workload.namespace);
      if (others) others.push(workload);
      else byNamespace.set(workload.namespace, [workload]);
    }
    const standing = [...this.applied.values()]
      .flat()
      .filter(({ bornMs }) => bornMs <= stepMs)
      .map(({ object }) => object);
    this.collectNamespaces(
      byNamespace,
      new Set(standing.map(titleOf)),
      stepMs,
      objects,
    );
    const nodes = this.nodes.nodeObjects();
    const metrics = nodeMetricsObjects(nodes, objects, stepMs);
    const { stepMs: paceMs } = this.simulation.blocks;
    objects.push(
      ...nodes,
      ...metrics,
      this.leaseNamespace,
      ...leaseObjects(this.region.cluster, nodes, stepMs, paceMs),
    );
    for (const agent of this.agentObjects()) objects.push(agent);
    objects.push(...standing);
    this.current = { atMs: stepMs, objects };
    return objects;
  }

  /** The pod of a name at an instant. */
  findPod(
    namespace: string,
    name: string,
    atMs: number,
  ): { workload: Workload; facts: PodFacts } | undefined {
    const stepMs = this.lastReachable(this.simulation.clamp(atMs));
    for (const workload of this.simulation.workloadsOf(this.region.cluster)) {
      if (
        workload.namespace === namespace &&
        name.startsWith(`${workload.name}-`) &&
        this.simulation.exists(workload, stepMs)
      ) {
        const state = this.simulation.stateAt(workload, stepMs);
        const facts = this.objectsOf(workload)
          .podsOf(state)
          .pods.find(pod => pod.name === name);
        if (facts) return { workload, facts };
      }
    }
    return undefined;
  }

  /** Puts what a repository applied in the place of what it applied before. */
  setApplied(source: string, objects: StandingObject[]) {
    this.applied.set(source, objects);
    const alive = new Set(this.simulation.workloadsOf(this.region.cluster));
    for (const workload of this.workloads.keys()) {
      if (!alive.has(workload)) this.workloads.delete(workload);
    }
    this.current = undefined;
  }

  /** The step that the API server would show: a lost region stands still. */
  private lastReachable(atMs: number): number {
    const { simulation } = this;
    let stepMs = simulation.blocks.stepOf(atMs);
    for (const outage of simulation.demand.incidents.outages) {
      if (
        outage.region === this.region.name &&
        stepMs >= outage.startMs &&
        stepMs < outage.endMs
      ) {
        stepMs = simulation.blocks.stepOf(outage.startMs - 1);
      }
    }
    return stepMs;
  }

  private objectsOf(workload: Workload): WorkloadObjects {
    let objects = this.workloads.get(workload);
    if (!objects) {
      objects = new WorkloadObjects(
        this.simulation,
        workload,
        this.nodes,
        this.simulation.scenario === 'large'
          ? LARGE_METRICS_EVERY_MS
          : METRICS_EVERY_MS,
      );
      this.workloads.set(workload, objects);
    }
    return objects;
  }

  private collectNamespaces(
    byNamespace: ReadonlyMap<string, Workload[]>,
    /** What repositories describe themselves, by their titles. */
    described: ReadonlySet<string>,
    atMs: number,
    into: KubernetesObject[],
  ) {
    const { cluster } = this.region;
    for (const [namespace, workloads] of byNamespace) {
      let standing = this.namespaces.get(namespace);
      if (!standing) {
        standing = namespaceObjects(cluster, namespace);
        this.namespaces.set(namespace, standing);
      }
      for (const object of [
        ...standing,
        this.quotaOf(namespace, workloads, atMs),
      ]) {
        if (!described.has(titleOf(object))) into.push(object);
      }
      const economy = workloads.find(
        workload => workload.name === `${namespace}-economy`,
      );
      // Generated worlds would add thousands of Jobs that nobody looks at.
      if (economy && this.simulation.scenario !== 'large') {
        into.push(...this.backupOf(economy, atMs));
      }
    }
  }

  private quotaOf(
    namespace: string,
    workloads: readonly Workload[],
    atMs: number,
  ): KubernetesObject {
    const sizes = new Map<Workload, number>(
      workloads.map(workload => [
        workload,
        this.simulation.timeline.runAt(workload, atMs).replicasAt(atMs),
      ]),
    );
    const signature = [...sizes.values()].join();
    const known = this.quotas.get(namespace);
    if (known?.signature === signature) return known.object;
    const object = quotaObject(
      this.region.cluster,
      namespace,
      workloads,
      workload => sizes.get(workload)!,
    );
    this.quotas.set(namespace, { signature, object });
    return object;
  }

  private backupOf(economy: Workload, atMs: number): KubernetesObject[] {
    const known = this.backups.get(economy.key);
    if (known && atMs >= known.fromMs && atMs < known.validUntilMs) {
      return known.objects;
    }
    const { objects, validUntilMs } = backupObjects(this.region, economy, atMs);
    const before = new Map(
      known?.objects.map(object => [object.metadata.uid, object]),
    );
    const kept = objects.map(object => {
      const old = before.get(object.metadata.uid);
      return old && JSON.stringify(old) === JSON.stringify(object)
        ? old
        : object;
    });
    this.backups.set(economy.key, {
      fromMs: atMs,
      validUntilMs,
      objects: kept,
    });
    return kept;
  }

  private agentObjects(): KubernetesObject[] {
    const count = this.nodes.names.length;
    if (this.agents?.count !== count) {
      this.agents = {
        count,
        objects: nodeAgentObjects(this.region, this.nodes),
      };
    }
    return this.agents.objects;
  }
}
