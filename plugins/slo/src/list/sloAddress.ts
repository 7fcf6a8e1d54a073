import {
  SloListQuery,
  sloListQuerySchema,
  SloListRequest,
} from '@worldscale/backstage-plugin-slo-common';

/** Rows per page where the address does not say. */
export const DEFAULT_LIMIT = 50;

const lists = ['world', 'owner', 'state', 'entityRef', 'decision'] as const;

/** What an address asks for, or which of its parameters cannot be read. */
export type ReadAddress =
  | { query: SloListQuery; problem?: undefined }
  | { query?: undefined; problem: string };

export function readAddress(params: URLSearchParams): ReadAddress {
  const raw: Record<string, string | string[]> = {};
  for (const name of new Set(params.keys())) {
    const values = params.getAll(name);
    const isList = (lists as readonly string[]).includes(name);
    raw[name] = isList ? values : values[values.length - 1];
  }
  const parsed = sloListQuerySchema.safeParse(raw);
  if (parsed.success) return { query: parsed.data };
  const problems = parsed.error.issues.map(issue =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map(key => `'${key}'`).join(', ')
      : `'${String(issue.path[0])}'`,
  );
  return { problem: [...new Set(problems)].join(', ') };
}

/** The address of a query; what is as it would be anyway is left out. */
export function writeAddress(query: SloListRequest): string {
  const params = new URLSearchParams();
  for (const name of lists) {
    for (const value of query[name] ?? []) params.append(name, value);
  }
  if (query.q) params.set('q', query.q);
  if (query.journeys) params.set('journeys', 'true');
  if (query.sort && query.sort !== 'worst') params.set('sort', query.sort);
  if (query.order === 'desc') params.set('order', 'desc');
  if (query.limit && query.limit !== DEFAULT_LIMIT) {
    params.set('limit', String(query.limit));
  }
  if (query.offset) params.set('offset', String(query.offset));
  const text = params.toString();
  return text ? `?${text}` : '';
}

/** Whether a query leaves anything out. */
export function isNarrowed(query: SloListQuery): boolean {
  return (
    Boolean(query.q) ||
    Boolean(query.journeys) ||
    lists.some(name => query[name]?.length)
  );
}
