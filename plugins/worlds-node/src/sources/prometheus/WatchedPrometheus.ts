import { SourceMonitor } from '../SourceMonitor';
import { PrometheusAnswer } from './answers';
import { PrometheusSeries } from './readResults';
import {
  PrometheusClient,
  RangeAnswer,
  RangeQuestion,
} from './PrometheusClient';
import { PrometheusError } from './PrometheusError';

/** Id of Prometheus among a domain's sources. */
export const PROMETHEUS_SOURCE = 'prometheus';

export interface WatchedPrometheusOptions {
  client: PrometheusClient;
  monitor: Pick<SourceMonitor, 'succeeded' | 'failed'>;
  now?: () => number;
}

/** A question that Prometheus refuses says nothing of its health. */
function isOwnFault(error: unknown): boolean {
  return error instanceof PrometheusError && error.failure === 'question';
}

/** Asks Prometheus and notes in the domain's health how that went. */
export class WatchedPrometheus {
  readonly #options: WatchedPrometheusOptions;
  readonly #now: () => number;

  constructor(options: WatchedPrometheusOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  get title(): string {
    return this.#options.client.title;
  }

  queryRange(
    question: RangeQuestion,
    signal?: AbortSignal,
  ): Promise<RangeAnswer> {
    return this.#note(signal, () =>
      this.#options.client.queryRange(question, signal),
    );
  }

  query(
    query: string,
    options: { atMs?: number; signal?: AbortSignal } = {},
  ): Promise<PrometheusAnswer<PrometheusSeries[]>> {
    return this.#note(options.signal, () =>
      this.#options.client.query(query, options),
    );
  }

  /** The cheapest question there is, so that its health is known before anyone asks. */
  async check(signal: AbortSignal): Promise<void> {
    await this.query('vector(1)', { signal });
  }

  async #note<T extends PrometheusAnswer<unknown>>(
    signal: AbortSignal | undefined,
    ask: () => Promise<T>,
  ): Promise<T> {
    const { monitor } = this.#options;
    try {
      const answer = await ask();
      await monitor.succeeded(
        PROMETHEUS_SOURCE,
        new Date(this.#now()),
        answer.warnings.slice(0, 5),
      );
      return answer;
    } catch (error) {
      if (
        !signal?.aborted &&
        error instanceof PrometheusError &&
        !isOwnFault(error)
      ) {
        await monitor.failed(PROMETHEUS_SOURCE, error, new Date(this.#now()));
      }
      throw error;
    }
  }
}
