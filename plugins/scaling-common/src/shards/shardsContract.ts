import {
  freshnessSchema,
  stateSchema,
} from '@worldscale/backstage-plugin-worlds-common';
import { z } from 'zod';

/**
 * A shard is one running slice of a shard service (a Component of type
 * `shard-service`) in one region: a game server of Agones; or all that carry the same
 * label `worldscale.io/shard` in one namespace together; or, where no game server
 * stands behind it, a pod. Null is unknown, never zero.
 */

/** Joins game servers or pods of one service and namespace into one shard. */
export const SHARD_LABEL = 'worldscale.io/shard';

/**
 * What a shard does. `ready` waits for players, `allocated` has them, `reserved` is
 * held for a match to come; `unknown` where its state is not one of these or was not
 * confirmed for too long.
 */
export const shardPhases = [
  'unhealthy',
  'starting',
  'shuttingDown',
  'reserved',
  'allocated',
  'ready',
  'unknown',
] as const;
export const shardPhaseSchema = z.enum(shardPhases);
export type ShardPhase = z.infer<typeof shardPhaseSchema>;

const countSchema = z.number().nonnegative().nullable();

/** What is said of a shard's load; all null where it is unknown. */
const shardLoadSchema = z.object({
  players: countSchema,
  capacity: countSchema,
  /** Players as a share of the capacity, 0 to 100, more where there are too many. */
  utilizationPercent: countSchema,
});

export const shardSchema = shardLoadSchema.extend({
  /** Stable for as long as its cluster, namespace and name are the same. */
  id: z.string(),
  entityRef: z.string(),
  entityTitle: z.string(),
  /** Full reference of the world's System; null: shared, or not known. */
  world: z.string().nullable(),
  worldTitle: z.string().nullable(),
  region: z.string(),
  regionTitle: z.string(),
  cluster: z.string(),
  /** Null: not placed on a node yet, or the node does not say. */
  zone: z.string().nullable(),
  node: z.string().nullable(),
  namespace: z.string(),
  name: z.string(),
  /** Of its workload: `Fleet`, `StatefulSet`, `Deployment`, ...; null: not known. */
  workloadKind: z.string().nullable(),
  workloadName: z.string().nullable(),
  /** Game servers or pods that it is made of. */
  members: z.number().int().positive(),
  phase: shardPhaseSchema,
  state: stateSchema,
  /** One sentence: why the state is what it is. */
  reason: z.string(),
  /** Revision or image tag of what it runs. */
  version: z.string().nullable(),
  /** When it came to be (ISO 8601). */
  startedAt: z.string().nullable(),
  /** When this was last known to hold (ISO 8601); null: never. */
  observedAt: z.string().nullable(),
  freshness: freshnessSchema,
  /** What was last known, where the state is unknown because of its age. */
  lastKnown: shardLoadSchema
    .extend({
      phase: shardPhaseSchema,
      state: stateSchema,
      reason: z.string(),
    })
    .nullable(),
});
export type Shard = z.infer<typeof shardSchema>;

export const shardSortKeys = [
  'state',
  'phase',
  'service',
  'world',
  'region',
  'cluster',
  'zone',
  'node',
  'name',
  'players',
  'capacity',
  'utilization',
  'version',
  'started',
] as const;
export type ShardSortKey = (typeof shardSortKeys)[number];

/** Stands in filters for shards without a world or a zone. */
export const NO_VALUE = 'none';

/** Larger pages cost more to carry than to find. */
export const SHARDS_LIMIT_MAX = 500;

const list = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    value => (Array.isArray(value) || value === undefined ? value : [value]),
    z.array(item).max(100).optional(),
  );
const percent = z.coerce.number().min(0).max(1000).optional();
const flag = z.preprocess(value => {
  if (value === 'true') return true;
  return value === 'false' ? false : value;
}, z.boolean());

export const shardFiltersSchema = z.object({
  /** Full references of services, in any case. */
  entityRef: list(z.string().min(1)),
  /** Names or references of worlds (`aurora`, `system:default/aurora`), or `none`. */
  world: list(z.string().min(1)),
  region: list(z.string().min(1)),
  cluster: list(z.string().min(1)),
  /** Names of zones, or `none`. */
  zone: list(z.string().min(1)),
  state: list(stateSchema),
  phase: list(shardPhaseSchema),
  /** Both inclusive; shards of unknown utilisation match neither. */
  utilizationFrom: percent,
  utilizationTo: percent,
  /** Only shards of unknown utilisation. */
  utilizationUnknown: flag.optional(),
  /** Words that all occur in the names of shard, service, world, zone, node or version. */
  q: z.string().max(200).optional(),
});
export type ShardFilters = z.infer<typeof shardFiltersSchema>;

const inOrder = (range: ShardFilters) =>
  range.utilizationFrom === undefined ||
  range.utilizationTo === undefined ||
  range.utilizationFrom <= range.utilizationTo;
const notInOrder = {
  path: ['utilizationFrom'],
  message: 'must not be above utilizationTo',
};

export const shardHeatRequestSchema = shardFiltersSchema
  .strict()
  .refine(inOrder, notInOrder);

export const shardsRequestSchema = shardFiltersSchema
  .extend({
    sort: z.enum(shardSortKeys).default('state'),
    order: z.enum(['asc', 'desc']).default('asc'),
    limit: z.coerce.number().int().min(1).max(SHARDS_LIMIT_MAX).default(100),
    offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
    /** Whether what can be filtered by is wanted as well. */
    facets: flag.default(false),
  })
  .strict()
  .refine(inOrder, notInOrder);
