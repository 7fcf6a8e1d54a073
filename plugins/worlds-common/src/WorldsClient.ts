import {
  FleetFilters,
  FleetHeatMap,
  fleetHeatMapSchema,
  FleetRequest,
  FleetResponse,
  fleetResponseSchema,
  FleetService,
  fleetServiceSchema,
  FleetStates,
  fleetStatesSchema,
} from './fleet';
import {
  JoinedSources,
  joinedSourcesSchema,
  JoinedUnknowns,
  joinedUnknownsSchema,
} from './joinedSources';
import { FetchLike, requestJson, writeQuery } from './requestJson';

/** What a service is called in the catalog. */
export interface ServiceName {
  kind: string;
  namespace: string;
  name: string;
}

/** Asks the worlds backend. Errors are those of `requestJson`. */
export interface WorldsApi {
  /** One page of the fleet. */
  fleet(request: FleetRequest, signal?: AbortSignal): Promise<FleetResponse>;
  /** The whole fleet in few bytes. */
  heatMap(filters: FleetFilters, signal?: AbortSignal): Promise<FleetHeatMap>;
  /** All rows of one service. */
  service(name: ServiceName, signal?: AbortSignal): Promise<FleetService>;
  /** The worst state of each of some services; at most `FLEET_STATES_MAX` at once. */
  states(entityRefs: string[], signal?: AbortSignal): Promise<FleetStates>;
  /** Health of the sources of all domains. */
  sources(signal?: AbortSignal): Promise<JoinedSources>;
  /** Why something about a service is unknown, in the words of all domains. */
  unknowns(entityRef: string, signal?: AbortSignal): Promise<JoinedUnknowns>;
}

export class WorldsClient implements WorldsApi {
  readonly #baseUrl: () => Promise<string>;
  readonly #fetch: FetchLike;

  /** @param options baseUrl: gives the base URL, without a slash at its end */
  constructor(options: { baseUrl: () => Promise<string>; fetch: FetchLike }) {
    this.#baseUrl = options.baseUrl;
    this.#fetch = options.fetch;
  }

  async fleet(request: FleetRequest, signal?: AbortSignal) {
    const url = `${await this.#baseUrl()}/fleet${writeQuery(request)}`;
    return requestJson(this.#fetch, url, fleetResponseSchema, signal);
  }

  async heatMap(filters: FleetFilters, signal?: AbortSignal) {
    const url = `${await this.#baseUrl()}/fleet/heatmap${writeQuery(filters)}`;
    return requestJson(this.#fetch, url, fleetHeatMapSchema, signal);
  }

  async service({ kind, namespace, name }: ServiceName, signal?: AbortSignal) {
    const path = [kind, namespace, name].map(encodeURIComponent).join('/');
    const url = `${await this.#baseUrl()}/fleet/services/${path}`;
    return requestJson(this.#fetch, url, fleetServiceSchema, signal);
  }

  async states(entityRefs: string[], signal?: AbortSignal) {
    const query = writeQuery({ entityRef: entityRefs });
    const url = `${await this.#baseUrl()}/fleet/states${query}`;
    return requestJson(this.#fetch, url, fleetStatesSchema, signal);
  }

  async sources(signal?: AbortSignal) {
    const url = `${await this.#baseUrl()}/sources`;
    return requestJson(this.#fetch, url, joinedSourcesSchema, signal);
  }

  async unknowns(entityRef: string, signal?: AbortSignal) {
    const url = `${await this.#baseUrl()}/unknowns${writeQuery({ entityRef })}`;
    return requestJson(this.#fetch, url, joinedUnknownsSchema, signal);
  }
}
