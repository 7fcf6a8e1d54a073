import { z } from 'zod';
import { serviceRequestSchema } from '../contract';

/** Size against demand over time, of one service in one region. Null is unknown. */

/** Longer than any Prometheus keeps by default, short enough to be drawn. */
const LONGEST_RANGE_DAYS = 92;
const DAY_MS = 86_400_000;

const instantSchema = z.iso.datetime({ offset: true });

/** Path and query of `GET /services/:kind/:namespace/:name/history`. */
export const historyRequestSchema = serviceRequestSchema
  .extend({
    /** Name of the region; the empty string where none is known. */
    region: z.string(),
    from: instantSchema,
    to: instantSchema,
  })
  .strict()
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
    path: ['from'],
    message: 'must be before to',
  })
  .refine(
    ({ from, to }) =>
      Date.parse(to) - Date.parse(from) <= LONGEST_RANGE_DAYS * DAY_MS,
    {
      path: ['from'],
      message: `must be at most ${LONGEST_RANGE_DAYS} days before to`,
    },
  );
export type HistoryRequest = z.infer<typeof historyRequestSchema>;

const valuesSchema = z.array(z.number().nullable());

export const demandHistorySchema = z.object({
  /** For people: `cpu`, `allocated game servers`. */
  title: z.string(),
  /** `percent`: of the autoscaler's target, 100 is met exactly. `count`: as the size. */
  unit: z.enum(['percent', 'count']),
  values: valuesSchema,
});
export type DemandHistory = z.infer<typeof demandHistorySchema>;

export const historyStatusSchema = z.enum([
  'ok',
  /** No Prometheus is configured. */
  'notConfigured',
  /** It is, but did not answer. */
  'unavailable',
  /** It answered, but has no series of these workloads. */
  'noSeries',
  /** No workload is known whose series could be asked for. */
  'noWorkload',
]);

export const serviceHistorySchema = z.object({
  entityRef: z.string(),
  region: z.string(),
  status: historyStatusSchema,
  /** What is wrong and what mends it; null where nothing is. */
  reason: z.string().nullable(),
  /** When Prometheus last answered (ISO 8601); null: never. */
  lastReachedAt: z.string().nullable(),
  /** What Prometheus says of a result that may be incomplete. */
  warnings: z.array(z.string()),
  /** Unix milliseconds, evenly apart; all values below belong to these. */
  times: z.array(z.number()),
  stepSeconds: z.number().nullable(),
  size: z.object({
    desired: valuesSchema,
    ready: valuesSchema,
    min: valuesSchema,
    max: valuesSchema,
  }),
  demand: demandHistorySchema.nullable(),
  /** Why limits and demand cannot be asked for; null where they were. */
  limitsUnknown: z.string().nullable().default(null),
});
export type ServiceHistory = z.infer<typeof serviceHistorySchema>;
