import { z } from 'zod';

/** What every list asks for beside its filters. */
export interface PagedQuery {
  sort: string;
  order: 'asc' | 'desc';
  limit: number;
  offset: number;
}

/** What an address asks for, or which of its parameters cannot be read. */
export type ReadAddress<Query> =
  | { query: Query; problem?: undefined }
  | { query?: undefined; problem: string };

/** How the query of a list stands in an address, and back. */
export interface ListAddress<Query extends PagedQuery> {
  read(params: URLSearchParams): ReadAddress<Query>;
  /** With its `?`, or empty: what is as it would be anyway is left out. */
  write(request: Partial<Query>): string;
  /** Whether a query leaves anything out. */
  isNarrowed(query: Query): boolean;
}

export interface ListAddressOptions<Query extends PagedQuery> {
  /** Of the whole query; its defaults stand for what an address does not say. */
  schema: z.ZodType<Query>;
  /** Filters with several values, in the order of the address. */
  lists: readonly (keyof Query & string)[];
  /** Filters with one value. */
  singles: readonly (keyof Query & string)[];
}

const isSet = (value: unknown) =>
  value !== undefined && value !== '' && value !== false;

export function createListAddress<Query extends PagedQuery>(
  options: ListAddressOptions<Query>,
): ListAddress<Query> {
  const { schema, lists, singles } = options;
  const defaults = schema.parse({});
  const valuesOf = (request: Partial<Query>, name: keyof Query & string) => {
    const values = request[name];
    return Array.isArray(values) ? values.map(String) : [];
  };
  return {
    read(params) {
      const raw: Record<string, string | string[]> = {};
      for (const name of new Set(params.keys())) {
        const values = params.getAll(name);
        const isList = (lists as readonly string[]).includes(name);
        raw[name] = isList ? values : values[values.length - 1];
      }
      const parsed = schema.safeParse(raw);
      if (parsed.success) return { query: parsed.data };
      const problems = parsed.error.issues.map(issue =>
        issue.code === 'unrecognized_keys'
          ? issue.keys.map(key => `'${key}'`).join(', ')
          : `'${String(issue.path[0])}'`,
      );
      return { problem: [...new Set(problems)].join(', ') };
    },

    write(request) {
      const params = new URLSearchParams();
      for (const name of lists) {
        for (const value of valuesOf(request, name)) params.append(name, value);
      }
      const last = ['sort', 'order', 'limit', 'offset'] as const;
      for (const name of [...singles, ...last]) {
        const value = request[name];
        if (isSet(value) && value !== defaults[name]) {
          params.set(name, String(value));
        }
      }
      const text = params.toString();
      return text ? `?${text}` : '';
    },

    isNarrowed(query) {
      return (
        lists.some(name => valuesOf(query, name).length > 0) ||
        singles.some(name => isSet(query[name]))
      );
    },
  };
}
