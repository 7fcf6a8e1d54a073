/**
 * The simulated GitOps controller: objects of a repository come to life. A workload
 * (Deployment, StatefulSet, Rollout, Fleet) becomes a service with players of its
 * own, scaled by the HPA or FleetAutoscaler beside it; everything else stands as it
 * is written. Where it runs: in the region that its label
 * `topology.kubernetes.io/region` or its node selector names; else in the regions of
 * the world whose name the namespace has; else everywhere.
 */
import { z } from 'zod';
import { RegionSpec } from '../lifeverse';
import { ClusterObjects, StandingObject } from '../objects/ClusterObjects';
import { metadataOf } from '../objects/metadata';
import { ApplyResult, KubernetesObject } from '../World';
import { Simulation } from '../workloads/Simulation';
import { Workload } from '../workloads/Workload';
import { appliedWorkload } from './appliedWorkload';
import {
  fleetAutoscalerSpec,
  fleetSpec,
  hpaSpec,
  Manifest,
  manifestSchema,
  PodSpec,
  problemOf,
  workloadSpec,
} from './manifest';

const REGION_LABEL = 'topology.kubernetes.io/region';

/** Kinds that are understood, with the API groups that they come from. */
const kinds: Record<string, { apiVersions: string[]; spec?: z.ZodType }> = {
  Deployment: { apiVersions: ['apps/v1'], spec: workloadSpec },
  StatefulSet: { apiVersions: ['apps/v1'], spec: workloadSpec },
  Rollout: { apiVersions: ['argoproj.io/v1alpha1'], spec: workloadSpec },
  Fleet: { apiVersions: ['agones.dev/v1'], spec: fleetSpec },
  HorizontalPodAutoscaler: { apiVersions: ['autoscaling/v2'], spec: hpaSpec },
  FleetAutoscaler: {
    apiVersions: ['autoscaling.agones.dev/v1'],
    spec: fleetAutoscalerSpec,
  },
  PodDisruptionBudget: { apiVersions: ['policy/v1'] },
  Service: { apiVersions: ['v1'] },
  ServiceAccount: { apiVersions: ['v1'] },
  ConfigMap: { apiVersions: ['v1'] },
  Ingress: { apiVersions: ['networking.k8s.io/v1'] },
  NetworkPolicy: { apiVersions: ['networking.k8s.io/v1'] },
};

export const workloadKinds = ['Deployment', 'StatefulSet', 'Rollout', 'Fleet'];
const autoscalerKinds = ['HorizontalPodAutoscaler', 'FleetAutoscaler'];

/** The workload brings these along itself. */
const ownKinds = [...workloadKinds, ...autoscalerKinds, 'PodDisruptionBudget'];

type Checked = Manifest & { metadata: { namespace: string } };

function titleOf(object: unknown, index: number): string {
  const { kind, metadata } = (object ?? {}) as {
    kind?: unknown;
    metadata?: { name?: unknown; namespace?: unknown };
  };
  const name = metadata?.name;
  if (typeof kind !== 'string' || typeof name !== 'string') {
    return `object ${index + 1}`;
  }
  return typeof metadata?.namespace === 'string'
    ? `${kind} ${metadata.namespace}/${name}`
    : `${kind} ${name}`;
}

/** The manifest, or why it is rejected. */
function check(object: unknown): Checked | string {
  const parsed = manifestSchema.safeParse(object);
  if (!parsed.success) return problemOf(parsed.error);
  const manifest = parsed.data;
  const kind = kinds[manifest.kind];
  if (!kind || !kind.apiVersions.includes(manifest.apiVersion)) {
    return `no matches for kind "${manifest.kind}" in version "${manifest.apiVersion}"`;
  }
  if (kind.spec) {
    const spec = kind.spec.safeParse(manifest.spec);
    if (!spec.success) return `spec.${problemOf(spec.error)}`;
  }
  if (workloadKinds.includes(manifest.kind) && manifest.kind !== 'Fleet') {
    const problem = selectorProblem(manifest);
    if (problem) return problem;
  }
  return {
    ...manifest,
    metadata: {
      ...manifest.metadata,
      namespace: manifest.metadata.namespace ?? 'default',
    },
  };
}

/** A selector must select the template's own labels. */
function selectorProblem(manifest: Manifest): string | undefined {
  const { selector, template } = workloadSpec.parse(manifest.spec);
  const labels = template.metadata?.labels ?? {};
  const strays = Object.entries(selector.matchLabels).filter(
    ([key, value]) => labels[key] !== value,
  );
  return strays.length > 0
    ? '`selector` does not match template `labels`'
    : undefined;
}

function podSpecOf(manifest: Manifest): PodSpec | undefined {
  if (manifest.kind === 'Fleet') {
    return fleetSpec.parse(manifest.spec).template.spec.template.spec;
  }
  return workloadKinds.includes(manifest.kind)
    ? workloadSpec.parse(manifest.spec).template.spec
    : undefined;
}

