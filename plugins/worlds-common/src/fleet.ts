import { z } from 'zod';
import { freshnessSchema } from './freshness';
import { stateSchema } from './state';
import {
  summaryColumnSchema,
  summaryRowSchema,
  summaryValueSchema,
} from './summaries';

/**
 * What the worlds backend answers about the fleet. A row is one service in one
 * region; its overall state is the worst over the domains that the reader may see.
 */

/** Columns that every fleet can be sorted by; domains bring more (`scaling.headroom`). */
export const fleetSortKeys = [
  'state',
  'service',
  'world',
  'region',
  'owner',
  'lifecycle',
  'type',
] as const;

/** Properties by which the fleet can be narrowed down and counted. */
export const fleetFacetKeys = [
  'state',
  'world',
  'region',
  'owner',
  'type',
  'lifecycle',
] as const;
export type FleetFacetKey = (typeof fleetFacetKeys)[number];

/** Stands in filters for what has none: no world, no region, no owner. */
export const NONE = 'none';

/** Page sizes above this make the answer slow to carry rather than to find. */
export const FLEET_LIMIT_MAX = 500;

const list = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    value => (Array.isArray(value) || value === undefined ? value : [value]),
    z.array(item).max(200).optional(),
  );

export const fleetFiltersSchema = z.object({
  /** Names or references of worlds (`aurora`, `system:default/aurora`), or `none`. */
  world: list(z.string().min(1)),
  region: list(z.string().min(1)),
  /** References of owners; the kind `group` may be left out. */
  owner: list(z.string().min(1)),
  state: list(stateSchema),
  type: list(z.string().min(1)),
  lifecycle: list(z.string().min(1)),
  /** Words that all occur in name, title, owner, world or region. */
  q: z.string().max(200).optional(),
});
export type FleetFilters = z.infer<typeof fleetFiltersSchema>;

export const fleetQuerySchema = fleetFiltersSchema
  .extend({
    /** One of the fixed keys or the id of a visible column. */
    sort: z.string().default('state'),
    order: z.enum(['asc', 'desc']).default('asc'),
    limit: z.coerce.number().int().min(1).max(FLEET_LIMIT_MAX).default(50),
    offset: z.coerce.number().int().min(0).default(0),
    /** Whether counts by world, region and so on are wanted as well. */
    facets: z
      .preprocess(
        value => (typeof value === 'string' ? value === 'true' : value),
        z.boolean(),
      )
      .default(false),
  })
  .strict();
export type FleetQuery = z.output<typeof fleetQuerySchema>;
export type FleetRequest = Partial<FleetQuery>;

/** A column of a domain that the reader may see. */
export const fleetColumnSchema = summaryColumnSchema
  .omit({ permission: true, id: true })
  .extend({
    /** `<domain>.<column>`, as in `sort`. */
    id: z.string(),
    domain: z.string(),
    domainTitle: z.string(),
  });
export type FleetColumn = z.infer<typeof fleetColumnSchema>;

/** What one domain says about a service in a region. */
export const fleetCellSchema = z.object({
  domain: z.string(),
  /** As it counts now: what is too old is unknown. */
  state: stateSchema,
  reason: z.string(),
  freshness: freshnessSchema,
  /** When it was last known to hold (ISO 8601); null: never. */
  observedAt: z.string().nullable(),
  path: summaryRowSchema.shape.path,
  /** Where it is not fresh: what keeps it from being confirmed, in one sentence. */
  trouble: z.string().optional(),
});
export type FleetCell = z.infer<typeof fleetCellSchema>;

