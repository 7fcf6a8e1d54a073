import { WorkloadScaling } from '@worldscale/backstage-plugin-scaling-common';
import { Collection } from '../collections';
import { partKey, ServicePart } from './ServicePart';

/** A workload as the store held it. */
export interface EarlierWorkload {
  scaling: WorkloadScaling;
  /** Undefined: it was not told. */
  uid: string | undefined;
}

/**
 * What the store held of a cluster before somebody began to watch it. That counts until
 * the workload's kind is read: what the first whole list has is known anew, and what it
 * does not have is gone, unless something in it was not understood and may be just that.
 * What is gone once is not brought back when its kind cannot be read later.
 */
export class EarlierWorkloads {
  /** Undefined: some of it was read since. */
  #parts: ReadonlyMap<string, ServicePart> | undefined;
  /** Services of which something was held. */
  readonly services: readonly string[];
  /** By kind, then by service. */
  readonly #open = new Map<string, Map<string, EarlierWorkload[]>>();
  /** Workloads by the kind of what scaled them, until all of that is read. */
  readonly #scaledBy = new Map<string, Set<string>>();
  /** When the cluster was last read before (ISO 8601); null: never, or not known. */
  readonly readAt: string | null;

  constructor(
    parts: ReadonlyMap<string, ServicePart>,
    readAt: string | null = null,
  ) {
    this.#parts = parts;
    this.services = [...parts.keys()];
    this.readAt = readAt;
    for (const [entityRef, { workloads, uids, scaledBy }] of parts) {
      for (const scaling of workloads) {
        const byService = this.#open.get(scaling.kind) ?? new Map();
        const own = byService.get(entityRef) ?? [];
        own.push({ scaling, uid: uids?.[partKey(scaling)] });
        this.#open.set(scaling.kind, byService.set(entityRef, own));
        const key = partKey(scaling);
        const scaler = scaling.autoscaler?.kind ?? scaledBy?.[key];
        if (!scaler) continue;
        const scaled = this.#scaledBy.get(scaler) ?? new Set();
        this.#scaledBy.set(scaler, scaled.add(key));
      }
    }
  }

  /** Whether anything of a kind still counts. */
  has(kind: string): boolean {
    return this.#open.has(kind);
  }

  /** Whether anything of a kind is named that was not read since. */
  names(kind: string): boolean {
    return this.#open.has(kind) || this.#scaledBy.has(kind);
  }

  /** Whether what was held of a workload still counts. */
  holds(workload: Parameters<typeof partKey>[0]): boolean {
    const byService = this.#open.get(workload.kind);
    if (!byService) return false;
    const key = partKey(workload);
    return [...byService.values()].some(own =>
      own.some(({ scaling }) => partKey(scaling) === key),
    );
  }

  /** Whether a workload was scaled by something of a kind that was not read since. */
  wasScaledBy(kind: string, workload: Parameters<typeof partKey>[0]): boolean {
    return this.#scaledBy.get(kind)?.has(partKey(workload)) ?? false;
  }

  /** All there is of a kind of autoscalers was read. */
  settleScalers(kind: string): void {
    this.#scaledBy.delete(kind);
  }

  /** All that was held, as long as no workload that is part of Kubernetes was read. */
  get untouched(): ReadonlyMap<string, ServicePart> | undefined {
    return this.#parts;
  }

  /** What still counts of a service. */
  of(entityRef: string): EarlierWorkload[] {
    return [...this.#open.values()].flatMap(
      byService => byService.get(entityRef) ?? [],
    );
  }

  /**
   * All there is of a kind was read.
   *
   * @param mayBeThere whether it may be among what was not understood
   * @returns what no longer counts, and services of it
   */
  settle(
    { kind, builtIn }: Pick<Collection, 'kind' | 'builtIn'>,
    mayBeThere: (earlier: EarlierWorkload) => boolean,
  ): { settled: EarlierWorkload[]; services: string[] } {
    if (builtIn) this.#parts = undefined;
    const byService = this.#open.get(kind);
    const settled: EarlierWorkload[] = [];
    const services: string[] = [];
    if (!byService) return { settled, services };
    for (const [entityRef, own] of byService) {
      const left = own.filter(mayBeThere);
      if (left.length < own.length) services.push(entityRef);
      settled.push(...own.filter(each => !left.includes(each)));
      if (left.length > 0) byService.set(entityRef, left);
      else byService.delete(entityRef);
    }
    if (byService.size === 0) this.#open.delete(kind);
    return { settled, services };
  }
}
