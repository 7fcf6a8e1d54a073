import { ScalingBehavior } from '../autoscalers/hpaController';
import { BufferPolicy } from '../autoscalers/fleetBuffer';
import { CapacityRule, FleetRule } from '../autoscalers/fleetRules';
import { KedaHold, Leak } from '../demand/incidents';
import { RegionSpec, ServiceSpec, WorkloadKind } from '../lifeverse';
import type { Manifest } from '../manifests/manifest';

/** Where an HPA reads its metric; all targets are per pod, in milli-units. */
export type MetricVia =
  | 'Resource'
  | 'ContainerResource'
  | 'Pods'
  | 'Object'
  | 'External';

export interface HpaScaler {
  kind: 'hpa';
  hpaName: string;
  via: MetricVia;
  /** Metric's name; `cpu` for resource metrics. */
  metric: string;
  /** Value per pod that the autoscaler aims at, in milli-units. */
  targetMilli: number;
  /** Resource metrics: the same as percent of the request. */
  targetPercent?: number;
  minReplicas: number;
  maxReplicas: number;
  behavior?: ScalingBehavior;
  /** Container whose CPU counts, of a ContainerResource metric. */
  container?: string;
  /** Selector of an external metric. */
  selector?: Record<string, string>;
  /** Name of the KEDA ScaledObject that owns the HPA. */
  scaledObject?: string;
}

export interface BufferScaler {
  kind: 'buffer';
  /** Name of the FleetAutoscaler. */
  name: string;
  policy: BufferPolicy;
  /** What decides by these numbers; undefined: policy `Buffer` itself. */
  rule?: FleetRule;
}

export interface FixedScaler {
  kind: 'none';
  replicas: number;
}

export type Scaler = HpaScaler | BufferScaler | FixedScaler;

export interface ContainerSize {
  cpuMilli: number;
  cpuLimitMilli: number;
  memoryMi: number;
  memoryLimitMi: number;
}

/** Lasting troubles of one workload; instants in Unix milliseconds. */
export interface Faults {
  /** The autoscaler's metric cannot be read since then. */
  metricFailsFromMs?: number;
  /** KEDA holds the size since then. */
  kedaHold?: { how: KedaHold['how']; fromMs: number };
  /** A rollout hangs since then: one old pod is gone, two new ones never get ready. */
  stuckFromMs?: number;
  /** A new version waits beside the old one since then: a preview, or a canary. */
  waitsFromMs?: number;
  leaks: Leak[];
}

/** A version that a repository brought. */
export interface AppliedVersion {
  atMs: number;
  manifest: Manifest;
}

/** One service in one region: what a cluster runs of it. */
export interface Workload {
  /** `cluster/namespace/name`. */
  key: string;
  seed: number;
  name: string;
  service: ServiceSpec;
  namespace: string;
  region: RegionSpec;
  kind: WorkloadKind;
  scaler: Scaler;
  /** World whose players it serves; undefined: all players of the region. */
  world?: string;
  /** Players that one ready pod carries at its target. */
  playersPerPod: number;
  /** Replicas that always stand: the minimum, or the fixed size. */
  base: number;
  /** No more pods than this, surge left out. */
  ceiling: number;
  /** From creation to ready. */
  startupMs: number;
  size: ContainerSize;
  faults: Faults;
  /** Manifests that were applied: not there before. */
  bornMs?: number;
  /** Applied manifests: players at the evening's peak, instead of a world's. */
  ownPeak?: number;
  /** Applied manifests: what stood in the repository, by kind. */
  manifests?: ReadonlyMap<string, Manifest>;
  /** Applied manifests: what the workload was at its birth and at each new version. */
  versions?: readonly AppliedVersion[];
}

const serials = new WeakMap<Workload, number>();
let lastSerial = 0;

/**
 * Tells workloads apart that have the same key one after the other, as when a
 * repository describes them anew: for what is computed of one and kept.
 */
export function serialOf(workload: Workload): number {
  let serial = serials.get(workload);
  if (serial === undefined) {
    lastSerial += 1;
    serial = lastSerial;
    serials.set(workload, serial);
  }
  return serial;
}

/** Load, in multiples of `playersPerPod`, that saturates a pod. */
export const SATURATION = 1.5;

/** Pods that a stuck rollout keeps unready beside the old ones. */
export const STUCK_PODS = 2;

export function isStuck(workload: Workload, atMs: number): boolean {
  return (
    workload.faults.stuckFromMs !== undefined &&
    atMs >= workload.faults.stuckFromMs
  );
}

/** Pods of a preview (`previewReplicaCount`). */
export const PREVIEW_PODS = 2;

/** Share of the traffic, and of the pods, at which a canary waits. */
export const CANARY_PERCENT = 10;

export function isWaiting({ faults }: Workload, atMs: number): boolean {
  return faults.waitsFromMs !== undefined && atMs >= faults.waitsFromMs;
}

/** Pods of a new version that stand beside `replicas` of the old one and wait. */
export function waitingPods(
  workload: Workload,
  replicas: number,
  atMs: number,
): number {
  if (!isWaiting(workload, atMs)) return 0;
  return isBlueGreen(workload)
    ? PREVIEW_PODS
    : Math.ceil((CANARY_PERCENT * replicas) / 100);
}

/** Whether new versions come as a whole second stack. */
export function isBlueGreen({ kind, service }: Workload): boolean {
  return kind === 'Rollout' && service.strategy === 'blueGreen';
}

/** Since when the version does not move on; undefined: it does. */
export function heldFromMs({ faults }: Workload): number | undefined {
  return faults.stuckFromMs ?? faults.waitsFromMs;
}

/** What a fleet's game servers hold, where that decides about its size. */
export function capacityRule({ scaler }: Workload): CapacityRule | undefined {
  if (scaler.kind !== 'buffer') return undefined;
  const { rule } = scaler;
  return rule?.type === 'Counter' || rule?.type === 'List' ? rule : undefined;
}

/** What each game server of a fleet counts. */
export interface Tally {
  type: 'Counter' | 'List';
  key: string;
  each: number;
}

/** Share of what a game server is placed for that it takes at most. */
const ROOM = 1.25;

/**
 * What the game servers of a fleet count of themselves: that by which the fleet is
 * scaled, else their players. Those of an applied manifest count what it says.
 */
export function tallyOf(workload: Workload): Tally | undefined {
  const rule = capacityRule(workload);
  if (rule) return rule;
  const { kind, manifests, playersPerPod } = workload;
  if (kind !== 'Fleet' || manifests) return undefined;
  return { type: 'Counter', key: 'players', each: ROOM * playersPerPod };
}

/** Name of its PodDisruptionBudget; undefined where it has none. */
export function budgetName(workload: Workload): string | undefined {
  const { manifests, kind, name } = workload;
  if (!manifests) return kind === 'Fleet' ? undefined : name;
  return manifests.get('PodDisruptionBudget')?.metadata.name;
}

/** What a workload offers to its autoscaler per player, in milli-units. */
export function usagePerPlayerMilli(workload: Workload): number {
  return workload.scaler.kind === 'hpa'
    ? workload.scaler.targetMilli / workload.playersPerPod
    : 0;
}
