import {
  RegionSpec,
  RolloutStrategy,
  ScalerKind,
  ServiceSpec,
  WorkloadKind,
} from '../lifeverse';
import { hashText, mix } from '../noise';
import { baseOf, ceilingOf } from '../workloads/lifeverseWorkloads';
import { Simulation } from '../workloads/Simulation';
import {
  AppliedVersion,
  ContainerSize,
  HpaScaler,
  MetricVia,
  Scaler,
  Workload,
} from '../workloads/Workload';
import {
  fleetAutoscalerSpec,
  fleetSpec,
  budgetSpec,
  HpaSpec,
  hpaSpec,
  Manifest,
  workloadSpec,
} from './manifest';
import { parseQuantity, QuantityError } from './quantity';

/** A new service is tried out: its evening fills this share of its largest size. */
const MODEST_SHARE = 0.6;

/** Players that a pod of an unknown service carries at its target. */
const PLAYERS_PER_POD = 1000;
/** A game server of an unknown fleet. */
const PLAYERS_PER_GAME_SERVER = 200;

/** By this a workload says how many players one of its pods carries. */
const CAPACITY_ANNOTATION = 'lifeverse.example/players-per-pod';

/** Requests where a container names none (the namespace's LimitRange). */
const defaultSize: ContainerSize = {
  cpuMilli: 100,
  cpuLimitMilli: 500,
  memoryMi: 128,
  memoryLimitMi: 512,
};

function podTemplateOf(manifest: Manifest) {
  return manifest.kind === 'Fleet'
    ? fleetSpec.parse(manifest.spec).template.spec.template
    : workloadSpec.parse(manifest.spec).template;
}

/** Agones' own counter or list of players goes first, then the annotation. */
function capacityOf(manifest: Manifest): number {
  const annotated = Number(
    manifest.metadata.annotations?.[CAPACITY_ANNOTATION],
  );
  const usual =
    manifest.kind === 'Fleet' ? PLAYERS_PER_GAME_SERVER : PLAYERS_PER_POD;
  const ofServer =
    manifest.kind === 'Fleet'
      ? fleetSpec.parse(manifest.spec).template.spec
      : undefined;
  const capacity =
    ofServer?.counters?.players?.capacity ??
    ofServer?.lists?.players?.capacity ??
    annotated;
  return capacity > 0 ? capacity : usual;
}

function sizeOf(manifest: Manifest): ContainerSize {
  const { spec } = podTemplateOf(manifest);
  const { requests = {}, limits = {} } = spec.containers[0].resources ?? {};
  const cpu = (value: string | number | undefined, other: number) =>
    value === undefined ? other : Math.round(1000 * parseQuantity(value));
  const memory = (value: string | number | undefined, other: number) =>
    value === undefined ? other : Math.round(parseQuantity(value) / 1024 ** 2);
  const cpuMilli = cpu(requests.cpu ?? limits.cpu, defaultSize.cpuMilli);
  const memoryMi = memory(
    requests.memory ?? limits.memory,
    defaultSize.memoryMi,
  );
  return {
    cpuMilli,
    cpuLimitMilli: cpu(
      limits.cpu,
      Math.max(cpuMilli, defaultSize.cpuLimitMilli),
    ),
    memoryMi,
    memoryLimitMi: memory(
      limits.memory,
      Math.max(memoryMi, defaultSize.memoryLimitMi),
    ),
  };
}

/** The first metric drives; a HPA without metrics aims at 80 % CPU, as the API does. */
function metricOf(spec: HpaSpec, size: ContainerSize) {
  const metric = spec.metrics?.[0];
  const resource = metric?.resource ?? metric?.containerResource;
  const custom = metric?.pods ?? metric?.object ?? metric?.external;
  if (custom) {
    const { averageValue, value } = custom.target;
    return {
      via: metric!.type as MetricVia,
      metric: custom.metric.name,
      targetMilli: Math.max(
        1,
        Math.round(1000 * parseQuantity(averageValue ?? value ?? 1)),
      ),
      selector: custom.metric.selector?.matchLabels,
    };
  }
  const targetPercent = resource?.target.averageUtilization ?? 80;
  return {
    via: (metric?.type ?? 'Resource') as MetricVia,
    metric: 'cpu',
    container: metric?.containerResource?.container,
    targetPercent,
    targetMilli: (targetPercent / 100) * size.cpuMilli,
  };
}

function hpaScaler(manifest: Manifest, size: ContainerSize): HpaScaler {
  const spec = hpaSpec.parse(manifest.spec);
  return {
    kind: 'hpa',
    hpaName: manifest.metadata.name,
    minReplicas: spec.minReplicas ?? 1,
    maxReplicas: spec.maxReplicas,
    behavior: spec.behavior,
    ...metricOf(spec, size),
  };
}

