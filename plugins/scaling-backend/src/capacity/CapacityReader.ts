import {
  CapacitySettings,
  DemandReading,
  regionCapacity,
  RegionCapacity,
  WorkloadFacts,
  WorkloadScaling,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  freshnessAt,
  FreshnessLimits,
  spellAge,
} from '@worldscale/backstage-plugin-worlds-common';
import { CatalogReader } from '../sources/catalog/CatalogReader';
import { CapacityStore, StoredDemand } from './CapacityStore';
import { DemandSources } from './DemandSources';

export interface CapacityReaderOptions {
  store: CapacityStore;
  catalog: Pick<CatalogReader, 'picture'>;
  sources: DemandSources;
  settings: CapacitySettings;
  limits: FreshnessLimits;
  /** Why Prometheus tells nothing at all now; undefined: it does. */
  whyNoMetrics(): Promise<string | undefined>;
  now?: () => number;
}

/** Capacity of services, region by region, as far as it was loaded. */
export interface CapacityView {
  of(
    entityRef: string,
    region: string,
    workloads: readonly WorkloadScaling[],
  ): RegionCapacity;
}

/** Demand is asked for once a minute and answered on a grid of a minute. */
export const DEMAND_EVERY_MS = 60_000;

/** Computes capacity from what is stored: anyone can, whoever watches the clusters. */
export class CapacityReader {
  readonly #options: CapacityReaderOptions;
  readonly #now: () => number;

  constructor(options: CapacityReaderOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  async load(entityRefs: readonly string[]): Promise<CapacityView> {
    const { store, settings, sources, catalog } = this.#options;
    const [facts, confirmed, demand, whyNoMetrics] = await Promise.all([
      store.factsOf(entityRefs),
      store.factsConfirmedAt(),
      store.demandOf(entityRefs),
      this.#options.whyNoMetrics(),
    ]);
    const byWorkload = new Map<string, WorkloadFacts>();
    for (const { cluster, facts: own } of facts) {
      for (const each of own) {
        byWorkload.set(keyIn(cluster, each), each);
      }
    }
    const readings = new Map(
      demand.map(({ entityRef, region, reading }) => [
        `${entityRef}|${region}`,
        reading,
      ]),
    );
    return {
      of: (entityRef, region, workloads) => {
        const service = catalog.picture.services.get(entityRef);
        const source = service && sources.of(entityRef, service);
        const question = source?.question;
        const instants = workloads.map(({ cluster }) => confirmed.get(cluster));
        return regionCapacity({
          workloads,
          factsOf: workload =>
            byWorkload.get(keyIn(workload.cluster, workload)),
          factsAt: oldest(instants),
          series: question
            ? this.#readingOf(
                { title: source.title, unit: source.unit, question },
                readings.get(`${entityRef}|${region}`),
                whyNoMetrics,
              )
            : undefined,
          declared: source?.declared,
          settings,
        });
      },
    };
  }

  #readingOf(
    {
      title,
      unit,
      question,
    }: { title: string; unit: string; question: string },
    stored: StoredDemand | undefined,
    whyNoMetrics: string | undefined,
  ): DemandReading {
    const { limits } = this.#options;
    const nowMs = this.#now();
    // What another question was answered says nothing of this one.
    const known = stored?.source === question ? stored : undefined;
    const observedAt = known?.observedAt ?? null;
    const freshness = freshnessAt(observedAt, nowMs, {
      oldAfterMs: limits.oldAfterMs + 2 * DEMAND_EVERY_MS,
      unknownAfterMs: limits.unknownAfterMs + 2 * DEMAND_EVERY_MS,
    });
    const age = observedAt ? spellAge(nowMs - Date.parse(observedAt)) : '';
    let problem = known?.problem ?? null;
    if (!known) problem = `${title}: ${whyNoMetrics ?? 'not asked for yet'}.`;
    else if (freshness === 'unknown' && observedAt) {
      problem = `${title}: last told ${age} ago${
        whyNoMetrics ? `; ${whyNoMetrics}` : ''
      }.`;
    }
    return {
      ...{ title, unit, source: question, observedAt, freshness, problem },
      value: known?.value ?? null,
      growth: known?.growth ?? null,
    };
  }
}

function keyIn(
  cluster: string,
  { kind, namespace, name }: { kind: string; namespace: string; name: string },
): string {
  return `${cluster}|${kind}/${namespace}/${name}`;
}

/** Null where one is missing. */
function oldest(instants: ReadonlyArray<string | undefined>): string | null {
  const known = instants.flatMap(instant => instant ?? []).sort();
  return known.length < instants.length ? null : known[0] ?? null;
}
