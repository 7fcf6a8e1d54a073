import { z } from 'zod';
import {
  conditionSchema,
  scalingMetricSchema,
  ServiceRequest,
  serviceRequestSchema,
} from '../contract';

/** The ledger: every change of desired size, when, who and why. Null is unknown. */

const instantSchema = z.iso.datetime({ offset: true });

export const changeActorSchema = z.object({
  type: z.enum(['autoscaler', 'person', 'rollout', 'automation', 'unknown']),
  /** Of an autoscaler its kind, for example `HorizontalPodAutoscaler`. */
  kind: z.string().nullable(),
  /** Name of the autoscaler, or the program that wrote, for example `kubectl-scale`. */
  name: z.string().nullable(),
});
export type ChangeActor = z.infer<typeof changeActorSchema>;

export const changeWhySchema = z.object({
  /** One sentence for people. */
  sentence: z.string(),
  /** What the autoscaler's controller announced, as it wrote it. */
  event: z.object({ reason: z.string(), message: z.string() }).nullable(),
  /** The autoscaler's conditions at that moment. */
  conditions: z.array(conditionSchema),
  /** What the autoscaler saw at that moment, with targets. */
  metrics: z.array(scalingMetricSchema),
  /** How it came to its decision, in sentences, in its own order. */
  steps: z.array(z.string()),
});
export type ChangeWhy = z.infer<typeof changeWhySchema>;

/** What happened to one workload of a service, where, when and through whom. */
export const workloadEventSchema = z.object({
  id: z.string(),
  entityRef: z.string(),
  /** Name of the region; the cluster's own where the catalog names none. */
  region: z.string(),
  regionTitle: z.string().optional(),
  cluster: z.string(),
  /** Of the workload: `Deployment`, `StatefulSet`, `Rollout` or `Fleet`. */
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  /** When it happened (ISO 8601), at the latest. */
  at: z.string(),
  /** It happened between this instant and `at`; null: at `at` itself. */
  notBefore: z.string().nullable(),
  actor: changeActorSchema,
});

/** One change of the desired size of one workload. */
export const scalingChangeSchema = workloadEventSchema.extend({
  /**
   * `preview`: the size is that of a second stack, which a blue/green Rollout runs
   * beside the first; null: that of the workload itself (`spec.replicas`).
   */
  stack: z.enum(['preview']).nullable(),
  /** Null where the size before is not known. */
  from: z.number().int().nonnegative().nullable(),
  to: z.number().int().nonnegative(),
  why: changeWhySchema,
  /** Whether the reason was observed when it happened, or is only what can be said since. */
  reasonObserved: z.boolean(),
  /** Since when `to` replicas were ready (ISO 8601); null: not yet, never, or unknown. */
  readyAt: z.string().nullable(),
  /**
   * `superseded`: the next change came before it was ready. `ready` without
   * `readyAt`: it became ready while nobody watched.
   */
  readiness: z.enum(['ready', 'pending', 'superseded', 'unknown']),
  /** `backfilled`: found in recorded series, not seen when it happened. */
  source: z.enum(['observed', 'backfilled']),
});
export type ScalingChange = z.infer<typeof scalingChangeSchema>;
export type ChangeReadiness = ScalingChange['readiness'];

export const changeFilterSchema = z.object({
  /** Name of a region. */
  region: z.string().optional(),
  /** Name of a workload, or `Kind/namespace/name`. */
  workload: z.string().min(1).optional(),
  actor: changeActorSchema.shape.type.optional(),
  direction: z.enum(['up', 'down']).optional(),
  /** Changes at or after this instant (ISO 8601). */
  from: instantSchema.optional(),
  /** Changes before this instant (ISO 8601). */
  to: instantSchema.optional(),
});
export type ChangeFilter = z.infer<typeof changeFilterSchema>;

const isOrdered = ({ from, to }: { from?: string; to?: string }) =>
  !from || !to || Date.parse(from) < Date.parse(to);
const inOrder = { path: ['from'], message: 'must be before to' };

/** Path and query of `GET /services/:kind/:namespace/:name/changes.csv`. */
export const changesExportRequestSchema = serviceRequestSchema
  .extend(changeFilterSchema.shape)
  .strict()
  .refine(isOrdered, inOrder);
export type ChangesExportRequest = z.infer<typeof changesExportRequestSchema>;

export const MOST_CHANGES_PER_PAGE = 200;

/** Path and query of `GET /services/:kind/:namespace/:name/changes`. */
export const changesRequestSchema = serviceRequestSchema
  .extend({
    ...changeFilterSchema.shape,
    /** `nextCursor` of the page before. */
    cursor: z.string().min(1).optional(),
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(MOST_CHANGES_PER_PAGE)
      .default(50),
  })
  .strict()
  .refine(isOrdered, inOrder);
