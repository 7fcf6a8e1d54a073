import { InputError } from '@backstage/errors';
import { readAmount } from './quantity';
import {
  asRecord,
  asText,
  conditionOf,
  readConditions,
  readObject,
} from './reading';
import { readTaints, Taint, ZONE_LABELS } from './node';

export type NodeZones = 'any' | readonly string[];

/**
 * What adds nodes to a cluster, as the cluster publishes it: NodePools of Karpenter
 * (karpenter.sh/v1, nodepool.go) and the status that the cluster autoscaler writes to
 * the ConfigMap `cluster-autoscaler-status` (kubernetes/autoscaler,
 * clusterstate/api/types.go; YAML since 1.30, text before).
 */
export interface NodePool {
  namespace: string;
  name: string;
  uid: string;
  /** It can make nodes at all; false: it says that it cannot. */
  isReady: boolean;
  /** What a pod may ask for: labels of its nodes, with all values that they may have. */
  labels: Readonly<Record<string, readonly string[]>>;
  taints: readonly Taint[];
  /** In which zones it may make nodes; `any`: it does not say; undefined: not known. */
  zones?: NodeZones;
  /** Limits that are set, with what nodes there are take of them; null: unknown. */
  limits: ReadonlyArray<{ resource: string; free: number | null }>;
}

/** Groups of nodes that the cluster autoscaler may enlarge. */
export interface NodeGroups {
  namespace: string;
  name: string;
  uid: string;
  /** When it was written (Unix milliseconds); undefined: it does not say. */
  writtenMs: number | undefined;
  groups: ReadonlyArray<{ name: string; target: number; max: number }>;
}

interface Requirement {
  key: string;
  operator: unknown;
  values: string[];
}

function readRequirements(value: unknown): Requirement[] {
  return (Array.isArray(value) ? value : []).flatMap(each => {
    const { key, operator, values } = asRecord(each);
    const name = asText(key);
    if (!name || (operator === 'In' && !Array.isArray(values))) return [];
    const texts = (Array.isArray(values) ? values : []).filter(
      text => typeof text === 'string',
    );
    return [{ key: name, operator, values: texts }];
  });
}

/** Of a provider's own: `topology.k8s.aws/zone-id`, `karpenter.azure.com/zone`. */
const NAMES_ZONES = /\/zone(-id)?$/;

/** A pool that requires nothing of the zone makes nodes in any (karpenter, NodePools). */
function zonesOf(
  given: Readonly<Record<string, unknown>>,
  requirements: readonly Requirement[],
): NodeZones | undefined {
  const allowed: string[][] = [];
  const labels = Object.entries(given).flatMap(([key, value]) =>
    typeof value === 'string' ? [{ key, operator: 'In', values: [value] }] : [],
  );
  for (const { key, operator, values } of [...labels, ...requirements]) {
    if (!NAMES_ZONES.test(key) || operator === 'Exists') continue;
    if (operator !== 'In' || !ZONE_LABELS.includes(key)) return undefined;
    allowed.push(values);
  }
  return allowed.length === 0
    ? 'any'
    : allowed.reduce((left, zones) =>
        left.filter(zone => zones.includes(zone)),
      );
}

/** What is above cannot be true. */
const MOST = 2 ** 60;
const MOST_NODES = 1_000_000;

const LAST_UPDATED = 'cluster-autoscaler.kubernetes.io/last-updated';

/** @throws InputError where it has no name */
export function readNodePool(value: unknown): NodePool {
  const { metadata, spec, status = {} } = readObject('NodePool', value);
  const template = asRecord(spec.template);
  const nodes = asRecord(template.spec);
  const labels: Record<string, readonly string[]> = {};
  const given = asRecord(asRecord(template.metadata).labels);
  for (const [key, text] of Object.entries(given)) {
    if (typeof text === 'string') labels[key] = [text];
  }
  const requirements = readRequirements(nodes.requirements);
  for (const { key, operator, values } of requirements) {
    if (operator === 'In') labels[key] = values;
  }
  const used = asRecord(status.resources);
  const ready = conditionOf(readConditions(status.conditions), 'Ready');
  return {
    namespace: '',
    name: metadata.name,
    uid: metadata.uid,
    isReady: ready?.status !== 'False',
    labels: { ...labels, 'karpenter.sh/nodepool': [metadata.name] },
    taints: readTaints(nodes.taints),
    zones: zonesOf(given, requirements),
    limits: Object.entries(asRecord(spec.limits)).map(([resource, limit]) => {
      const most = readAmount(limit, MOST);
      // Before its first node a pool reports nothing.
      const taken = readAmount(used[resource] ?? '0', MOST);
      const isKnown = most !== null && taken !== null;
      return { resource, free: isKnown ? Math.max(0, most - taken) : null };
    }),
  };
}

/**
 * As YAML a list of groups under `nodeGroups`, as text one after the other under
 * `NodeGroups:`, each with `Health: Healthy (... cloudProviderTarget=3 (minSize=1,
 * maxSize=10))`.
 *
 * @throws InputError where it has no name, or names a group of which no size is said
 */
export function readClusterAutoscalerStatus(value: unknown): NodeGroups {
  const { metadata } = readObject('ConfigMap', value);
  const text = asText(asRecord(asRecord(value).data).status) ?? '';
  const noted =
    metadata.annotations[LAST_UPDATED] ?? /^time: *(.+)$/m.exec(text)?.[1];
  const [, yaml] = text.split(/^nodeGroups:.*$/m);
  const [, plain] = text.split(/^NodeGroups:.*$/m);
  const blocks = yaml
    ? yaml.split(/^ *- /m).slice(1)
    : (plain ?? '').split(/^(?= *Name:)/m).slice(1);
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    uid: metadata.uid,
    writtenMs: instantOf(noted),
    groups: blocks.map(block => {
      const name =
        /^ *name: *["']?([^\s"']+)/im.exec(block)?.[1] ?? 'without a name';
      return {
        name,
        target: countIn(block, 'cloudProviderTarget', name),
        max: countIn(block, 'maxSize', name),
      };
    }),
  };
}

function countIn(block: string, field: string, group: string): number {
  const found = new RegExp(`\\b${field}\\s*[:=]\\s*(\\d+)`).exec(block)?.[1];
  const count = Number(found);
  if (found === undefined || count > MOST_NODES) {
    throw new InputError(
      `malformed status of the cluster autoscaler: no ${field} of ${group}`,
    );
  }
  return count;
}

/** `2026-11-22 20:00:00.123 +0000 UTC m=+1.5`, as Go writes it, or ISO 8601. */
function instantOf(text: string | undefined): number | undefined {
  const plain = text
    ?.trim()
    .replace(/^["']|["']$/g, '')
    .replace(
      /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,3})\d*)? ([+-]\d\d)(\d\d).*$/,
      (_, day, time, part, hours, minutes) =>
        `${day}T${time}.${part ?? '0'}${hours}:${minutes}`,
    );
  const parsed = plain === undefined ? NaN : Date.parse(plain);
  return Number.isNaN(parsed) ? undefined : parsed;
}
