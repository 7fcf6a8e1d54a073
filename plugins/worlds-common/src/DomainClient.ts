import {
  SourcesResponse,
  sourcesResponseSchema,
  UnknownsResponse,
  unknownsResponseSchema,
} from './sourceHealth';
import {
  SummariesRequest,
  SummariesResponse,
  summariesResponseSchema,
} from './summaries';
import { FetchLike, requestJson, writeQuery } from './requestJson';

/**
 * Asks any domain backend what all of them answer. Errors are those of
 * `requestJson`; a domain that is not installed shows as a ResponseError with 404.
 */
export class DomainClient {
  readonly #baseUrl: string;
  readonly #fetch: FetchLike;

  /** @param options baseUrl: of the domain's backend, without a slash at its end */
  constructor(options: { baseUrl: string; fetch: FetchLike }) {
    this.#baseUrl = options.baseUrl;
    this.#fetch = options.fetch;
  }

  summaries(
    request: SummariesRequest,
    signal?: AbortSignal,
  ): Promise<SummariesResponse> {
    const { epoch, since, cursor, limit } = request;
    const query = writeQuery({
      epoch,
      since: since as number | undefined,
      cursor,
      limit: limit as number | undefined,
    });
    return requestJson(
      this.#fetch,
      `${this.#baseUrl}/summaries${query}`,
      summariesResponseSchema,
      signal,
    );
  }

  sources(signal?: AbortSignal): Promise<SourcesResponse> {
    return requestJson(
      this.#fetch,
      `${this.#baseUrl}/sources`,
      sourcesResponseSchema,
      signal,
    );
  }

  unknowns(entityRef: string, signal?: AbortSignal): Promise<UnknownsResponse> {
    return requestJson(
      this.#fetch,
      `${this.#baseUrl}/unknowns${writeQuery({ entityRef })}`,
      unknownsResponseSchema,
      signal,
    );
  }
}
