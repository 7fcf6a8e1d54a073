import { ResponseError } from '@backstage/errors';
import {
  ServiceRequest,
  ServiceScaling,
  serviceScalingSchema,
} from './contract';

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
export interface ScalingApi {
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
}

export class ScalingClient implements ScalingApi {
  readonly #options: ScalingClientOptions;

  constructor(options: ScalingClientOptions) {
    this.#options = options;
  }

  async getService(
    service: ServiceRequest,
    options: ScalingRequestOptions = {},
  ): Promise<ServiceScaling> {
    const { discovery, fetch: fetchFn } = this.#options;
    const path = [service.kind, service.namespace, service.name]
      .map(part => encodeURIComponent(part.toLocaleLowerCase('en-US')))
      .join('/');
    const response = await fetchFn(
      `${await discovery.getBaseUrl('scaling')}/services/${path}`,
      {
        headers: options.token
          ? { Authorization: `Bearer ${options.token}` }
          : undefined,
        signal: options.signal,
      },
    );
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return serviceScalingSchema.parse(await response.json());
  }
}
