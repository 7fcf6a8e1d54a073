import { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { Clock } from '../Clock';
import { SeriesSource } from '../metrics/SeriesSource';
import { contentTypes, exposition, negotiateFormat } from './http/exposition';
import { Params } from './http/params';
import { instantQuery, rangeQuery } from './http/queryApi';
import { Answer, respondData, respondError } from './http/respond';
import { alertsQuery, refuseProblems, rulesQuery } from './http/rulesApi';
import {
  labelNames,
  labelValues,
  metadata,
  seriesQuery,
} from './http/seriesApi';
import { PrometheusError } from './promql/errors';
import { Dialect } from './evaluation/rate';
import { Work } from './evaluation/Work';
import { QueryEngine } from './QueryEngine';
import { RuleBook, RuleProblem } from './rules/RuleBook';
import { serverStatus } from './http/serverStatus';

export interface PrometheusFaceOptions {
  source: SeriesSource;
  clock: Clock;
  /** Rule files: http(s) or file URLs, or paths; the last part may hold a `*`. */
  ruleUrls?: readonly string[];
  /** Rule files that need no reading, by their names; asked for at each load. */
  givenRules?: () => ReadonlyMap<string, string>;
  /**
   * Evaluates rules by itself once they are loaded, as Prometheus does: what reads
   * weeks is then there when somebody asks. Without it rules wait to be asked for.
   */
  evaluatesOnLoad?: boolean;
  /** How often rule files are read again; 0: only on `/-/reload`. */
  ruleRefreshMs?: number;
  /** Distance of two samples of a series. */
  scrapeIntervalMs?: number;
  /** For rule groups that name no interval. */
  evaluationIntervalMs?: number;
  /** How old a sample may be and still answer for an instant. */
  lookbackMs?: number;
  /** Samples that one query may touch. */
  maxSamples?: number;
  /** Time that one query may take. */
  queryTimeoutMs?: number;
  /** Results of rules that are kept between queries (about nine bytes each). */
  cachedSamples?: number;
  /** Whose fine points are followed: Prometheus 2 or 3. */
  dialect?: Dialect;
  /** Counts milliseconds, for the time that a query takes. */
  stopwatch?: () => number;
}

export interface PrometheusFace {
  handler: RequestListener;
  /** Settles when the rule files have been read for the first time. */
  ready: Promise<void>;
  /** Reads the rule files again and says what could not be read. */
  reload(): Promise<readonly RuleProblem[]>;
  /** Forgets what was computed of the past; for a world that was changed. */
  forget(): void;
  close(): Promise<void>;
}

const defaults = {
  ruleRefreshMs: 30_000,
  // Prometheus' own defaults: scrape_interval of its sample configuration,
  // evaluation_interval, query.lookback-delta, query.timeout.
  scrapeIntervalMs: 15_000,
  evaluationIntervalMs: 60_000,
  lookbackMs: 300_000,
  queryTimeoutMs: 120_000,
  // A day of 5,000 series; Prometheus allows 50 million, held in memory at once.
  maxSamples: 30_000_000,
  // 28 days of LifeVerse's 69 objectives, whole and by region, are nine million.
  cachedSamples: 14_000_000,
  dialect: 3,
} as const;

type Handle = (
  params: Params,
  onWork: (work: Work) => void,
) => Answer | Promise<Answer>;

function text(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(body);
}

/** Prometheus' HTTP API over a {@link SeriesSource}, as a handler for node:http. */
export function createPrometheusFace(
  options: PrometheusFaceOptions,
): PrometheusFace {
  const set = { ...defaults, ...options };
  const { source, clock, maxSamples, queryTimeoutMs } = set;
  const engine = new QueryEngine({
    ...set,
    limits: { maxSamples, timeoutMs: queryTimeoutMs },
  });
  const book = new RuleBook({
    sources: options.ruleUrls ?? [],
    given: options.givenRules,
    defaultIntervalMs: set.evaluationIntervalMs,
  });

  let loading = Promise.resolve();
  const reload = async () => {
    const load = loading.then(async () => {
      if (!(await book.load())) return;
      engine.useRules(book.groups);
      // A rule that fails says so where rules are told.
      if (set.evaluatesOnLoad) engine.evaluateRules().catch(() => undefined);
    });
    loading = load.catch(() => undefined);
    await load;
    return book.problems;
  };
  const ready = reload().then(() => undefined);
  const timer =
    set.ruleRefreshMs > 0 && options.ruleUrls?.length
      ? setInterval(() => reload().catch(() => undefined), set.ruleRefreshMs)
      : undefined;
  timer?.unref();

  const status = serverStatus({ ...set, ruleFiles: options.ruleUrls ?? [] });
  const reads: Record<string, Handle> = {
    query: (params, onWork) => instantQuery(engine, params, onWork),
    query_range: (params, onWork) => rangeQuery(engine, params, onWork),
    series: params => seriesQuery(engine, params),
    labels: params => labelNames(engine, params),
    metadata: params => metadata(engine, params),
    rules: params => rulesQuery(engine, book.problems, params),
    alerts: () => alertsQuery(engine),
    ...status,
  };
  const formPosts = ['query', 'query_range', 'series', 'labels'];

  async function api(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
  ): Promise<void> {
    const name = url.pathname.slice('/api/v1/'.length);
    const valuesOf = /^label\/([^/]+)\/values$/.exec(name);
    const handle: Handle | undefined = valuesOf
      ? params => labelValues(engine, params, decodeURIComponent(valuesOf[1]))
      : reads[Object.hasOwn(reads, name) ? name : ''];
    if (!handle) {
      text(response, 404, '404 page not found\n');
      return;
    }
    const { method } = request;
    const isRead = method === 'GET' || method === 'HEAD';
    if (!isRead && !(method === 'POST' && formPosts.includes(name))) {
      text(response, 405, 'Method Not Allowed\n');
      return;
    }
    await ready;
    const params = await Params.of(request, url);
    const answer = await handle(params, work => {
      response.once('close', () => work.stop());
    });
    respondData(response, answer);
  }

  function metrics(request: IncomingMessage, response: ServerResponse): void {
    const format = negotiateFormat(request.headers.accept);
    response.writeHead(200, { 'content-type': contentTypes[format] });
    pipeline(
      Readable.from(exposition(source, clock.now(), format)),
      response,
      () => undefined,
    );
  }

  async function route(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://simulator');
    if (url.pathname.startsWith('/api/v1/')) {
      await api(request, response, url);
      return;
    }
    request.resume();
    switch (url.pathname) {
      case '/metrics':
        metrics(request, response);
        break;
      case '/-/healthy':
        text(response, 200, 'Prometheus Server is Healthy.\n');
        break;
      case '/-/ready':
        await ready;
        text(response, 200, 'Prometheus Server is Ready.\n');
        break;
      case '/-/reload':
        if (request.method !== 'POST' && request.method !== 'PUT') {
          text(response, 405, 'Only POST or PUT requests allowed');
          break;
        }
        refuseProblems(await reload());
        text(response, 200, '');
        break;
      default:
        text(response, 404, '404 page not found\n');
    }
  }

  const handler: RequestListener = (request, response) => {
    route(request, response).catch(error => {
      if (response.headersSent || response.destroyed) {
        response.destroy();
      } else if (error instanceof PrometheusError) {
        respondError(
          response,
          error.statusCode,
          error.errorType,
          error.message,
        );
      } else {
        const reason = error instanceof Error ? error.message : String(error);
        respondError(response, 500, 'internal', reason);
      }
    });
  };

  return {
    handler,
    ready,
    reload,
    forget: () => engine.forget(),
    close: async () => {
      clearInterval(timer);
      await loading;
      engine.useRules([]);
    },
  };
}