export const fleetRowSchema = z.object({
  entityRef: z.string(),
  name: z.string(),
  title: z.string(),
  type: z.string(),
  lifecycle: z.string().nullable(),
  /** Full reference; null: the catalog names none. */
  owner: z.string().nullable(),
  /** Full reference of the world's System; null: shared by all worlds. */
  world: z.string().nullable(),
  worldTitle: z.string().nullable(),
  /** Name of the region, or the empty string for the service as a whole. */
  region: z.string(),
  regionTitle: z.string(),
  state: stateSchema,
  /** Why, in the words of the domain that decides the state. */
  reason: z.string(),
  freshness: freshnessSchema,
  /** Of the domain that decides the state (ISO 8601). */
  observedAt: z.string().nullable(),
  /** Where the reason is explained, as a path below the entity's page. */
  path: z.string().optional(),
  /** Where it is not fresh: what keeps it from being confirmed, in one sentence. */
  trouble: z.string().optional(),
  /** What each domain says; only where a single service is asked for. */
  cells: z.array(fleetCellSchema).optional(),
  /** By id of a visible column; null is unknown. */
  values: z.record(z.string(), summaryValueSchema),
});
export type FleetRow = z.infer<typeof fleetRowSchema>;

export const fleetFacetSchema = z.object({
  /** As it is given in a filter; `none` for what has none. */
  value: z.string(),
  title: z.string().optional(),
  count: z.number().int(),
});
export type FleetFacet = z.infer<typeof fleetFacetSchema>;

/**
 * What has not been read in whole yet: no row, or none at risk, is then no news. The
 * catalog counts while it has descriptions that it never tried to read; a domain, while
 * it has never answered.
 */
export const fleetUnreadSchema = z.array(
  z.object({
    part: z.enum(['catalog', 'domain']),
    title: z.string(),
    /** Whether it was asked in vain; else its first answer is still awaited. */
    failing: z.boolean(),
  }),
);
export type FleetUnread = z.infer<typeof fleetUnreadSchema>;

export const fleetResponseSchema = z.object({
  columns: z.array(fleetColumnSchema),
  rows: z.array(fleetRowSchema),
  total: z.number().int(),
  /** Counts under all filters but the facet's own. */
  facets: z
    .object(
      Object.fromEntries(
        fleetFacetKeys.map(key => [key, z.array(fleetFacetSchema)]),
      ) as Record<FleetFacetKey, z.ZodArray<typeof fleetFacetSchema>>,
    )
    .optional(),
  unread: fleetUnreadSchema.default([]),
});
export type FleetResponse = z.infer<typeof fleetResponseSchema>;

/**
 * All rows at once, in few bytes. A cell is [service, world, region, state,
 * observation], each the index into its list; states are ordered as in
 * `statesBySeverity`. What was read of one source was observed at one instant, so
 * there are few observations.
 */
export const fleetHeatMapSchema = z.object({
  unread: fleetUnreadSchema.default([]),
  services: z.array(z.object({ entityRef: z.string(), title: z.string() })),
  worlds: z.array(z.object({ value: z.string(), title: z.string() })),
  regions: z.array(z.object({ value: z.string(), title: z.string() })),
  observations: z.array(
    z.object({ freshness: freshnessSchema, observedAt: z.string().nullable() }),
  ),
  cells: z.array(
    z.tuple([
      z.number().int(),
      z.number().int(),
      z.number().int(),
      z.number().int().min(0).max(3),
      z.number().int(),
    ]),
  ),
});
export type FleetHeatMap = z.infer<typeof fleetHeatMapSchema>;

export const fleetServiceSchema = z.object({
  columns: z.array(fleetColumnSchema),
  rows: z.array(fleetRowSchema),
});
export type FleetService = z.infer<typeof fleetServiceSchema>;

/** Services that can be asked about at once: more than any page of results shows. */
export const FLEET_STATES_MAX = 100;

export const fleetStatesQuerySchema = z
  .object({
    /** Full references in any case. */
    entityRef: z.preprocess(
      value => (Array.isArray(value) ? value : [value]),
      z.array(z.string().min(1)).min(1).max(FLEET_STATES_MAX),
    ),
  })
  .strict();

/** A service by its worst row, for places with room for one state. */
export const fleetStateSchema = fleetRowSchema
  .omit({ cells: true, values: true })
  .extend({
    /** In how many rows (regions) it stands, and how many of them are in this state. */
    rows: z.number().int(),
    rowsInState: z.number().int(),
  });
export type FleetState = z.infer<typeof fleetStateSchema>;

/** Services that are not in the fleet, or may not be seen, are left out. */
export const fleetStatesSchema = z.object({
  services: z.array(fleetStateSchema),
});
export type FleetStates = z.infer<typeof fleetStatesSchema>;