function regionsFor(
  simulation: Simulation,
  workload: Checked,
): readonly RegionSpec[] | string {
  const named =
    workload.metadata.labels?.[REGION_LABEL] ??
    workload.metadata.annotations?.[REGION_LABEL] ??
    podSpecOf(workload)?.nodeSelector?.[REGION_LABEL];
  if (named !== undefined) {
    const region = simulation.regions.find(other => other.name === named);
    return region
      ? [region]
      : `region '${named}' does not exist. Known regions: ${simulation.regions
          .map(other => other.name)
          .join(', ')}`;
  }
  const world = simulation.worlds.find(
    other => other.name === workload.metadata.namespace,
  );
  return world
    ? simulation.regions.filter(region => world.regions.includes(region.name))
    : simulation.regions;
}

export class GitOpsController {
  private readonly bySource = new Map<string, Set<Workload>>();

  constructor(private readonly simulation: Simulation) {}

  apply(
    clusterOf: (cluster: string) => ClusterObjects,
    source: string,
    objects: unknown[],
    atMs: number,
  ): ApplyResult {
    const result: ApplyResult = { accepted: [], rejected: [] };
    const checked: { title: string; manifest: Checked }[] = [];
    objects.forEach((object, index) => {
      const title = titleOf(object, index);
      const manifest = check(object);
      if (typeof manifest === 'string') {
        result.rejected.push({ object: title, reason: manifest });
      } else checked.push({ title: titleOf(manifest, index), manifest });
    });
    const reject = (title: string, reason: string) =>
      result.rejected.push({ object: title, reason });
    const alive = this.live(source, checked, atMs, reject);
    const standing = this.standing(alive, checked, atMs);
    for (const region of this.simulation.regions) {
      const { cluster } = region;
      const before = this.bySource.get(source);
      this.simulation.replaceWorkloads(
        cluster,
        workload => before?.has(workload) ?? false,
        alive.filter(workload => workload.region === region),
      );
      clusterOf(cluster).setApplied(source, standing.get(cluster) ?? []);
    }
    this.bySource.set(source, new Set(alive));
    const lost = new Set(result.rejected.map(({ object }) => object));
    result.accepted = checked
      .map(({ title }) => title)
      .filter(title => !lost.has(title));
    return result;
  }

  /** Workloads with their autoscalers, one per region. */
  private live(
    source: string,
    checked: { title: string; manifest: Checked }[],
    atMs: number,
    reject: (title: string, reason: string) => void,
  ): Workload[] {
    const own = this.bySource.get(source);
    const alive: Workload[] = [];
    for (const { title, manifest } of checked) {
      if (!workloadKinds.includes(manifest.kind)) continue;
      const regions = regionsFor(this.simulation, manifest);
      if (typeof regions === 'string') {
        reject(title, regions);
        continue;
      }
      const { name, namespace } = manifest.metadata;
      const beside = checked
        .map(other => other.manifest)
        .filter(other => other.metadata.namespace === namespace);
      for (const region of regions) {
        const key = `${region.cluster}/${namespace}/${name}`;
        const taken = [
          ...this.simulation.workloadsOf(region.cluster),
          ...alive,
        ].find(other => other.key === key && !own?.has(other));
        if (taken) {
          reject(
            title,
            `${taken.kind} ${namespace}/${name} belongs to another source`,
          );
          break;
        }
        const before = [...(own ?? [])].find(other => other.key === key);
        const workload = appliedWorkload(
          this.simulation,
          manifest,
          beside,
          region,
          before?.bornMs ?? Math.max(atMs, this.simulation.earliestMs),
        );
        if (typeof workload === 'string') {
          reject(title, workload);
          break;
        }
        alive.push(workload);
      }
    }
    for (const { title, manifest } of checked) {
      if (!autoscalerKinds.includes(manifest.kind)) continue;
      const target = targetOf(manifest);
      const exists = alive.some(
        workload =>
          workload.name === target &&
          workload.namespace === manifest.metadata.namespace,
      );
      if (!exists) {
        reject(
          title,
          `its target '${target}' is not among the applied objects`,
        );
      }
    }
    return alive;
  }

  /** What stands as written, by cluster. */
  private standing(
    alive: readonly Workload[],
    checked: { manifest: Checked }[],
    atMs: number,
  ): Map<string, StandingObject[]> {
    const standing = new Map<string, StandingObject[]>();
    const used =
      alive.length > 0
        ? [...new Set(alive.map(workload => workload.region))]
        : this.simulation.regions;
    const bornMs = this.simulation.blocks.stepOf(
      Math.min(atMs, ...alive.map(workload => workload.bornMs ?? atMs)),
    );
    for (const { cluster } of used) {
      const objects = checked
        .map(({ manifest }) => manifest)
        .filter(manifest => !ownKinds.includes(manifest.kind))
        .map(
          (manifest): KubernetesObject => ({
            ...manifest,
            metadata: {
              ...manifest.metadata,
              ...metadataOf(
                cluster,
                manifest.kind,
                manifest.metadata.namespace,
                manifest.metadata.name,
                { createdMs: bornMs },
              ),
            },
          }),
        );
      standing.set(
        cluster,
        objects.map(object => ({ bornMs, object })),
      );
    }
    return standing;
  }
}

function targetOf(manifest: Manifest): string {
  return manifest.kind === 'FleetAutoscaler'
    ? fleetAutoscalerSpec.parse(manifest.spec).fleetName
    : hpaSpec.parse(manifest.spec).scaleTargetRef.name;
}
