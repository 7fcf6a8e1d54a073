import { parseEntityRef } from '@backstage/catalog-model';
import { isSelector } from '@worldscale/backstage-plugin-scaling-common';
import { CatalogService } from '../sources/catalog/CatalogPicture';
import { DemandConfig } from './readCapacityConfig';

/** Where the demand of one service is told. */
export interface DemandSource {
  title: string;
  unit: string;
  /** The PromQL that is asked; undefined: none, only `declared` is known. */
  question: string | undefined;
  match: Readonly<Record<string, string>>;
  /** One question tells of many services, so a series must name its own. */
  isShared: boolean;
  declared: { amount: number; unit: string } | undefined;
}

/** The usual labels of applications; `cluster` is called as Prometheus is set up. */
function usualMatch(clusterLabel: string | undefined): Record<string, string> {
  return {
    service: '{name}',
    namespace: '{namespace}',
    region: '{region}',
    ...(clusterLabel ? { [clusterLabel]: '{cluster}' } : {}),
  };
}

const METRIC_NAME = /^[a-zA-Z_:][\w:]*$/;

/** Of a metric's name the sum by the labels that are matched: a bounded question. */
export function questionOf(
  query: string,
  match: Readonly<Record<string, string>>,
): string {
  return METRIC_NAME.test(query)
    ? `sum by (${Object.keys(match).join(', ')}) (${query})`
    : query;
}

/** Which source tells the demand of which service: its own annotation, else config. */
export class DemandSources {
  readonly #entries: readonly DemandConfig[];
  readonly #clusterLabel: string | undefined;

  constructor(
    entries: readonly DemandConfig[],
    clusterLabel: string | undefined,
  ) {
    this.#entries = entries;
    this.#clusterLabel = clusterLabel;
  }

  /** Undefined: nothing tells its demand, or what a replica carries. */
  of(entityRef: string, service: CatalogService): DemandSource | undefined {
    const { demand, type } = service;
    const usual = usualMatch(this.#clusterLabel);
    const entry = this.#entries.find(
      ({ entityRefs, types }) =>
        (entityRefs === undefined || entityRefs.includes(entityRef)) &&
        (types === undefined || types.includes(type)),
    );
    const unit = demand.unit ?? entry?.unit ?? 'units of demand';
    const perReplica = demand.perReplica ?? entry?.perReplica;
    const declared =
      perReplica === undefined ? undefined : { amount: perReplica, unit };
    if (demand.metric) {
      return {
        ...{ title: titleOf(unit), unit, declared, isShared: false },
        ...{ match: usual, question: questionOf(demand.metric, usual) },
      };
    }
    if (entry) {
      const match = entry.match ?? usual;
      return {
        ...{ title: entry.title, unit, declared, match, isShared: true },
        question: questionOf(entry.query, match),
      };
    }
    return declared
      ? {
          ...{ title: titleOf(unit), unit, declared, match: usual },
          ...{ isShared: false, question: undefined },
        }
      : undefined;
  }
}

function titleOf(unit: string): string {
  return `${unit.charAt(0).toLocaleUpperCase('en-US')}${unit.slice(1)}`;
}

/** What placeholders stand for; undefined: it is not known, and not compared. */
export type Places = Readonly<Record<string, string | undefined>>;

export function placesOf(
  entityRef: string,
  { selector }: CatalogService,
  region: string,
): Places {
  return {
    name: parseEntityRef(entityRef).name,
    namespace: isSelector(selector) ? selector.namespace : undefined,
    kubernetesId: isSelector(selector) ? selector.kubernetesId : undefined,
    region,
  };
}
