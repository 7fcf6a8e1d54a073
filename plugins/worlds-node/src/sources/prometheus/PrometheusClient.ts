import { InputError } from '@backstage/errors';
import { PrometheusAnswer, readAnswer } from './answers';
import { failureOfException, readBody } from './exchange';
import { PrometheusError } from './PrometheusError';
import { MOST_POINTS, stepSecondsOf } from './rangeStep';
import { PrometheusConfig } from './readPrometheusConfig';
import * as results from './readResults';
import { PrometheusSeries, ResultShape } from './readResults';
import { Slots } from '../Slots';

export interface RangeQuestion {
  query: string;
  /** Unix milliseconds, both ends included. */
  startMs: number;
  endMs: number;
  /** Left out, it is chosen for `wantedPoints`. */
  stepSeconds?: number;
  /** At most so many points per series; default 400, about one per pixel pair. */
  wantedPoints?: number;
}

export interface RangeAnswer extends PrometheusAnswer<PrometheusSeries[]> {
  /** Both ends and the step of the grid on which the samples lie. */
  startMs: number;
  endMs: number;
  stepMs: number;
}

const DEFAULT_POINTS = 400;

/** Longer addresses are refused by some proxies; then the question is sent as a form. */
const LONGEST_ADDRESS = 2_000;

/**
 * Asks any Prometheus-compatible engine over its HTTP API. All failures are
 * PrometheusErrors, but for the caller's own signal, whose reason is thrown as it is.
 * Redirects are not followed: they would carry credentials elsewhere, and what they
 * lead to is most often a sign-in page.
 */
export class PrometheusClient {
  readonly #config: PrometheusConfig;
  readonly #fetch: typeof fetch;
  readonly #slots: Slots;

  constructor(
    config: PrometheusConfig,
    options: { fetch?: typeof fetch } = {},
  ) {
    this.#config = config;
    this.#fetch = options.fetch ?? fetch;
    this.#slots = new Slots(config.maxConcurrent);
  }

  get title(): string {
    return this.#config.title;
  }

  /** Values at one instant (Unix milliseconds); left out: now. */
  query(
    query: string,
    options: { atMs?: number; signal?: AbortSignal } = {},
  ): Promise<PrometheusAnswer<PrometheusSeries[]>> {
    const form = new URLSearchParams({ query });
    if (options.atMs !== undefined) form.set('time', seconds(options.atMs));
    return this.#ask('query', form, results.instant, options.signal);
  }

  /**
   * Values over time, on a grid whose points are full multiples of the step, so that
   * the same instants are asked for again and again.
   *
   * @throws InputError where the range is empty or has more points than are allowed
   */
  async queryRange(
    question: RangeQuestion,
    signal?: AbortSignal,
  ): Promise<RangeAnswer> {
    const { query, startMs, endMs, wantedPoints = DEFAULT_POINTS } = question;
    const rangeMs = endMs - startMs;
    if (!(rangeMs > 0)) throw new InputError('The range of time is empty');
    const stepSeconds =
      question.stepSeconds ?? stepSecondsOf(rangeMs, wantedPoints);
    const stepMs = stepSeconds * 1000;
    const first = Math.ceil(startMs / stepMs) * stepMs;
    const last = Math.max(first, Math.floor(endMs / stepMs) * stepMs);
    const points = (last - first) / stepMs + 1;
    if (points > MOST_POINTS) {
      throw new InputError(
        `A step of ${stepSeconds} s over this range gives ${points} points; at most ${MOST_POINTS} are possible`,
      );
    }
    const form = new URLSearchParams({
      query,
      start: seconds(first),
      end: seconds(last),
      step: String(stepSeconds),
    });
    const answer = await this.#ask('query_range', form, results.range, signal);
    return { ...answer, startMs: first, endMs: last, stepMs };
  }

  /** Label sets of the series that any of the selectors finds, in a range of time. */
  series(
    selectors: readonly string[],
    range: { startMs: number; endMs: number },
    signal?: AbortSignal,
  ): Promise<PrometheusAnswer<Array<Record<string, string>>>> {
    const form = new URLSearchParams({
      start: seconds(range.startMs),
      end: seconds(range.endMs),
    });
    for (const each of selectors) form.append('match[]', each);
    return this.#ask('series', form, results.labelSets, signal);
  }

  async #ask<T>(
    endpoint: 'query' | 'query_range' | 'series',
    form: URLSearchParams,
    shape: ResultShape<T>,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<PrometheusAnswer<T>> {
    const { title, timeoutMs, maxResponseBytes } = this.#config;
    const what = `${title} cannot answer`;
    return this.#slots.run(signal, async () => {
      const timeout = AbortSignal.timeout(timeoutMs);
      try {
        const response = await this.#send(
          endpoint,
          form,
          AbortSignal.any([signal, timeout]),
        );
        if (response.status >= 300 && response.status < 400) {
          throw redirected(what, response);
        }
        const body = readBody(what, response, maxResponseBytes);
        return await readAnswer(what, response.status, body, shape);
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        throw failureOfException(what, error, timeoutMs);
      }
    });
  }

  #send(
    endpoint: string,
    form: URLSearchParams,
    signal: AbortSignal,
  ): Promise<Response> {
    const { baseUrl, headers, timeoutMs } = this.#config;
    const url = `${baseUrl}/api/v1/${endpoint}`;
    // So that it does not go on working for nobody.
    if (endpoint !== 'series') form.set('timeout', `${timeoutMs}ms`);
    const common = { headers, signal, redirect: 'manual' as const };
    const address = `${url}?${form}`;
    return address.length <= LONGEST_ADDRESS
      ? this.#fetch(address, common)
      : this.#fetch(url, { ...common, method: 'POST', body: form });
  }
}

function seconds(ms: number): string {
  return String(ms / 1000);
}

function redirected(what: string, response: Response): PrometheusError {
  const location = response.headers.get('location') ?? '';
  let where = 'somewhere else';
  try {
    where = new URL(location, response.url || undefined).host;
  } catch {
    // Where to is not said in a way that can be read.
  }
  void response.body?.cancel();
  return new PrometheusError(
    `${what}: its address leads on to ${where} (${response.status}), which is not followed; is it behind a sign-in page?`,
    { failure: 'redirected', code: String(response.status) },
  );
}
