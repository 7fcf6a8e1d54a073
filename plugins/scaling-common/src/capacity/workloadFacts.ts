import { Growth } from './growth';
import { NodeGrowth } from './nodeGrowth';
import { ZoneRoom } from './podFit';
import { QuotaRoom } from './quotaRoom';
import { StartTimes } from './startTimes';

/** What pods, nodes and quotas of its cluster say about one workload. */
export interface WorkloadFacts {
  kind: string;
  namespace: string;
  name: string;
  /** Its replicas, zone by zone in order of name; null: see `whyNoZones`. */
  zones: Array<{ zone: string; ready: number; total: number }> | null;
  whyNoZones: string | null;
  /** How many more of its pods fit on the nodes; null: see `whyNoRoom`. */
  room: ZoneRoom[] | null;
  whyNoRoom: string | null;
  /** Room on nodes that may be added; null (or absent): not looked at. */
  nodeGrowth?: NodeGrowth | null;
  /** What the room leaves out. */
  notes: string[];
  /** Null: see `whyNoQuotas`. */
  quotas: QuotaRoom[] | null;
  whyNoQuotas: string | null;
  starts: StartTimes | null;
  /** Of the replicas that its demand needs, as its cluster was watched. */
  growth: Growth | null;
}

export function keyOf({
  kind,
  namespace,
  name,
}: Pick<WorkloadFacts, 'kind' | 'namespace' | 'name'>): string {
  return `${kind}/${namespace}/${name}`;
}