export type ShardsQuery = z.output<typeof shardsRequestSchema>;
export type ShardsRequest = Partial<ShardsQuery>;

const facetSchema = z.object({
  /** As it is given in a filter. */
  value: z.string(),
  title: z.string(),
  count: z.number().int(),
});
export type ShardFacet = z.infer<typeof facetSchema>;

/** Counts over the shards that the reader may see, under all filters but the facet's own. */
export const shardFacetsSchema = z.object({
  state: z.array(facetSchema),
  phase: z.array(facetSchema),
  entityRef: z.array(facetSchema),
  world: z.array(facetSchema),
  region: z.array(facetSchema),
  zone: z.array(facetSchema),
});
export type ShardFacets = z.infer<typeof shardFacetsSchema>;

/** A cluster whose shards are not known as of now, with what keeps them from it. */
export const shardTroubleSchema = z.object({
  cluster: z.string(),
  title: z.string(),
  region: z.string(),
  freshness: freshnessSchema,
  /** When its shards were last confirmed (ISO 8601); null: never read in whole. */
  observedAt: z.string().nullable(),
  reason: z.string(),
});
export type ShardTrouble = z.infer<typeof shardTroubleSchema>;

/** Whether catalog and clusters were all read once: no shard is then no shard. */
const isReadSchema = z.boolean();

/** Answer of `GET /shards`. */
export const shardsResponseSchema = z.object({
  shards: z.array(shardSchema),
  /** All that match, on whichever page. */
  total: z.number().int(),
  isRead: isReadSchema,
  troubles: z.array(shardTroubleSchema),
  facets: shardFacetsSchema.optional(),
});
export type ShardsResponse = z.infer<typeof shardsResponseSchema>;

/** Length of an id: 72 bits, so that a million shards hardly ever share one. */
export const SHARD_ID_LENGTH = 12;

/** Cells of a map at most: beyond that a cell cannot be hit any more. */
export const SHARD_HEAT_MAX = 50_000;

/**
 * Answer of `GET /shards/heat`: all that match, in few bytes. The columns hold the
 * value of the n-th shard at their n-th place; `ids` is all ids in a row. `service`,
 * `region` and `observation` are indices into their lists, `phase` into `shardPhases`,
 * `state` into `statesBySeverity`.
 */
export const shardHeatSchema = z
  .object({
    services: z.array(z.object({ entityRef: z.string(), title: z.string() })),
    regions: z.array(z.object({ value: z.string(), title: z.string() })),
    observations: z.array(
      z.object({
        freshness: freshnessSchema,
        observedAt: z.string().nullable(),
      }),
    ),
    isRead: isReadSchema,
    troubles: z.array(shardTroubleSchema),
    /** All that match; more than `count` where there are more than a map can show. */
    total: z.number().int().nonnegative(),
    count: z.number().int().nonnegative(),
    ids: z.string(),
    names: z.array(z.string()),
    service: z.array(z.number()),
    region: z.array(z.number()),
    observation: z.array(z.number()),
    phase: z.array(z.number()),
    state: z.array(z.number()),
    utilizationPercent: z.array(z.number().nullable()),
  })
  .refine(
    heat =>
      heat.ids.length === heat.count * SHARD_ID_LENGTH &&
      [
        heat.names,
        heat.service,
        heat.region,
        heat.observation,
        heat.phase,
        heat.state,
        heat.utilizationPercent,
      ].every(column => column.length === heat.count),
    { message: 'columns are not as long as the count says' },
  );
export type ShardHeat = z.infer<typeof shardHeatSchema>;

/** A counter, a list or the players that a game server tells of itself. */
const measureSchema = z.object({
  kind: z.enum(['counter', 'list', 'players']),
  name: z.string(),
  /** Of a list: how long it is. */
  count: countSchema,
  capacity: countSchema,
});

/** One game server or pod of a shard. */
export const shardMemberSchema = z.object({
  kind: z.enum(['GameServer', 'Pod']),
  name: z.string(),
  phase: shardPhaseSchema,
  /** In the words of its cluster: `Allocated`, `Running`. */
  clusterState: z.string().nullable(),
  /** Why it can no longer be understood; the rest is what was last known. */
  problem: z.string().optional(),
  node: z.string().nullable(),
  zone: z.string().nullable(),
  /** Where players reach it; null: nowhere yet. */
  address: z.string().nullable(),
  ports: z.array(z.object({ name: z.string(), port: z.number().int() })),
  measures: z.array(measureSchema),
  conditions: z.array(
    z.object({
      type: z.string(),
      status: z.string(),
      reason: z.string(),
      message: z.string(),
      lastTransitionTime: z.string().nullable(),
    }),
  ),
  restarts: z.number().int().nonnegative().nullable(),
  version: z.string().nullable(),
  startedAt: z.string().nullable(),
});
export type ShardMember = z.infer<typeof shardMemberSchema>;

/** Path parameters of `GET /shards/:id`. */
export const shardRequestSchema = z.object({
  id: z.string().regex(/^[A-Za-z0-9_-]{12}$/, 'must be the id of a shard'),
});

/** Answer of `GET /shards/:id`. */
export const shardDetailSchema = z.object({
  shard: shardSchema,
  /** Its game servers or pods, as last read. */
  members: z.array(shardMemberSchema),
  /** Why it cannot be confirmed now. */
  trouble: shardTroubleSchema.nullable(),
});
export type ShardDetail = z.infer<typeof shardDetailSchema>;

/** Signal channel of all shards; its messages say that some changed, no more. */
export const SHARDS_CHANNEL = 'scaling:shards';
