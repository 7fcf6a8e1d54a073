import {
  ShardsQuery,
  ShardsRequest,
  shardsRequestSchema,
} from '@worldscale/backstage-plugin-scaling-common';

/** Rows per page where the address does not say. */
export const DEFAULT_LIMIT = 100;

const lists = [
  'entityRef',
  'world',
  'region',
  'cluster',
  'zone',
  'state',
  'phase',
] as const;
const singles = [
  'utilizationFrom',
  'utilizationTo',
  'utilizationUnknown',
  'q',
] as const;

/** What an address asks for, or which of its parameters cannot be read. */
export type ReadAddress =
  | { query: ShardsQuery; problem?: undefined }
  | { query?: undefined; problem: string };

export function readAddress(params: URLSearchParams): ReadAddress {
  const raw: Record<string, string | string[]> = {};
  for (const name of new Set(params.keys())) {
    const values = params.getAll(name);
    const isList = (lists as readonly string[]).includes(name);
    raw[name] = isList ? values : values[values.length - 1];
  }
  const parsed = shardsRequestSchema.safeParse(raw);
  if (parsed.success) return { query: parsed.data };
  const problems = parsed.error.issues.map(issue =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map(key => `'${key}'`).join(', ')
      : `'${String(issue.path[0])}'`,
  );
  return { problem: [...new Set(problems)].join(', ') };
}

/** The address of a request; what is as it would be anyway is left out. */
export function writeAddress(request: ShardsRequest): string {
  const params = new URLSearchParams();
  for (const name of lists) {
    for (const value of request[name] ?? []) params.append(name, value);
  }
  for (const name of singles) {
    const value = request[name];
    if (value !== undefined && value !== '' && value !== false) {
      params.set(name, String(value));
    }
  }
  if (request.sort && request.sort !== 'state')
    params.set('sort', request.sort);
  if (request.order === 'desc') params.set('order', 'desc');
  if (request.limit && request.limit !== DEFAULT_LIMIT) {
    params.set('limit', String(request.limit));
  }
  if (request.offset) params.set('offset', String(request.offset));
  const text = params.toString();
  return text ? `?${text}` : '';
}

/** The filters of a query alone, as a heat map takes them. */
export function filtersOf(query: ShardsQuery) {
  const { sort, order, limit, offset, facets, ...filters } = query;
  return filters;
}

/** Whether a query leaves any shard out. */
export function isNarrowed(query: ShardsQuery): boolean {
  return (
    lists.some(name => query[name]?.length) ||
    singles.some(name => query[name] !== undefined && query[name] !== '')
  );
}