export type ChangesRequest = ServiceRequest &
  ChangeFilter & { cursor?: string; limit?: number };
export type ParsedChangesRequest = z.output<typeof changesRequestSchema>;

/** What the ledger holds of a service. */
export const ledgerExtentSchema = z.object({
  /** Changes are observed since this instant (ISO 8601); null: not yet. */
  observedSince: z.string().nullable(),
  /**
   * Changes are known since this instant, observed or taken over (ISO 8601): of nothing
   * before it does an empty answer say anything. Null (or absent): none is known yet.
   */
  knownSince: z.string().nullable().optional(),
  /**
   * How past sizes are taken over from recorded series: `pending` while that is not
   * done or, before a workload of the service was seen, not begun; `none` where none
   * can be: no Prometheus is configured, or it is switched off. Where it is `done` and
   * nothing was recorded, `knownSince` is `observedSince`.
   */
  backfill: z.enum(['none', 'pending', 'done']),
  /** Why there is none, or it does not get on; null where it told of the past. */
  reason: z.string().nullable(),
});
export type LedgerExtent = z.infer<typeof ledgerExtentSchema>;

/** A page of changes, newest first. */
export const changesPageSchema = z.object({
  entityRef: z.string(),
  changes: z.array(scalingChangeSchema),
  /** Null on the last page. */
  nextCursor: z.string().nullable(),
  extent: ledgerExtentSchema,
});
export type ChangesPage = z.infer<typeof changesPageSchema>;

export const MOST_SERVICES_AT_ONCE = 500;
/** Names of services may be long, and servers take addresses of at most 16 kB. */
export const SERVICES_PER_ADDRESS = 50;
export const DEFAULT_AT_ONCE = 1_000;
export const MOST_CHANGES_AT_ONCE = 5_000;

const listSchema = z.preprocess(
  value => (typeof value === 'string' ? [value] : value),
  z.array(z.string().min(1)).min(1).max(MOST_SERVICES_AT_ONCE),
);

/** Query of `GET /changes`: those of several services at once. */
export const servicesChangesRequestSchema = z
  .object({
    entityRef: listSchema,
    from: instantSchema,
    to: instantSchema,
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(MOST_CHANGES_AT_ONCE)
      .default(DEFAULT_AT_ONCE),
  })
  .strict()
  .refine(isOrdered, inOrder);
export interface ServicesChangesRequest {
  entityRefs: readonly string[];
  from: string;
  to: string;
  limit?: number;
}

/** A cluster that cannot be read now: what changes there is not known. */
export const unreadClusterSchema = z.object({
  name: z.string(),
  title: z.string(),
  /** When it was last read in whole (ISO 8601); null: never. */
  readAt: z.string().nullable(),
  error: z.string(),
});
export type UnreadCluster = z.infer<typeof unreadClusterSchema>;

/** What answers about several services at once have in common. */
export const servicesAnswerSchema = z.object({
  /** There were more: the oldest were left out. */
  cut: z.boolean(),
  /** Services that do not exist or may not be seen. */
  missing: z.array(z.string()),
  /** Clusters that cannot be read, whichever services run there. */
  unreadClusters: z.array(unreadClusterSchema).default([]),
});
type ServicesAnswer = z.infer<typeof servicesAnswerSchema>;

export const servicesChangesSchema = servicesAnswerSchema.extend({
  /** Newest first. */
  changes: z.array(scalingChangeSchema),
  /** By entity reference, of all that are not missing. */
  extents: z.record(z.string(), ledgerExtentSchema).default({}),
});
export type ServicesChanges = z.infer<typeof servicesChangesSchema>;

/** Answers about several groups of services as one, the newest of what they tell. */
export function joinAnswers<
  TAnswer extends ServicesAnswer,
  TItem extends { at: string },
>(
  answers: readonly TAnswer[],
  itemsOf: (answer: TAnswer) => readonly TItem[],
  limit: number,
): ServicesAnswer & { items: TItem[] } {
  const items = answers
    .flatMap(itemsOf)
    .sort((a, b) => b.at.localeCompare(a.at, 'en-US'));
  return {
    items: items.slice(0, limit),
    cut: items.length > limit || answers.some(({ cut }) => cut),
    missing: answers.flatMap(({ missing }) => missing),
    unreadClusters: answers[0]?.unreadClusters ?? [],
  };
}

export function joinChanges(
  answers: readonly ServicesChanges[],
  limit: number,
): ServicesChanges {
  const { items, ...rest } = joinAnswers(answers, a => a.changes, limit);
  const extents = answers.map(answer => answer.extents);
  return { changes: items, ...rest, extents: Object.assign({}, ...extents) };
}
