import { ResponseError } from '@backstage/errors';
import { z } from 'zod';

/** The part of `fetch` that clients need; given from outside. */
export type FetchLike = (
  url: string,
  init?: { signal?: AbortSignal; headers?: Record<string, string> },
) => Promise<Response>;

/** An answer that does not follow the contract, or is no JSON at all. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
}

export type QueryValue = string | number | boolean | string[] | undefined;

/** A query string with a leading `?`, or nothing; what is undefined is left out. */
export function writeQuery(query: Record<string, QueryValue>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined) params.append(name, String(item));
    }
  }
  const text = params.toString();
  return text ? `?${text}` : '';
}

/** How many complaints about an answer are worth reading. */
const ISSUES_SHOWN = 3;

/**
 * Gets and parses an answer.
 *
 * @throws ResponseError where the status is not a success
 * @throws ContractError where the answer does not follow `schema`; names the fields
 */
export async function requestJson<T extends z.ZodType>(
  fetchLike: FetchLike,
  url: string,
  schema: T,
  signal?: AbortSignal,
): Promise<z.output<T>> {
  const response = await fetchLike(url, {
    signal,
    headers: { Accept: 'application/json' },
  });
  if (!response.ok) throw await ResponseError.fromResponse(response);
  const { pathname } = new URL(url, 'http://relative');
  let body: unknown;
  try {
    body = await response.json();
  } catch (e) {
    if (signal?.aborted) throw e;
    throw new ContractError(`${pathname} answered something that is not JSON`);
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const shown = issues
    .slice(0, ISSUES_SHOWN)
    .map(issue => `'${issue.path.join('.')}': ${issue.message}`);
  const more = issues.length - shown.length;
  throw new ContractError(
    `${pathname} does not follow the contract: ${shown.join('; ')}${
      more > 0 ? ` and ${more} more` : ''
    }`,
  );
}
