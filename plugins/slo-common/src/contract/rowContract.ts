import {
  freshnessSchema,
  stateSchema,
} from '@worldscale/backstage-plugin-worlds-common';
import { z } from 'zod';
import { budgetingMethods } from '../openslo/schema';
import { deployDecisionSchema } from '../policy/decideDeployment';

/** Null is unknown, never zero. Instants are ISO 8601, shares 0 to 1. */

export const burnSchema = z.object({
  windowMs: z.number(),
  /** Times as fast as the budget lasts; null where the window is not known. */
  burnRate: z.number().nullable(),
});
export type Burn = z.infer<typeof burnSchema>;

export const exhaustionSchema = z.object({
  kind: z.enum(['spent', 'never', 'at', 'afterWindow']),
  /** Milliseconds from `observedAt`; null where it is spent or nothing burns. */
  inMs: z.number().nullable(),
  /** Window whose burn rate is taken to go on. */
  basisMs: z.number().nullable(),
});
export type SloExhaustion = z.infer<typeof exhaustionSchema>;

/** Figures of one objective over its whole window. */
export const sloFiguresSchema = z.object({
  /** Share that was good. */
  sli: z.number().nullable(),
  /** Share of the budget that is left; below 0 it is overspent. */
  remaining: z.number(),
  consumed: z.number(),
  burnRate: z.number(),
  minutes: z.object({ allowed: z.number(), remaining: z.number() }),
  /** Occurrences only. */
  events: z
    .object({
      allowed: z.number(),
      bad: z.number(),
      remaining: z.number(),
      total: z.number(),
      /** The traffic of the rest of a calendar window was assumed. */
      isEstimated: z.boolean(),
    })
    .nullable(),
});
export type SloFigures = z.infer<typeof sloFiguresSchema>;

/** Where the figures of an objective come from. */
export const measuredBySchema = z.enum([
  /** Series that our rules record. */
  'recorded',
  /** Queries of the definition, since its rules are not loaded. */
  'direct',
  /** The same, until its rules, which are loaded, have recorded enough. */
  'untilRecorded',
  'sloth',
  'pyrra',
  /** Figures of its parts. */
  'parts',
]);
export type MeasuredBy = z.infer<typeof measuredBySchema>;

export const sloWindowSchema = z.object({
  kind: z.enum(['rolling', 'calendar']),
  /** As written: `28d`. */
  duration: z.string(),
  lengthMs: z.number(),
  /** Bounds at `observedAt`; null before the first calendar window. */
  startAt: z.string().nullable(),
  endAt: z.string().nullable(),
  /** IANA name; calendar windows only. */
  timeZone: z.string().nullable(),
});

/** The worst of what a row is the whole of: one of its regions, or of a composite's parts. */
export const worstWithinSchema = z.object({
  kind: z.enum(['region', 'part']),
  /** Name of the region, or the part's place among the objectives. */
  id: z.string(),
  title: z.string(),
  state: stateSchema,
  /** One plain sentence about it alone. */
  reason: z.string(),
  /** Share of its own budget that is left; null where unknown. */
  remaining: z.number().nullable(),
  /** Of the last hour; null where unknown. */
  burnRate: z.number().nullable(),
  exhaustion: exhaustionSchema.nullable(),
});
export type WorstWithin = z.infer<typeof worstWithinSchema>;

/** One objective, as a list shows it. */
export const sloRowSchema = z.object({
  /** Name of the SLO, unique in the portal. */
  slo: z.string(),
  /** Place among its objectives from 0, or `all` for a composite. */
  objective: z.string(),
  /** Name of a region, or the empty string for all of them together. */
  region: z.string(),
  /** What people call the region; absent for all of them together. */
  regionTitle: z.string().optional(),
  displayName: z.string(),
  objectiveName: z.string().nullable(),
  /** As the file calls it. */
  service: z.string(),
  serviceTitle: z.string(),
  /** Full reference; null: no entity of the catalog is meant. */
  entityRef: z.string().nullable(),
  world: z.string().nullable(),
  worldTitle: z.string().nullable(),
  owner: z.string().nullable(),
  target: z.number(),
  method: z.enum(budgetingMethods),
  window: sloWindowSchema,
  isComposite: z.boolean(),
  /** What players cannot do when it fails. */
  playerJourney: z.string().nullable(),
  runbookUrl: z.string().nullable(),
  state: stateSchema,
  /** One plain sentence: why the state is what it is. */
  reason: z.string(),
  /**
   * What of it is worse than the figures of the whole are; absent where nothing is. The
   * whole is then at risk, and `reason` says of what. Lists sort by it.
   */
  worstWithin: worstWithinSchema.optional(),
  figures: sloFiguresSchema.nullable(),
  /** Why there are no figures, to follow "because". */
  unknownReason: z.string().nullable(),
  /** The past of its window is still being read: not yet known, and so not judged. */
  isReadingPast: z.boolean().optional(),
  /** Burn rates over windows, shortest first. */
  burns: z.array(burnSchema),
  exhaustion: exhaustionSchema.nullable(),
  /** Share of the window's slices that were observed. */
  coverage: z.number().nullable(),
  /** What a reader should know of the traffic; null: there is enough. */
  lowTraffic: z.string().nullable(),
  /** Alerts that fire now, by severity. */
  firing: z.record(z.string(), z.number().int()),
  measuredBy: measuredBySchema.nullable(),
  /** What a reader should know of figures that others record, in sentences. */
  note: z.string().nullish(),
  /** What the figures mean: end of the last slice that counts. */
  observedAt: z.string().nullable(),
  freshness: freshnessSchema,
  /** Its file could not be read lately; the last definition is in use. */
  isDefinitionOld: z.boolean(),
  /** What the policy of its service says at present. */
  decision: deployDecisionSchema.nullable(),
  /** The SLO of the same service that asks for it, where changes are not free. */
  decidedBy: z.object({ slo: z.string(), displayName: z.string() }).optional(),
});
export type SloRow = z.infer<typeof sloRowSchema>;
