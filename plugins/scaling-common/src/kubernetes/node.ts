import { readAmount } from './quantity';
import {
  asRecord,
  asText,
  conditionOf,
  readConditions,
  readObject,
} from './reading';

export interface Taint {
  key: string;
  value: string;
  effect: string;
}

/** v1 Node: only what decides how much more fits on it. Null is unknown. */
export interface Node {
  namespace: string;
  name: string;
  uid: string;
  labels: Readonly<Record<string, string>>;
  /** Undefined: it does not say. */
  zone: string | undefined;
  /** Takes new pods: ready, and not cordoned. */
  isOpen: boolean;
  taints: readonly Taint[];
  allocatable: {
    cpuCores: number | null;
    memoryBytes: number | null;
    pods: number | null;
  };
}

/** The label in force, and the one before it, which old clusters still set. */
export const ZONE_LABELS = [
  'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/zone',
];

/** More than any machine has; what is above cannot be true. */
const MOST_CORES = 100_000;
const MOST_BYTES = 2 ** 60;
const MOST_PODS = 1_000_000;

export function readTaints(value: unknown): Taint[] {
  return (Array.isArray(value) ? value : []).flatMap(each => {
    const { key, value: text, effect } = asRecord(each);
    const named = asText(key);
    return named
      ? [
          {
            key: named,
            value: asText(text) ?? '',
            effect: asText(effect) ?? '',
          },
        ]
      : [];
  });
}

/** @throws InputError where it has no name */
export function readNode(value: unknown): Node {
  const { metadata, spec, status = {} } = readObject('Node', value);
  const { labels } = metadata;
  const allocatable = asRecord(status.allocatable);
  const ready = conditionOf(readConditions(status.conditions), 'Ready');
  return {
    namespace: '',
    name: metadata.name,
    uid: metadata.uid,
    labels,
    zone: ZONE_LABELS.map(label => labels[label]).find(Boolean),
    isOpen: spec.unschedulable !== true && ready?.status === 'True',
    taints: readTaints(spec.taints),
    allocatable: {
      cpuCores: readAmount(allocatable.cpu, MOST_CORES),
      memoryBytes: readAmount(allocatable.memory, MOST_BYTES),
      pods: readAmount(allocatable.pods, MOST_PODS),
    },
  };
}
