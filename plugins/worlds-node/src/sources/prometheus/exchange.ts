import { scrubSecrets } from '../describeError';
import { PrometheusError } from './PrometheusError';

/**
 * The body piece by piece, as long as it is not larger than `limitBytes`.
 *
 * @throws PrometheusError `tooLarge` as soon as it is
 */
export async function* readBody(
  what: string,
  response: Response,
  limitBytes: number,
): AsyncGenerator<Uint8Array> {
  if (!response.body) return;
  let bytes = 0;
  for await (const piece of response.body as AsyncIterable<Uint8Array>) {
    bytes += piece.byteLength;
    if (bytes > limitBytes) {
      throw new PrometheusError(
        `${what}: its answer is larger than ${Math.round(
          limitBytes / 1024 / 1024,
        )} MiB`,
        { failure: 'tooLarge' },
      );
    }
    yield piece;
  }
}

function field(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null
    ? (error as Record<string, unknown>)[name]
    : undefined;
}

/** Node wraps what happened in `fetch failed`, and several attempts in one more. */
function rootOf(error: unknown): unknown {
  let root = error;
  for (let depth = 0; depth < 5; depth += 1) {
    const errors = field(root, 'errors');
    const next = Array.isArray(errors) ? errors[0] : field(root, 'cause');
    if (!next) break;
    root = next;
  }
  return root;
}

const inWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'it does not accept connections',
  ECONNRESET: 'it closed the connection',
  UND_ERR_SOCKET: 'it closed the connection',
  ENOTFOUND: 'its name leads nowhere',
  EAI_AGAIN: 'its name cannot be looked up',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  UND_ERR_CONNECT_TIMEOUT: 'it does not accept connections in time',
};

/** What an exception while asking or reading means. */
export function failureOfException(
  what: string,
  error: unknown,
  timeoutMs: number,
): PrometheusError {
  if (error instanceof PrometheusError) return error;
  if (field(error, 'name') === 'TimeoutError') {
    return new PrometheusError(
      `${what}: no answer within ${Math.round(timeoutMs / 100) / 10} s`,
      { failure: 'timeout', code: 'ETIMEDOUT' },
    );
  }
  const root = rootOf(error);
  const code = field(root, 'code');
  const message = field(root, 'message');
  const said = scrubSecrets(
    typeof message === 'string' && message ? message : String(code ?? root),
  );
  const words = typeof code === 'string' ? inWords[code] : undefined;
  return new PrometheusError(
    `${what}: ${words ? `${words} (${said})` : said}`,
    {
      failure: 'unreachable',
      code: typeof code === 'string' ? code : undefined,
    },
  );
}
