import { z } from 'zod';
import { PrometheusError } from './PrometheusError';
import { giveWay } from '../../turns/giveWay';
import { ListScanner } from '../ListScanner';
import { Misshapen, ResultShape } from './readResults';

export interface PrometheusAnswer<T> {
  result: T;
  /** What Prometheus says of a result that may be incomplete or doubtful. */
  warnings: string[];
}

const successSchema = z.object({
  status: z.literal('success'),
  data: z.unknown(),
  warnings: z.array(z.string()).optional(),
  infos: z.array(z.string()).optional(),
});
const failureSchema = z.object({
  status: z.literal('error'),
  errorType: z.string().catch(''),
  error: z.string().catch(''),
});

/** So much of an answer tells what it is where it is not from Prometheus. */
const GIST_CHARS = 4_000;
const PIECES_AT_ONCE = 8;

/** What a page of a proxy says of itself, or the beginning of a plain text. */
function gistOf(text: string): string {
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1].trim();
  if (/^\s*</.test(text)) {
    return title ? `a web page titled “${title}”` : 'a web page';
  }
  const line = text.replace(/\s+/g, ' ').trim();
  return line ? `“${line.slice(0, 200)}”` : 'nothing';
}

/** An answer before anybody judged it. */
interface Received<T> {
  /** All but the items of its result; undefined: it is not JSON. */
  json: unknown;
  beginning: string;
  /** @throws Misshapen */
  end(data: unknown): T;
}

async function receive<T>(
  body: AsyncIterable<Uint8Array>,
  shape: ResultShape<T>,
): Promise<Received<T>> {
  const scanner = new ListScanner(shape.place);
  const reading = shape.begin();
  const decoder = new TextDecoder();
  let beginning = '';
  let misshapen: Misshapen | undefined;
  let json: unknown;
  try {
    let pieces = 0;
    for await (const piece of body) {
      pieces += 1;
      // Waiting for the next is a pause already, most of the time.
      if (pieces % PIECES_AT_ONCE === 0) await giveWay();
      if (beginning.length < GIST_CHARS) {
        beginning += decoder.decode(piece, { stream: true });
      }
      const items = scanner.push(piece);
      try {
        if (!misshapen) reading.push(items);
      } catch (error) {
        if (!(error instanceof Misshapen)) throw error;
        misshapen = error;
      }
    }
    json = scanner.end();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return {
    ...{ json, beginning },
    end(data) {
      if (misshapen) throw misshapen;
      return reading.end(data);
    },
  };
}

/**
 * @param what what was asked of whom, for the message: `Prometheus cannot answer`
 * @throws PrometheusError where it is no success or not what is asked for
 */
export async function readAnswer<T>(
  what: string,
  status: number,
  body: AsyncIterable<Uint8Array>,
  shape: ResultShape<T>,
): Promise<PrometheusAnswer<T>> {
  const { json, beginning, end } = await receive(body, shape);
  const failed = failureSchema.safeParse(json);
  if (failed.success || status >= 400) {
    throw failureOf(what, status, failed.data ?? { error: gistOf(beginning) });
  }
  const success = successSchema.safeParse(json);
  if (!success.success) {
    throw new PrometheusError(
      `${what}: it answered ${gistOf(
        beginning,
      )} instead of what Prometheus answers`,
      { failure: 'malformed', code: String(status) },
    );
  }
  let result: T;
  try {
    result = end(success.data.data);
  } catch (error) {
    if (!(error instanceof Misshapen)) throw error;
    throw new PrometheusError(
      `${what}: its answer is malformed: ${error.message}`,
      { failure: 'malformed', code: String(status) },
    );
  }
  const { warnings = [], infos = [] } = success.data;
  return { result, warnings: [...warnings, ...infos] };
}

function failureOf(
  what: string,
  status: number,
  { errorType = '', error }: { errorType?: string; error: string },
): PrometheusError {
  const code = String(status);
  const said = [errorType, error].filter(Boolean).join(': ');
  if (status === 401 || status === 403) {
    const why =
      status === 401
        ? 'it does not accept the credentials (401 Unauthorized)'
        : 'the credentials may not ask it (403 Forbidden)';
    return new PrometheusError(`${what}: ${why}`, { failure: 'denied', code });
  }
  if (errorType === 'timeout' || status === 504) {
    return new PrometheusError(`${what}: it took too long (${code}): ${said}`, {
      failure: 'timeout',
      code,
    });
  }
  // Mimir and proxies: one question asked for more than they give.
  if (status === 413) {
    return new PrometheusError(
      `${what}: the answer would be too large (${code}): ${said}`,
      { failure: 'tooLarge', code },
    );
  }
  if (status === 400 || status === 422) {
    return new PrometheusError(
      `${what}: it refused the question (${code}): ${said}`,
      { failure: 'question', code },
    );
  }
  if (status === 404) {
    return new PrometheusError(
      `${what}: there is no Prometheus at this address (404 Not Found); it answered ${error}`,
      { failure: 'malformed', code },
    );
  }
  return new PrometheusError(`${what}: it answered ${code}: ${said}`, {
    failure: 'unavailable',
    code,
  });
}