/** Whether an autoscaler or a disruption budget is for a workload. */
function isFor(manifest: Manifest, other: Manifest): boolean {
  const { name } = manifest.metadata;
  const isFleet = manifest.kind === 'Fleet';
  if (other.kind === 'HorizontalPodAutoscaler' && !isFleet) {
    const { scaleTargetRef } = hpaSpec.parse(other.spec);
    return (
      scaleTargetRef.kind === manifest.kind && scaleTargetRef.name === name
    );
  }
  if (other.kind === 'FleetAutoscaler' && isFleet) {
    return fleetAutoscalerSpec.parse(other.spec).fleetName === name;
  }
  if (other.kind === 'PodDisruptionBudget') {
    const labels = podTemplateOf(manifest).metadata?.labels ?? {};
    const selected = Object.entries(
      budgetSpec.parse(other.spec).selector.matchLabels,
    );
    return (
      selected.length > 0 &&
      selected.every(([key, value]) => labels[key] === value)
    );
  }
  return false;
}

function scalerOf(
  manifest: Manifest,
  own: ReadonlyMap<string, Manifest>,
  size: ContainerSize,
): Scaler {
  const hpa = own.get('HorizontalPodAutoscaler');
  if (hpa) return hpaScaler(hpa, size);
  const fleetScaler = own.get('FleetAutoscaler');
  if (fleetScaler) {
    return {
      kind: 'buffer',
      name: fleetScaler.metadata.name,
      policy: fleetAutoscalerSpec.parse(fleetScaler.spec).policy.buffer,
    };
  }
  const spec = manifest.spec as { replicas?: number };
  return { kind: 'none', replicas: spec.replicas ?? 1 };
}

function scalerKind(scaler: Scaler): ScalerKind {
  if (scaler.kind === 'buffer') return 'fleet-buffer';
  if (scaler.kind === 'none') return 'none';
  const kinds: Record<MetricVia, ScalerKind> = {
    Resource: 'hpa-cpu',
    ContainerResource: 'hpa-container-cpu',
    Pods: 'hpa-pods',
    Object: 'hpa-object',
    External: 'hpa-external',
  };
  return kinds[scaler.via];
}

function strategyOf({ kind, spec }: Manifest): RolloutStrategy | undefined {
  if (kind !== 'Rollout') return undefined;
  const { strategy } = (spec ?? {}) as { strategy?: { blueGreen?: object } };
  return strategy?.blueGreen ? 'blueGreen' : 'canary';
}

/** A workload of an applied manifest in one region, or why it cannot be one. */
export function appliedWorkload(
  simulation: Simulation,
  manifest: Manifest,
  beside: readonly Manifest[],
  region: RegionSpec,
  { sinceMs, atMs, old }: { sinceMs: number; atMs: number; old?: Workload },
): Workload | string {
  const { name, namespace = 'default', labels = {} } = manifest.metadata;
  const kind = manifest.kind as WorkloadKind;
  const own = new Map([[manifest.kind, manifest]]);
  for (const other of beside) {
    if (!own.has(other.kind) && isFor(manifest, other)) {
      own.set(other.kind, other);
    }
  }
  let size: ContainerSize;
  let scaler: Scaler;
  try {
    size = sizeOf(manifest);
    scaler = scalerOf(manifest, own, size);
  } catch (error) {
    if (error instanceof QuantityError) return error.message;
    throw error;
  }
  const world = simulation.worlds.find(other => other.name === namespace);
  const playersPerPod = capacityOf(manifest);
  const service: ServiceSpec = {
    name:
      labels['backstage.io/kubernetes-id'] ??
      labels['app.kubernetes.io/name'] ??
      name,
    title: name,
    world: world?.name,
    namespace,
    type: kind === 'Fleet' ? 'shard-service' : 'world-service',
    owner: world?.owner ?? 'platform-core',
    workload: kind,
    scaler: scalerKind(scaler),
    regions: [region.name],
    playersPerPod,
    metric:
      scaler.kind === 'hpa' && scaler.metric !== 'cpu'
        ? scaler.metric
        : undefined,
    strategy: strategyOf(manifest),
  };
  const seed = mix(
    mix(simulation.seed, hashText(`${namespace}/${name}`)),
    hashText(region.name),
  );
  return {
    key: `${region.cluster}/${namespace}/${name}`,
    seed,
    name,
    service,
    namespace,
    region,
    kind,
    scaler,
    world: world?.name,
    playersPerPod,
    base: baseOf(scaler),
    ceiling: Math.max(1, ceilingOf(scaler)),
    startupMs: 30_000,
    size,
    faults: { leaks: [] },
    bornMs: old?.bornMs ?? sinceMs,
    ownPeak: MODEST_SHARE * ceilingOf(scaler) * playersPerPod,
    manifests: own,
    versions: versionsOf(manifest, old, { sinceMs, atMs }),
  };
}

/** A version for each pod template that a repository has brought. */
function versionsOf(
  manifest: Manifest,
  old: Workload | undefined,
  { sinceMs, atMs }: { sinceMs: number; atMs: number },
): readonly AppliedVersion[] {
  const versions = old?.versions ?? [];
  const last = versions.at(-1);
  if (!last) return [{ atMs: sinceMs, manifest }];
  const isSame =
    JSON.stringify(podTemplateOf(last.manifest)) ===
    JSON.stringify(podTemplateOf(manifest));
  return isSame ? versions : [...versions, { atMs, manifest }];
}

/** Whether two workloads were made from the same manifests. */
export function sameAs(one: Workload, other: Workload): boolean {
  const text = ({ manifests }: Workload) =>
    JSON.stringify([...(manifests ?? [])]);
  return text(one) === text(other);
}
