import { ResponseError } from '@backstage/errors';
import { writeQuery } from '@worldscale/backstage-plugin-worlds-common';
import { z } from 'zod';
import {
  ServiceRequest,
  ServiceScaling,
  serviceScalingSchema,
} from './contract';
import { Risks, RisksRequest, risksSchema } from './capacity/capacityContract';
import {
  HistoryRequest,
  ServiceHistory,
  serviceHistorySchema,
} from './history/historyContract';
import { LedgerApi } from './ledger/LedgerApi';
import {
  ChangesExportRequest,
  ChangesPage,
  changesPageSchema,
  ChangesRequest,
  DEFAULT_AT_ONCE,
  joinChanges,
  SERVICES_PER_ADDRESS,
  ServicesChanges,
  ServicesChangesRequest,
  servicesChangesSchema,
} from './ledger/ledgerContract';
import {
  joinVersions,
  ServicesVersions,
  servicesVersionsSchema,
} from './ledger/versionContract';
import { ShardsApi } from './shards/ShardsApi';
import {
  ShardDetail,
  shardDetailSchema,
  ShardFilters,
  ShardHeat,
  shardHeatSchema,
  ShardsRequest,
  ShardsResponse,
  shardsResponseSchema,
} from './shards/shardsContract';

/** Where the scaling backend is and how to call it; both from outside. */
export interface ScalingClientOptions {
  discovery: { getBaseUrl(pluginId: string): Promise<string> };
  fetch: typeof fetch;
}

export interface ScalingRequestOptions {
  /** Backstage token, where `fetch` does not add one. */
  token?: string;
  signal?: AbortSignal;
}

/** What other parts of the portal ask the scaling backend. */
export interface ScalingApi extends ShardsApi, LedgerApi {
  /**
   * How a service is scaled, region by region.
   *
   * Fails with a ResponseError: 404 for an entity that does not exist or may not
   * be seen, 403 without the permission `scaling.state.read`.
   */
  getService(
    service: ServiceRequest,
    options?: ScalingRequestOptions,
  ): Promise<ServiceScaling>;
  /**
   * Size and demand of a service in one region over time. Metrics that cannot be had
   * are said in the answer. Fails as `getService` does, and with 400 for a range that
   * cannot be asked for.
   */
  getHistory(
    request: HistoryRequest,
    options?: ScalingRequestOptions,
  ): Promise<ServiceHistory>;
  /**
   * Services that may soon be too small, in each region, worst first, among those that
   * the caller may see. Fails with a ResponseError: 403 without the permission.
   */
  getRisks(
    request?: RisksRequest,
    options?: ScalingRequestOptions,
  ): Promise<Risks>;
}

export class ScalingClient implements ScalingApi {
  readonly #options: ScalingClientOptions;

  constructor(options: ScalingClientOptions) {
    this.#options = options;
  }

  getService(
    service: ServiceRequest,
    options: ScalingRequestOptions = {},
  ): Promise<ServiceScaling> {
    return this.#get(pathOf(service), serviceScalingSchema, options);
  }

  getHistory(
    { region, from, to, ...service }: HistoryRequest,
    options: ScalingRequestOptions = {},
  ): Promise<ServiceHistory> {
    const query = writeQuery({ region, from, to });
    const path = `${pathOf(service)}/history${query}`;
    return this.#get(path, serviceHistorySchema, options);
  }

  getRisks(
    request: RisksRequest = {},
    options: ScalingRequestOptions = {},
  ): Promise<Risks> {
    return this.#get(`/risks${writeQuery(request)}`, risksSchema, options);
  }

  getShards(
    request: ShardsRequest,
    options: ScalingRequestOptions = {},
  ): Promise<ShardsResponse> {
    const path = `/shards${writeQuery(request)}`;
    return this.#get(path, shardsResponseSchema, options);
  }

  getShardHeat(
    filters: ShardFilters,
    options: ScalingRequestOptions = {},
  ): Promise<ShardHeat> {
    const path = `/shards/heat${writeQuery(filters)}`;
    return this.#get(path, shardHeatSchema, options);
  }

  getShard(
    id: string,
    options: ScalingRequestOptions = {},
  ): Promise<ShardDetail> {
    const path = `/shards/${encodeURIComponent(id)}`;
    return this.#get(path, shardDetailSchema, options);
  }

  getChanges(
    { kind, namespace, name, ...query }: ChangesRequest,
    options: ScalingRequestOptions = {},
  ): Promise<ChangesPage> {
    const service = pathOf({ kind, namespace, name });
    const path = `${service}/changes${writeQuery(query)}`;
    return this.#get(path, changesPageSchema, options);
  }

  async getChangesCsv(
    { kind, namespace, name, ...filter }: ChangesExportRequest,
    options: ScalingRequestOptions = {},
  ): Promise<Blob> {
    const service = pathOf({ kind, namespace, name });
    const path = `${service}/changes.csv${writeQuery(filter)}`;
    return (await this.#fetch(path, options)).blob();
  }

  async getChangesOfServices(
    request: ServicesChangesRequest,
    options: ScalingRequestOptions = {},
  ): Promise<ServicesChanges> {
    const { limit = DEFAULT_AT_ONCE } = request;
    return joinChanges(
      await this.#ofServices(request, query =>
        this.#get(`/changes${query}`, servicesChangesSchema, options),
      ),
      limit,
    );
  }

  async getVersionsOfServices(
    request: ServicesChangesRequest,
    options: ScalingRequestOptions = {},
  ): Promise<ServicesVersions> {
    const { limit = DEFAULT_AT_ONCE } = request;
    return joinVersions(
      await this.#ofServices(request, query =>
        this.#get(`/versions${query}`, servicesVersionsSchema, options),
      ),
      limit,
    );
  }

  /** Asks for as many services at once as an address has room for. */
  #ofServices<T>(
    { entityRefs, from, to, limit = DEFAULT_AT_ONCE }: ServicesChangesRequest,
    ask: (query: string) => Promise<T>,
  ): Promise<T[]> {
    const groups: string[][] = [];
    for (let i = 0; i < entityRefs.length; i += SERVICES_PER_ADDRESS) {
      groups.push(entityRefs.slice(i, i + SERVICES_PER_ADDRESS));
    }
    return Promise.all(
      groups.map(entityRef => ask(writeQuery({ entityRef, from, to, limit }))),
    );
  }

  async #get<T extends z.ZodType>(
    path: string,
    schema: T,
    options: ScalingRequestOptions,
  ): Promise<z.output<T>> {
    const response = await this.#fetch(path, options);
    return schema.parse(await response.json());
  }

  async #fetch(
    path: string,
    { token, signal }: ScalingRequestOptions,
  ): Promise<Response> {
    const { discovery, fetch: fetchFn } = this.#options;
    const response = await fetchFn(
      `${await discovery.getBaseUrl('scaling')}${path}`,
      {
        headers: token ? { Authorization: `Bearer ${token}` } : undefined,
        signal,
      },
    );
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response;
  }
}

function pathOf({ kind, namespace, name }: ServiceRequest): string {
  const parts = [kind, namespace, name].map(part =>
    encodeURIComponent(part.toLocaleLowerCase('en-US')),
  );
  return `/services/${parts.join('/')}`;
}
