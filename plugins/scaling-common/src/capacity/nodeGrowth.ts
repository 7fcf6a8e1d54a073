import { ZONE_LABELS } from '../kubernetes/node';
import { NodeGroups, NodePool, NodeZones } from '../kubernetes/nodeAutoscaling';
import { PodShape } from '../kubernetes/podShape';
import { fitOn, mayRunOn, NodeRoom, tolerates } from './podFit';

/** Room on nodes that are not there yet. */
export interface NodeGrowth {
  /** What may add nodes for such pods; none: nothing that is known. */
  sources: Array<{
    /** `NodePool general`, `node group workers`. */
    name: string;
    /** How many more pods fit on what it may add; null: it has no limit. */
    pods: number | null;
    /** In which zones they may be; undefined: not known. */
    zones?: NodeZones;
  }>;
  /** Why there may be more than that, as the end of a sentence; null: there is not. */
  unknown: string | null;
  /** What the figures leave out. */
  notes: string[];
}

export const NODES_NOT_ASKED: NodeGrowth = {
  ...{ sources: [], notes: [] },
  unknown: 'what adds nodes to its cluster has not been read yet',
};

/** Labels that a node has whether or not its pool says so. */
const WELL_KNOWN = /(^|[./])(kubernetes\.io|k8s\.io|karpenter\.[a-z0-9.-]+)\//;

function mayMakeFor({ nodeSelector, tolerations }: PodShape, pool: NodePool) {
  for (const [key, value] of Object.entries(nodeSelector)) {
    const values = pool.labels[key];
    if (values ? !values.includes(value) : !WELL_KNOWN.test(key)) return false;
  }
  return pool.taints.every(taint => tolerates(tolerations, taint));
}

/** What one pod takes of each resource that a pool may limit. */
function askedFor({ requests }: PodShape): Record<string, number> {
  return { cpu: requests.cpuCores, memory: requests.memoryBytes };
}

function podsOf(shape: PodShape, pool: NodePool): number | null {
  const asked = askedFor(shape);
  let least: number | null = null;
  for (const { resource, free } of pool.limits) {
    if (free === null) continue;
    const each = asked[resource] ?? 0;
    // Of what is not asked for only its end counts.
    let fits: number | null = free <= 0 ? 0 : null;
    if (each > 0) fits = Math.floor(free / each + 1e-9);
    if (fits !== null) least = least === null ? fits : Math.min(least, fits);
  }
  return least;
}

/** An autoscaler that has written nothing for so long does not run; it does every 10 s. */
const STALE_AFTER_MS = 10 * 60_000;

export interface NodeGrowthEvidence {
  shape: PodShape;
  pools: Iterable<NodePool>;
  groups: Iterable<NodeGroups>;
  /** Nodes there are, as they would be without pods. */
  emptyNodes: readonly NodeRoom[];
  /** Why pools, or the status of the cluster autoscaler, cannot be read. */
  whyNoPools: string | undefined;
  whyNoGroups: string | undefined;
  nowMs: number;
}

/**
 * How many more pods of a shape fit on nodes that may be added.
 *
 * Of Karpenter's NodePools: `spec.limits − status.resources`, by what a pod requests;
 * what runs on every node as well is not taken off. Of the cluster autoscaler's groups:
 * `maxSize − cloudProviderTarget` nodes, each taken for the smallest there is that such
 * a pod may run on, because the status does not say what they are, nor in which zone.
 */
export function nodeGrowthOf(evidence: NodeGrowthEvidence): NodeGrowth {
  const { shape, whyNoPools, whyNoGroups, nowMs } = evidence;
  const sources: NodeGrowth['sources'] = [];
  const notes: string[] = [];
  const unknown = [whyNoPools, whyNoGroups].flatMap(why => why ?? []);
  const pinned = ZONE_LABELS.flatMap(key => shape.nodeSelector[key] ?? []);
  const zonesOr = (zones?: NodeZones) => (pinned.length > 0 ? pinned : zones);
  for (const pool of whyNoPools ? [] : evidence.pools) {
    const name = `NodePool ${pool.name}`;
    if (!mayMakeFor(shape, pool)) continue;
    if (!pool.isReady) {
      notes.push(`${name} says that it cannot make nodes now.`);
      continue;
    }
    const odd = pool.limits.filter(({ free }) => free === null);
    if (odd.length > 0) {
      unknown.push(
        `the ${odd
          .map(({ resource }) => resource)
          .join(', ')} limit of ${name} cannot be`,
      );
      continue;
    }
    const zones = zonesOr(pool.zones);
    sources.push({ name, pods: podsOf(shape, pool), zones });
  }
  const perNode = evidence.emptyNodes
    .filter(node => mayRunOn(shape, node))
    .map(node => fitOn(shape, node))
    .filter(fits => fits > 0);
  for (const { writtenMs, groups } of whyNoGroups ? [] : evidence.groups) {
    if (writtenMs !== undefined && nowMs - writtenMs > STALE_AFTER_MS) {
      unknown.push('the cluster autoscaler has not reported for ten minutes');
      continue;
    }
    for (const { name, target, max } of groups) {
      if (max <= 0) continue;
      if (perNode.length === 0 && max > target) {
        unknown.push(
          `none of its nodes is there to tell what one of the node group ${name} holds`,
        );
        continue;
      }
      const left = Math.max(0, max - target);
      const each = left > 0 ? Math.min(...perNode) : 0;
      sources.push({
        ...{ name: `node group ${name}`, pods: left * each },
        zones: zonesOr(),
      });
      if (left > 0) {
        notes.push(
          `Nodes of the node group ${name} are taken for the smallest there is.`,
        );
      }
    }
  }
  return {
    sources: sources.sort((a, b) => a.name.localeCompare(b.name, 'en-US')),
    unknown: unknown.length > 0 ? [...new Set(unknown)].join('; ') : null,
    notes: [...new Set(notes)],
  };
}
