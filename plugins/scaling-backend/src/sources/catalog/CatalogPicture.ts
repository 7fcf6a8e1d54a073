import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  DemandAnnotations,
  isSelected,
  isSelector,
  KUBERNETES_ID,
  readDemandAnnotations,
  SelectorProblem,
  selectorOf,
  WorkloadSelector,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  CLUSTERS_ANNOTATION,
  isShardService,
} from '@worldscale/backstage-plugin-worlds-common';

/** What the catalog says about one world service. */
export interface CatalogService {
  /** What people call it. */
  title: string;
  /** `spec.type`, in lower case. */
  type: string;
  /** Whether its replicas are shards of a world. */
  runsShards: boolean;
  /** Reference of its world; null: all worlds share it. */
  world: string | null;
  selector: WorkloadSelector | SelectorProblem;
  /** Regions that it says it depends on; undefined: it does not say. */
  regions?: ReadonlySet<string>;
  /** What it says of its demand itself. */
  demand: DemandAnnotations;
  /** Since when this process knows of it (Unix milliseconds). */
  knownSinceMs: number;
}

interface Located {
  namespace: string;
  labels: Readonly<Record<string, string>>;
}

/**
 * Services and regions of the catalog at one instant, with an index by the value of
 * the usual label, so that the services of an object are found without asking all.
 */
export class CatalogPicture {
  readonly services = new Map<string, CatalogService>();
  readonly #regionByCluster = new Map<string, string>();
  readonly #regionTitles = new Map<string, string>();
  readonly #worldTitles = new Map<string, string>();
  readonly #byKubernetesId = new Map<string, WorkloadSelector[]>();
  readonly #bySelector: WorkloadSelector[] = [];

  constructor(
    services: readonly Entity[],
    regions: readonly Entity[],
    nowMs = 0,
    before?: CatalogPicture,
    worlds: readonly Entity[] = [],
  ) {
    for (const world of worlds) {
      const { name, title } = world.metadata;
      this.#worldTitles.set(stringifyEntityRef(world), title ?? name);
    }
    const regionRefs = new Map<string, string>();
    for (const region of regions) {
      const { name, title, annotations } = region.metadata;
      if (title) this.#regionTitles.set(name, title);
      regionRefs.set(stringifyEntityRef(region), name);
      for (const cluster of (annotations?.[CLUSTERS_ANNOTATION] ?? '').split(
        ',',
      )) {
        const trimmed = cluster.trim();
        if (trimmed && !this.#regionByCluster.has(trimmed)) {
          this.#regionByCluster.set(trimmed, name);
        }
      }
    }
    for (const service of services) {
      const entityRef = stringifyEntityRef(service);
      const selector = selectorOf(entityRef, service.metadata.annotations);
      const declared = (service.relations ?? []).flatMap(
        ({ type, targetRef }) => {
          const region =
            type === 'dependsOn' ? regionRefs.get(targetRef) : undefined;
          return region ? [region] : [];
        },
      );
      const world = (service.relations ?? []).find(
        ({ type, targetRef }) =>
          type === 'partOf' && this.#worldTitles.has(targetRef),
      );
      this.services.set(entityRef, {
        title: service.metadata.title ?? service.metadata.name,
        type: `${service.spec?.type ?? ''}`.toLocaleLowerCase('en-US'),
        runsShards: isShardService(service),
        world: world?.targetRef ?? null,
        selector,
        regions: declared.length > 0 ? new Set(declared) : undefined,
        demand: readDemandAnnotations(service.metadata.annotations),
        knownSinceMs: before?.services.get(entityRef)?.knownSinceMs ?? nowMs,
      });
      if (!isSelector(selector)) continue;
      if (selector.kubernetesId === undefined) {
        this.#bySelector.push(selector);
      } else {
        const same = this.#byKubernetesId.get(selector.kubernetesId) ?? [];
        this.#byKubernetesId.set(selector.kubernetesId, [...same, selector]);
      }
    }
  }

  /** Region of a cluster: as the catalog says, else the cluster's own name. */
  regionOf(cluster: string): string {
    return this.#regionByCluster.get(cluster) ?? cluster;
  }

  /** Title of a region, where the catalog gives it one. */
  titleOf(region: string): string | undefined {
    return this.#regionTitles.get(region);
  }

  /** Title of a world by its reference, where it is one. */
  titleOfWorld(world: string): string | undefined {
    return this.#worldTitles.get(world);
  }

  /** References of the services that an object of a cluster belongs to. */
  servicesOf(cluster: string, object: Located): string[] {
    const id = object.labels[KUBERNETES_ID];
    const candidates = [
      ...(id === undefined ? [] : this.#byKubernetesId.get(id) ?? []),
      ...this.#bySelector,
    ];
    return candidates
      .filter(selector => isSelected(selector, cluster, object))
      .map(selector => selector.entityRef);
  }
}
