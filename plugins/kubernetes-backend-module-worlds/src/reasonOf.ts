import { isError, toError } from '@backstage/errors';

/**
 * Why a cluster gave no answer, in words that mean something without the address that
 * was asked. Errors of `node-fetch` hold the address in front of the reason; their
 * `type` says whether the connection or the answer was at fault.
 */
export function reasonOf(error: unknown): string {
  const { name, message } = toError(error);
  if (name === 'FetchError') {
    const { type, code } = error as { type?: unknown; code?: unknown };
    const [, reason = message] = /reason: (.*)$/s.exec(message) ?? [];
    if (type === 'invalid-json') return `the answer is no JSON (${reason})`;
    return reason || `no connection (${String(code ?? 'reason unknown')})`;
  }
  // Code that reaches into an answer of another form than it expects.
  if (isError(error) && error instanceof TypeError) {
    return `the answer is not of the form that Kubernetes prescribes (${message})`;
  }
  return message;
}
