import { IncomingMessage } from 'node:http';
import { readAll } from '../../serving/readAll';
import { Matcher } from '../promql/Matcher';
import { parseDurationMs } from '../promql/duration';
import { PrometheusError } from '../promql/errors';
import { parsePromQl } from '../promql/parse';

/** Far more than any query that people write. */
const maxBodyBytes = 1024 * 1024;

/** The most that a time may be away from 1970, in milliseconds (JavaScript's Date). */
const maxTimeMs = 8.64e15;

/** @throws PrometheusError in the form that Prometheus gives a bad parameter. */
export function refuseParam(name: string, problem: string): never {
  throw new PrometheusError(
    'bad_data',
    `invalid parameter "${name}": ${problem}`,
  );
}

async function readForm(request: IncomingMessage): Promise<string> {
  const body = await readAll(request, maxBodyBytes);
  if (body) return body.toString('utf8');
  throw new PrometheusError(
    'bad_data',
    'error parsing form values: http: request body too large',
  );
}

/** Parameters of a request: those of a form before those of the address. */
export class Params {
  private constructor(private readonly values: URLSearchParams) {}

  static async of(request: IncomingMessage, url: URL): Promise<Params> {
    const values = new URLSearchParams();
    const type = request.headers['content-type'] ?? '';
    if (
      request.method === 'POST' &&
      type.startsWith('application/x-www-form-urlencoded')
    ) {
      const form = new URLSearchParams(await readForm(request));
      form.forEach((value, name) => values.append(name, value));
    } else {
      request.resume();
    }
    url.searchParams.forEach((value, name) => values.append(name, value));
    return new Params(values);
  }

  text(name: string): string {
    return this.values.get(name) ?? '';
  }

  all(name: string): string[] {
    return this.values.getAll(name);
  }

  /** A Unix time in seconds, or RFC 3339; as Unix milliseconds. */
  timeMs(name: string, missing?: number): number {
    const text = this.text(name);
    if (text === '' && missing !== undefined) return missing;
    const isNumber = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text);
    const isDate =
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[-+]\d\d:\d\d)$/i.test(text);
    let timeMs = NaN;
    if (isNumber) timeMs = Math.round(Number(text) * 1000);
    else if (isDate) timeMs = Date.parse(text);
    if (Math.abs(timeMs) <= maxTimeMs) return timeMs;
    return refuseParam(
      name,
      `cannot parse ${JSON.stringify(text)} to a valid timestamp`,
    );
  }

  /** Seconds, or a duration like `1m30s`; as milliseconds. */
  durationMs(name: string): number {
    const text = this.text(name);
    const seconds = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)
      ? Number(text)
      : NaN;
    const durationMs = Number.isNaN(seconds)
      ? parseDurationMs(text)
      : Math.trunc(seconds * 1000);
    if (durationMs !== undefined && Number.isSafeInteger(durationMs)) {
      return durationMs;
    }
    return refuseParam(
      name,
      `cannot parse ${JSON.stringify(text)} to a valid duration`,
    );
  }

  /** 0 where there is no limit. */
  limit(): number {
    const text = this.text('limit');
    if (text === '') return 0;
    if (!/^[-+]?\d+$/.test(text)) {
      return refuseParam(
        'limit',
        `strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`,
      );
    }
    const limit = Number(text);
    if (limit < 0) return refuseParam('limit', 'limit must be non-negative');
    return limit;
  }

  /** The selectors of `match[]`, each as its matchers. */
  matcherSets(): Matcher[][] {
    return this.all('match[]').map(text => {
      let expr;
      try {
        expr = parsePromQl(text);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return refuseParam('match[]', reason);
      }
      if (expr.kind !== 'selector' || expr.offsetMs !== 0) {
        return refuseParam(
          'match[]',
          `1:1: parse error: ${JSON.stringify(text)} is no series selector`,
        );
      }
      return expr.matchers;
    });
  }
}
