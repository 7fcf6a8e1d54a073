/** What is wrong with a source, as `SourceHealth` keeps it. */
export interface SourceError {
  message: string;
  /** HTTP status or system code, for example `403` or `ECONNREFUSED`. */
  code?: string;
}

const statusTexts: Readonly<Record<string, string>> = {
  400: '400 Bad Request',
  401: '401 Unauthorized',
  403: '403 Forbidden',
  404: '404 Not Found',
  407: '407 Proxy Authentication Required',
  410: '410 Gone',
  429: '429 Too Many Requests',
  500: '500 Internal Server Error',
  501: '501 Not Implemented',
  502: '502 Bad Gateway',
  503: '503 Service Unavailable',
};

const TIMEOUTS = /^(408|504|ETIMEDOUT|ESOCKETTIMEDOUT|UND_ERR_\w*TIMEOUT)$/;
const CERTIFICATES = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|_TLS_/;

const verbs: Readonly<Record<string, string>> = {
  401: 'does not accept the credentials',
  404: 'has nothing at this address',
  407: 'is behind a proxy that wants credentials',
  410: 'no longer has what it was asked for',
  429: 'is asked too often',
  ECONNREFUSED: 'does not accept connections',
  ECONNRESET: 'breaks off the connection',
  EPIPE: 'breaks off the connection',
  ENOTFOUND: 'cannot be found by its name',
  EAI_AGAIN: 'cannot be found by its name',
  EHOSTUNREACH: 'cannot be reached over the network',
  ENETUNREACH: 'cannot be reached over the network',
};

/** Longer messages are read where the source's health is shown. */
const MESSAGE_LIMIT = 160;

/**
 * Why a source cannot be read, in one sentence that a row of a table has room for:
 * `Cluster Frankfurt refuses: 403 Forbidden.` The whole message stands with the
 * source's health.
 */
export function tellTrouble(title: string, error: SourceError): string {
  const code = error.code ?? '';
  if (TIMEOUTS.test(code)) return `${title} does not answer in time.`;
  if (CERTIFICATES.test(code)) {
    const why = code.includes('EXPIRED') ? 'has expired' : 'is not trusted';
    return `The certificate of ${title} ${why} (${code}).`;
  }
  if (/^5\d\d$/.test(code)) {
    return `${title} fails: ${statusTexts[code] ?? code}.`;
  }
  if (/^4\d\d$/.test(code)) {
    const verb = verbs[code] ?? 'refuses';
    return `${title} ${verb}: ${statusTexts[code] ?? code}.`;
  }
  if (verbs[code]) return `${title} ${verbs[code]} (${code}).`;
  const message = error.message.replace(/[.\s]+$/, '');
  const shown =
    message.length > MESSAGE_LIMIT
      ? `${message.slice(0, MESSAGE_LIMIT - 1)}…`
      : message;
  return `${title} cannot be read: ${shown}.`;
}
