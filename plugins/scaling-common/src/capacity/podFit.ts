import { Taint } from '../kubernetes/node';
import { PodShape, Toleration } from '../kubernetes/podShape';

/** What is left on a node, by what its pods have requested. */
export interface NodeRoom {
  name: string;
  /** Empty where the node does not say. */
  zone: string;
  labels: Readonly<Record<string, string>>;
  taints: readonly Taint[];
  /** Allocatable minus requested; may be negative where a node is overbooked. */
  free: { cpuCores: number; memoryBytes: number; pods: number };
}

export interface ZoneRoom {
  zone: string;
  pods: number;
}

/** Whether pods with these tolerations may be put on a node with this taint. */
export function tolerates(
  tolerations: readonly Toleration[],
  taint: Taint,
): boolean {
  // A preference does not keep anyone away.
  if (taint.effect === 'PreferNoSchedule') return true;
  return tolerations.some(
    ({ key, value, effect }) =>
      (key === undefined || key === taint.key) &&
      (value === undefined || value === taint.value) &&
      (effect === undefined || effect === taint.effect),
  );
}

/** Whether node selector and taints let a pod run there. */
export function mayRunOn(shape: PodShape, node: NodeRoom): boolean {
  for (const [key, value] of Object.entries(shape.nodeSelector)) {
    if (node.labels[key] !== value) return false;
  }
  return node.taints.every(taint => tolerates(shape.tolerations, taint));
}

/** Memory is counted in bytes and cores in thousandths; less is a rounding error. */
const ROUNDING = 1e-9;

function fitsOf(free: number, each: number): number {
  return each > 0 ? Math.floor(free / each + ROUNDING) : Infinity;
}

/** More pods of a shape that fit on one node: the least of CPU, memory and pods. */
export function fitOn(
  { requests }: Pick<PodShape, 'requests'>,
  { free }: Pick<NodeRoom, 'free'>,
): number {
  return Math.max(
    0,
    Math.min(
      fitsOf(free.cpuCores, requests.cpuCores),
      fitsOf(free.memoryBytes, requests.memoryBytes),
      Math.floor(free.pods),
    ),
  );
}

/**
 * How many more pods of a shape fit on the nodes there are, zone by zone, in order of
 * name: the filters NodeResourcesFit, NodeAffinity (selector only), TaintToleration and
 * NodeUnschedulable of the scheduler (kubernetes.io, "Scheduler Configuration"). Others
 * may take the same room.
 */
export function fitByZone(
  shape: PodShape,
  nodes: readonly NodeRoom[],
): ZoneRoom[] {
  const byZone = new Map<string, number>();
  for (const node of nodes) {
    const fits = mayRunOn(shape, node) ? fitOn(shape, node) : 0;
    byZone.set(node.zone, (byZone.get(node.zone) ?? 0) + fits);
  }
  return [...byZone]
    .map(([zone, pods]) => ({ zone, pods }))
    .sort((a, b) => a.zone.localeCompare(b.zone, 'en-US'));
}
