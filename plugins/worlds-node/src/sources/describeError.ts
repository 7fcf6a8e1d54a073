/** What a reader may see of a failure. */
export interface DescribedError {
  message: string;
  /** HTTP status or system code, for example `403` or `ECONNREFUSED`. */
  code?: string;
}

/** Long enough for any honest message, short enough for one table cell. */
const MESSAGE_LIMIT = 500;

const secrets: Array<[RegExp, string]> = [
  // https://user:password@host
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@"']+@/gi, '$1***@'],
  [/\b(bearer|basic)\s+[a-z0-9._~+/=-]{6,}/gi, '$1 ***'],
  // token=..., "password": "...", api_key=...
  [
    /\b([\w-]*(?:token|password|passwd|secret|api[-_]?key|authorization))(["']?\s*[=:]\s*["']?)(?!bearer\b|basic\b)[^\s"'&,;}]+/gi,
    '$1$2***',
  ],
  // A JSON web token that stands alone.
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, '***'],
];

/** Takes credentials out of a text that people will see. */
export function scrubSecrets(text: string): string {
  return secrets.reduce((t, [pattern, to]) => t.replace(pattern, to), text);
}

function field(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null
    ? (error as Record<string, unknown>)[name]
    : undefined;
}

function codeOf(error: unknown): string | undefined {
  for (const name of ['statusCode', 'status', 'code']) {
    const value = field(error, name);
    if (typeof value === 'number') return String(value);
    if (typeof value === 'string' && /^[A-Z0-9_]{2,}$/.test(value))
      return value;
  }
  return undefined;
}

/** Words that say only that something failed; the cause says what. */
const empty = /^(fetch failed|request failed|error)?$/i;

/** Backstage's clients name the status here and what the other side said in the cause. */
const statusOnly = /^request failed with \d{3}\b[^:]*$/i;

/**
 * Message and code of a failure, fit to be shown: the first error along the chain
 * of causes that says something, without credentials.
 */
export function describeError(error: unknown): DescribedError {
  let message = '';
  let code: string | undefined;
  const seen = new Set<unknown>();
  for (
    let e = error;
    e !== undefined && e !== null && !seen.has(e);
    e = field(e, 'cause')
  ) {
    seen.add(e);
    code ??= codeOf(e);
    const own = typeof e === 'string' ? e : field(e, 'message');
    if (typeof own !== 'string') continue;
    if (empty.test(message.trim())) message = own;
    else if (statusOnly.test(message) && own) message = `${message}: ${own}`;
  }
  // Node joins the failures of several addresses of one host without a message.
  if (empty.test(message.trim())) {
    message = code ? `failed with ${code}` : 'failed without saying why';
  }
  const shown = scrubSecrets(message).replace(/\s+/g, ' ').trim();
  return {
    message:
      shown.length > MESSAGE_LIMIT
        ? `${shown.slice(0, MESSAGE_LIMIT - 1)}…`
        : shown,
    ...(code ? { code } : {}),
  };
}
