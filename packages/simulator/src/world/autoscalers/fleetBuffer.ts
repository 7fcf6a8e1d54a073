const { ceil, max, min } = Math;

/** Agones FleetAutoscaler, policy `Buffer`. */
export interface BufferPolicy {
  /** Game servers, or a share of the fleet such as `15%`. */
  bufferSize: number | string;
  minReplicas: number;
  maxReplicas: number;
}

/**
 * Size that a fleet with so many allocated game servers should have, after
 * `applyBufferPolicy` in pkg/fleetautoscalers of agones. Ready and reserved
 * game servers do not matter: the buffer is what must be there on top.
 * Throws where `bufferSize` cannot be read.
 */
export function bufferReplicas(
  allocated: number,
  policy: BufferPolicy,
): { replicas: number; limited: boolean } {
  const { bufferSize, minReplicas, maxReplicas } = policy;
  let replicas: number;
  if (typeof bufferSize === 'number') {
    replicas = allocated + bufferSize;
  } else {
    const match = /^(\d{1,2})%$/.exec(bufferSize);
    if (!match) {
      throw new Error(
        `invalid value for IntOrString: invalid value "${bufferSize}"`,
      );
    }
    // If the buffer is to be 30 % of the fleet, the allocated ones are 70 % of it.
    replicas = ceil((allocated * 100) / (100 - Number(match[1])));
  }
  const clamped = min(max(replicas, minReplicas), maxReplicas);
  return { replicas: clamped, limited: clamped !== replicas };
}
