import {
  Node,
  NodeRoom,
  Pod,
  takesRoom,
} from '@worldscale/backstage-plugin-scaling-common';

/** What is left on the nodes of a cluster. */
export interface NodeRooms {
  rooms: NodeRoom[];
  /** Open nodes whose allocatable amounts are not known, or cannot be: left out. */
  unmeasured: number;
}

/**
 * Allocatable minus the requests of the pods that are placed there and not over, as the
 * scheduler counts. Nodes that take no new pods have no room.
 */
export function nodeRoomsOf(
  nodes: Iterable<Node>,
  pods: Iterable<Pod>,
): NodeRooms {
  const taken = new Map<string, NodeRoom['free']>();
  for (const pod of pods) {
    if (!pod.node || !takesRoom(pod)) continue;
    let sum = taken.get(pod.node);
    if (!sum) {
      sum = { cpuCores: 0, memoryBytes: 0, pods: 0 };
      taken.set(pod.node, sum);
    }
    sum.cpuCores += pod.shape.requests.cpuCores;
    sum.memoryBytes += pod.shape.requests.memoryBytes;
    sum.pods += 1;
  }
  const rooms: NodeRoom[] = [];
  let unmeasured = 0;
  for (const {
    name,
    zone = '',
    labels,
    taints,
    allocatable,
    isOpen,
  } of nodes) {
    const { cpuCores, memoryBytes, pods: most } = allocatable;
    const isMeasured =
      cpuCores !== null && memoryBytes !== null && most !== null;
    if (isOpen && !isMeasured) unmeasured += 1;
    const used = taken.get(name);
    const free =
      isOpen && isMeasured
        ? {
            cpuCores: cpuCores - (used?.cpuCores ?? 0),
            memoryBytes: memoryBytes - (used?.memoryBytes ?? 0),
            pods: most - (used?.pods ?? 0),
          }
        : { cpuCores: 0, memoryBytes: 0, pods: 0 };
    rooms.push({ name, zone, labels, taints, free });
  }
  return { rooms, unmeasured };
}
