import { ResponseError } from '@backstage/errors';
import { writeQuery } from '@worldscale/backstage-plugin-worlds-common';
import { z } from 'zod';
import {
  SloChanges,
  sloChangesSchema,
  SloChangesRequest,
  SloDetail,
  sloDetailSchema,
  SloHistory,
  sloHistorySchema,
  SloHistoryRequest,
} from './contract/detailContract';
import {
  EntitySlos,
  entitySlosSchema,
  OverrideRequest,
  PolicyDecision,
  policyDecisionSchema,
  PolicyRequest,
  SloList,
  SloListRequest,
  sloListSchema,
  WorldSlos,
  worldSlosSchema,
} from './contract/listContract';

/** Where the SLO backend is and how to call it; both from outside. */
export interface SloClientOptions {
  discovery: { getBaseUrl(pluginId: string): Promise<string> };
  fetch: typeof fetch;
}

export interface SloRequestOptions {
  /** Backstage token, where `fetch` does not add one. */
  token?: string;
  signal?: AbortSignal;
}

/** Name of an entity. */
export interface EntityName {
  kind: string;
  namespace: string;
  name: string;
}

/**
 * What other parts of the portal ask the SLO backend. Everything fails with a
 * ResponseError: 403 without the permission, 404 for what does not exist or may not
 * be seen, 400 for a request that cannot be read.
 */
export interface SloApi {
  listSlos(
    request: SloListRequest,
    options?: SloRequestOptions,
  ): Promise<SloList>;
  getSlo(slo: string, options?: SloRequestOptions): Promise<SloDetail>;
  getHistory(
    slo: string,
    request: SloHistoryRequest,
    options?: SloRequestOptions,
  ): Promise<SloHistory>;
  getChanges(
    request: SloChangesRequest,
    options?: SloRequestOptions,
  ): Promise<SloChanges>;
  getEntity(
    entity: EntityName,
    options?: SloRequestOptions,
  ): Promise<EntitySlos>;
  getWorld(
    world: Omit<EntityName, 'kind'>,
    options?: SloRequestOptions,
  ): Promise<WorldSlos>;
  /** May this service be deployed? */
  getPolicy(
    entity: EntityName,
    request?: PolicyRequest,
    options?: SloRequestOptions,
  ): Promise<PolicyDecision>;
  /** Lifts a freeze to slowing down, for a while. */
  override(
    entity: EntityName,
    request: OverrideRequest,
    options?: SloRequestOptions,
  ): Promise<PolicyDecision>;
}

export class SloClient implements SloApi {
  readonly #options: SloClientOptions;

  constructor(options: SloClientOptions) {
    this.#options = options;
  }

  listSlos(request: SloListRequest, options?: SloRequestOptions) {
    return this.#ask(`/slos${writeQuery(request)}`, sloListSchema, options);
  }

  getSlo(slo: string, options?: SloRequestOptions) {
    return this.#ask(
      `/slos/${encodeURIComponent(slo)}`,
      sloDetailSchema,
      options,
    );
  }

  getHistory(
    slo: string,
    request: SloHistoryRequest,
    options?: SloRequestOptions,
  ) {
    const path = `/slos/${encodeURIComponent(slo)}/history`;
    const { objective, from, to, by } = request;
    const query = writeQuery({ objective, from, to, by });
    return this.#ask(`${path}${query}`, sloHistorySchema, options);
  }

  getChanges(request: SloChangesRequest, options?: SloRequestOptions) {
    const { entityRef, slo, from, to } = request;
    const limit = request.limit === undefined ? undefined : `${request.limit}`;
    const query = writeQuery({ entityRef, slo, from, to, limit });
    return this.#ask(`/changes${query}`, sloChangesSchema, options);
  }

  getEntity(entity: EntityName, options?: SloRequestOptions) {
    return this.#ask(pathOf(entity), entitySlosSchema, options);
  }

  getWorld(
    { namespace, name }: Omit<EntityName, 'kind'>,
    options?: SloRequestOptions,
  ) {
    const path = [namespace, name].map(encodeURIComponent).join('/');
    return this.#ask(`/worlds/${path}`, worldSlosSchema, options);
  }

  getPolicy(
    entity: EntityName,
    request: PolicyRequest = {},
    options?: SloRequestOptions,
  ) {
    const path = `${pathOf(entity)}/policy${writeQuery(request)}`;
    return this.#ask(path, policyDecisionSchema, options);
  }

  override(
    entity: EntityName,
    request: OverrideRequest,
    options?: SloRequestOptions,
  ) {
    const path = `${pathOf(entity)}/policy/override`;
    return this.#ask(path, policyDecisionSchema, options, {
      method: 'POST',
      body: JSON.stringify(request),
      headers: { 'Content-Type': 'application/json' },
    });
  }

  async #ask<T extends z.ZodType>(
    path: string,
    schema: T,
    { token, signal }: SloRequestOptions = {},
    init: { method?: string; body?: string; headers?: object } = {},
  ): Promise<z.output<T>> {
    const { discovery, fetch: fetchFn } = this.#options;
    const url = `${await discovery.getBaseUrl('slo')}${path}`;
    const headers = {
      ...init.headers,
      ...(token && { Authorization: `Bearer ${token}` }),
    };
    const response = await fetchFn(url, { ...init, headers, signal });
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return schema.parse(await response.json());
  }
}

function pathOf({ kind, namespace, name }: EntityName): string {
  const parts = [kind, namespace, name].map(part =>
    encodeURIComponent(part.toLocaleLowerCase('en-US')),
  );
  return `/entities/${parts.join('/')}`;
}
