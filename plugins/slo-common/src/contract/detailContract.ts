import { z } from 'zod';
import { definitionFileSchema, policyDecisionSchema } from './listContract';
import { sloRowSchema } from './rowContract';

const instant = z.string();

/** What the portal itself makes of the burn rates of an alert. */
export const sloAlertJudgementSchema = z.object({
  state: z.enum(['inactive', 'pending', 'firing']),
  /** Too little is known, so that it stays as it was. */
  isHeld: z.boolean(),
  since: instant.nullable(),
  beganEarlier: z.boolean().optional(),
});
export type SloAlertJudgement = z.infer<typeof sloAlertJudgementSchema>;

/** An alert on two windows, and its state. */
export const sloAlertSchema = z.object({
  severity: z.string(),
  threshold: z.number(),
  op: z.enum(['gt', 'gte']),
  longMs: z.number(),
  shortMs: z.number(),
  forMs: z.number(),
  longBurnRate: z.number().nullable(),
  shortBurnRate: z.number().nullable(),
  /**
   * `pending`: it burns, but not yet for as long as the alert waits. Our rules wait in
   * what they record, so that of this Prometheus says nothing, and the portal does.
   */
  state: z.enum(['inactive', 'pending', 'firing']),
  /**
   * Nothing new is known of it, so that it stays as it was: too little was observed, or
   * Prometheus could not be asked.
   */
  isHeld: z.boolean(),
  /** Since when it is in this state; null where that was never known. */
  since: instant.nullable(),
  /**
   * It was so already when the portal first looked: `since` is then no beginning, but the
   * latest instant at which it can have begun. To be shown as "since ... or earlier".
   */
  beganEarlier: z.boolean().optional(),
  /**
   * Whose word the state is: that of the Prometheus that pages people, or the portal's,
   * where this Prometheus does not evaluate the alert and so pages nobody. Absent where
   * it was never looked at since that is told apart.
   */
  judgedBy: z.enum(['prometheus', 'portal']).optional(),
  /** What the portal would say; only where Prometheus judges. */
  own: sloAlertJudgementSchema.optional(),
  /**
   * Since when Prometheus and the portal differ in whether it fires; absent while they
   * agree, and while they differ no longer than either takes to notice.
   */
  differsSince: instant.optional(),
  targets: z.array(z.string()),
});
export type SloAlert = z.infer<typeof sloAlertSchema>;

export const forecastSchema = z.object({
  method: z.string(),
  level: z.number(),
  basedOn: z.number().int(),
  /** Instants; null where it does not happen within the window's length. */
  likelyAt: instant.nullable(),
  earliestAt: instant.nullable(),
  latestAt: instant.nullable(),
});

export const resultSchema = z.object({
  startAt: instant,
  endAt: instant,
  /** Null where too little was observed. */
  sli: z.number().nullable(),
  /** Share of the window's whole budget that it took. */
  consumed: z.number().nullable(),
  badEvents: z.number(),
  totalEvents: z.number(),
  coverage: z.number(),
});
export type SloResult = z.infer<typeof resultSchema>;

export const objectiveDetailSchema = z.object({
  row: sloRowSchema,
  /** The same by region, worst first; empty where it is not told apart. */
  regions: z.array(sloRowSchema),
  alerts: z.array(sloAlertSchema),
  forecast: forecastSchema.nullable(),
  /** What is left of the budget over the window; its last point is the tile's. */
  burnDown: z.object({
    atMs: z.array(z.number()),
    remaining: z.array(z.number().nullable()),
  }),
  /** Each local day of the window, in order. */
  days: z.array(resultSchema),
  /** How it is counted, and since when; the last is in force. */
  generations: z.array(
    z.object({ generation: z.string(), since: instant.nullable() }),
  ),
});
export type ObjectiveDetail = z.infer<typeof objectiveDetailSchema>;

export const excludedSchema = z.object({
  startAt: instant,
  endAt: instant,
  reason: z.string(),
  by: z.string(),
  /** Decided only after it had begun. */
  isRetroactive: z.boolean(),
});

/** `GET /slos/:slo` */
export const sloDetailSchema = z.object({
  slo: z.string(),
  displayName: z.string(),
  description: z.string().nullable(),
  labels: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  objectives: z.array(objectiveDetailSchema),
  /** Stretches of the window and of the next week that do not count. */
  excluded: z.array(excludedSchema),
  policy: policyDecisionSchema.nullable(),
  definition: z.object({
    file: definitionFileSchema,
    line: z.number().int(),
    /** The document of the SLO as written. */
    text: z.string(),
    /** Compiled rules, as Prometheus reads them. */
    rules: z.string(),
    /** Whether Prometheus has them; null where that is not known. */
    areRulesLoaded: z.boolean().nullable(),
  }),
});
export type SloDetail = z.infer<typeof sloDetailSchema>;

/** `GET /slos/:slo/history?from=&to=&by=`: results that are kept beyond Prometheus' memory. */
export const sloHistoryQuerySchema = z
  .object({
    objective: z.string().default('0'),
    from: z.iso.datetime({ offset: true }),
    to: z.iso.datetime({ offset: true }),
    by: z.enum(['hour', 'day']).default('day'),
  })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
    error: 'expected an instant before to',
    path: ['from'],
  });
export type SloHistoryRequest = z.input<typeof sloHistoryQuerySchema>;

export const sloHistorySchema = z.object({
  slo: z.string(),
  objective: z.string(),
  /** That of now: the target is applied when results are read. */
  target: z.number().optional(),
  /** From when on the range holds results; null where it holds none. */
  knownSince: instant.nullish(),
  /**
   * Of the whole range, observed or not, up to now: an answer to "how was last quarter?". What was consumed is a
   * share of the budget of the range, here and below.
   */
  total: resultSchema,
  results: z.array(resultSchema),
});
export type SloHistory = z.infer<typeof sloHistorySchema>;

/** `GET /changes?entityRef=|slo=&from=&to=`: what a timeline shows. */
export const sloChangesQuerySchema = z.object({
  entityRef: z.string().min(1).optional(),
  slo: z.string().min(1).optional(),
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});
export type SloChangesRequest = z.input<typeof sloChangesQuerySchema>;

export const sloChangeSchema = z.object({
  at: instant,
  kind: z.enum([
    'alertFired',
    'alertResolved',
    'budgetSpent',
    'budgetBack',
    'policyChanged',
    'overrideGiven',
    'generationStarted',
  ]),
  entityRef: z.string().nullable(),
  slo: z.string().nullable(),
  objective: z.string().nullable(),
  severity: z.string().nullable(),
  /** One sentence. */
  text: z.string(),
});
export type SloChange = z.infer<typeof sloChangeSchema>;

/** Newest first. */
export const sloChangesSchema = z.object({
  changes: z.array(sloChangeSchema),
  /**
   * Since when changes are noted and still kept: before, no change does not mean that
   * there was none. Null: nothing was looked at yet.
   */
  knownSince: instant.nullable().optional(),
});
export type SloChanges = z.infer<typeof sloChangesSchema>;

/** Signal channel that says "objectives changed", and nothing else. */
export const SLO_SIGNAL = 'slo:changed';
