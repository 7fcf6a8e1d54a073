import { parseQuantity } from './quantity';
import { asRecord, asText } from './reading';

export interface Resources {
  cpuCores: number;
  memoryBytes: number;
}

export interface Toleration {
  /** Undefined: any taint. */
  key: string | undefined;
  /** Undefined: any value. */
  value: string | undefined;
  /** Undefined: any effect. */
  effect: string | undefined;
}

/** What decides on which nodes, and under which quota, one more such pod has room. */
export interface PodShape {
  requests: Resources;
  limits: Resources;
  nodeSelector: Readonly<Record<string, string>>;
  tolerations: readonly Toleration[];
  /** Rules for its place that are not looked at: `node affinity`, ... */
  unconsidered: readonly string[];
}

/** Other resources than these are not looked at. */
const COUNTED = ['cpu', 'memory', 'ephemeral-storage'];

const list = (value: unknown): Array<Record<string, unknown>> =>
  Array.isArray(value) ? value.map(asRecord) : [];

/** An amount may not be negative; one that is, or is no quantity, counts as none. */
function quantity(value: unknown): number {
  const parsed = parseQuantity(value);
  return parsed !== undefined && parsed >= 0 ? parsed : 0;
}

/**
 * Effective requests or limits as scheduler and quota count them: the sum of all
 * containers and of the sidecars among the init containers, or, where that is more,
 * the largest of the init containers; the pod's overhead on top.
 * Source: kubernetes.io, "Init Containers", resource sharing within containers.
 */
function effective(
  spec: Readonly<Record<string, unknown>>,
  of: 'requests' | 'limits',
): Resources {
  const inits = list(spec.initContainers);
  const sidecars = inits.filter(each => each.restartPolicy === 'Always');
  const overhead = asRecord(spec.overhead);
  const amount = (resource: 'cpu' | 'memory') => {
    const own = (container: Readonly<Record<string, unknown>>) => {
      const resources = asRecord(container.resources);
      const value = asRecord(resources[of])[resource];
      // A request that is not written is as large as its limit (kubernetes, defaults).
      return quantity(
        value ??
          (of === 'requests'
            ? asRecord(resources.limits)[resource]
            : undefined),
      );
    };
    let running = 0;
    for (const container of list(spec.containers)) running += own(container);
    for (const container of sidecars) running += own(container);
    return Math.max(running, ...inits.map(own)) + quantity(overhead[resource]);
  };
  return { cpuCores: amount('cpu'), memoryBytes: amount('memory') };
}

function unconsideredOf(spec: Readonly<Record<string, unknown>>): string[] {
  const found: string[] = [];
  const affinity = asRecord(spec.affinity);
  if (affinity.nodeAffinity) found.push('node affinity');
  if (affinity.podAffinity) found.push('pod affinity');
  if (affinity.podAntiAffinity) found.push('pod anti-affinity');
  if (
    list(spec.topologySpreadConstraints).some(
      rule => rule.whenUnsatisfiable !== 'ScheduleAnyway',
    )
  ) {
    found.push('required spread over zones or nodes');
  }
  if (list(spec.volumes).some(volume => volume.persistentVolumeClaim)) {
    found.push('volumes that are bound to a zone or node');
  }
  const containers = list(spec.containers);
  if (containers.some(each => list(each.ports).some(port => port.hostPort))) {
    found.push('ports of the node');
  }
  const others = containers.flatMap(each =>
    Object.keys(asRecord(asRecord(each.resources).requests)),
  );
  for (const name of new Set(others)) {
    if (!COUNTED.includes(name)) found.push(name);
  }
  return found;
}

/** Of a pod's specification, or of a template's. */
export function readPodShape(value: unknown): PodShape {
  const spec = asRecord(value);
  return {
    requests: effective(spec, 'requests'),
    limits: effective(spec, 'limits'),
    nodeSelector: Object.fromEntries(
      Object.entries(asRecord(spec.nodeSelector)).flatMap(([key, text]) =>
        typeof text === 'string' ? [[key, text]] : [],
      ),
    ),
    tolerations: list(spec.tolerations).map(({ key, operator, ...rest }) => ({
      key: asText(key),
      value: operator === 'Exists' ? undefined : asText(rest.value) ?? '',
      effect: asText(rest.effect),
    })),
    unconsidered: unconsideredOf(spec),
  };
}
