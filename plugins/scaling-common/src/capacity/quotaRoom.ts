import { PodShape } from '../kubernetes/podShape';
import { ResourceQuota } from '../kubernetes/resourceQuota';

/** What one resource of a quota leaves for more replicas. */
export interface QuotaRoom {
  quota: string;
  resource: string;
  hard: number | null;
  used: number | null;
  unit: 'cores' | 'bytes' | 'pods' | 'game servers';
  leftReplicas: number | null;
}

/** Scopes that every pod of a service is in that says what it requests. */
const ORDINARY_SCOPES = ['NotTerminating', 'NotBestEffort'];

type Share = { each: number; unit: QuotaRoom['unit'] };

/** What one more replica takes of a resource; undefined: nothing that is looked at. */
function shareOf(
  resource: string,
  { requests, limits }: PodShape,
  isGameServer: boolean,
): Share | undefined {
  switch (resource) {
    case 'pods':
    case 'count/pods':
      return { each: 1, unit: 'pods' };
    case 'cpu':
    case 'requests.cpu':
      return { each: requests.cpuCores, unit: 'cores' };
    case 'memory':
    case 'requests.memory':
      return { each: requests.memoryBytes, unit: 'bytes' };
    case 'limits.cpu':
      return { each: limits.cpuCores, unit: 'cores' };
    case 'limits.memory':
      return { each: limits.memoryBytes, unit: 'bytes' };
    case 'count/gameservers.agones.dev':
      return isGameServer ? { each: 1, unit: 'game servers' } : undefined;
    default:
      return undefined;
  }
}

/** Whether a quota counts the pods of a service at all, as far as its scopes tell. */
export function counts({ scopes }: ResourceQuota, shape: PodShape): boolean {
  const { cpuCores, memoryBytes } = shape.requests;
  const says = cpuCores > 0 || memoryBytes > 0;
  return scopes.every(
    scope =>
      ORDINARY_SCOPES.includes(scope) && (scope !== 'NotBestEffort' || says),
  );
}

/**
 * How many more replicas the quotas of a namespace allow: `⌊(hard − used) / each⌋` for
 * every resource of which a replica takes some (kubernetes.io, "Resource Quotas").
 * What is used above what is allowed leaves none.
 */
export function quotaRooms(
  quotas: readonly ResourceQuota[],
  shape: PodShape,
  isGameServer: boolean,
): QuotaRoom[] {
  return quotas
    .filter(quota => counts(quota, shape))
    .flatMap(({ name, resources }) =>
      resources.flatMap(({ resource, hard, used }): QuotaRoom[] => {
        const share = shareOf(resource, shape, isGameServer);
        if (!share || share.each <= 0) return [];
        const left =
          hard === null || used === null
            ? null
            : Math.max(0, Math.floor((hard - used) / share.each + 1e-9));
        const { unit } = share;
        return [
          { quota: name, resource, hard, used, unit, leftReplicas: left },
        ];
      }),
    )
    .sort(
      (a, b) =>
        a.quota.localeCompare(b.quota, 'en-US') ||
        a.resource.localeCompare(b.resource, 'en-US'),
    );
}
