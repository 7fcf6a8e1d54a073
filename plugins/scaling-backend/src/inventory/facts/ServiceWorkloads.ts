import {
  isUnread,
  neededReplicas,
  WorkloadScaling,
} from '@worldscale/backstage-plugin-scaling-common';
import { ServicePart } from '../../sources/kubernetes/picture/ServicePart';
import { workloadKey } from '../InventoryPicture';

/** What is kept of a workload; the whole is in the store. */
export interface ServedWorkload {
  kind: string;
  namespace: string;
  name: string;
  /** Replicas that its demand needs, not rounded; null: unknown. */
  needed: number | null;
  /** Of a Rollout: hashes of the pods that take traffic; null: of all of them. */
  trafficHashes: readonly string[] | null;
}

interface Owned {
  workload: ServedWorkload;
  /** Mostly one. */
  services: readonly string[];
}

const NONE: readonly string[] = [];

/** The workloads of one cluster, and to which services they belong. */
export class ServiceWorkloads {
  readonly #byKey = new Map<string, Owned>();
  readonly #byService = new Map<string, readonly string[]>();

  has(entityRef: string): boolean {
    return this.#byService.has(entityRef);
  }

  servicesOf(workload: string): readonly string[] {
    return this.#byKey.get(workload)?.services ?? NONE;
  }

  /** Services with a workload that runs game servers, or pods that are none. */
  runners(): Record<'gameservers' | 'pods', string[]> {
    const gameservers = new Set<string>();
    const pods = new Set<string>();
    for (const { workload, services } of this.#byKey.values()) {
      const of = workload.kind === 'Fleet' ? gameservers : pods;
      for (const service of services) of.add(service);
    }
    return { gameservers: [...gameservers], pods: [...pods] };
  }

  all(): ServedWorkload[] {
    return [...this.#byKey.values()].map(({ workload }) => workload);
  }

  /** Keys of the workloads that belong to other services than before. */
  update(
    parts: ReadonlyMap<string, ServicePart | undefined>,
  ): ReadonlySet<string> {
    const moved = new Set<string>();
    for (const [entityRef, part] of parts) {
      const keys = new Set<string>();
      for (const workload of part?.workloads ?? []) {
        const { kind, namespace, name } = workload;
        const key = workloadKey(kind, namespace, name);
        keys.add(key);
        const services = this.#byKey.get(key)?.services ?? NONE;
        const isNew = !services.includes(entityRef);
        if (isNew) moved.add(key);
        this.#byKey.set(key, {
          workload: slim(workload),
          services: isNew ? [...services, entityRef] : services,
        });
      }
      for (const key of this.#byService.get(entityRef) ?? []) {
        if (!keys.has(key)) this.#leave(key, entityRef, moved);
      }
      if (keys.size > 0) this.#byService.set(entityRef, [...keys]);
      else this.#byService.delete(entityRef);
    }
    return moved;
  }

  #leave(key: string, entityRef: string, moved: Set<string>): void {
    const owned = this.#byKey.get(key);
    const services = owned?.services.filter(each => each !== entityRef) ?? NONE;
    if (owned && services.length > 0)
      this.#byKey.set(key, { ...owned, services });
    else this.#byKey.delete(key);
    moved.add(key);
  }
}

function slim(workload: WorkloadScaling): ServedWorkload {
  const { kind, namespace, name } = workload;
  const needed = isUnread(workload)
    ? null
    : neededReplicas(workload)?.exact ?? null;
  const trafficHashes = workload.rollout?.trafficHashes ?? null;
  return { kind, namespace, name, needed, trafficHashes };
}
