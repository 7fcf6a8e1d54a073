import { stateSchema } from '@worldscale/backstage-plugin-worlds-common';
import { z } from 'zod';
import { deployDecisionSchema } from '../policy/decideDeployment';
import { exhaustionSchema, sloRowSchema } from './rowContract';

const list = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    value => (Array.isArray(value) || value === undefined ? value : [value]),
    z.array(item).max(200).optional(),
  );

export const sloSortKeys = [
  /** What burns worst: state, then the soonest end of the budget. */
  'worst',
  'remaining',
  'burnRate',
  'exhaustion',
  'sli',
  'name',
  'service',
  'world',
  'owner',
] as const;
export type SloSortKey = (typeof sloSortKeys)[number];

/** Page sizes above this make the answer slow to carry rather than to find. */
export const SLO_LIMIT_MAX = 500;

/** Stands in filters for what has none: no world, no owner. */
export const NO_VALUE = 'none';

/** `GET /slos` */
export const sloListQuerySchema = z.strictObject({
  /** Names or references of worlds (`aurora`, `system:default/aurora`), or `none`. */
  world: list(z.string().min(1)),
  /** References of owners; the kind `group` may be left out. */
  owner: list(z.string().min(1)),
  state: list(stateSchema),
  /** References of entities. */
  entityRef: list(z.string().min(1)),
  decision: list(deployDecisionSchema),
  /** Words that all occur in name, service, world, owner or journey. */
  q: z.string().max(200).optional(),
  /** Only objectives that stand for what players do. */
  journeys: z
    .preprocess(
      v => (v === 'true' || v === 'false' ? v === 'true' : v),
      z.boolean(),
    )
    .optional(),
  sort: z.enum(sloSortKeys).default('worst'),
  /** `asc` is worst first for `worst`, smallest first for the rest. */
  order: z.enum(['asc', 'desc']).default('asc'),
  limit: z.coerce.number().int().min(1).max(SLO_LIMIT_MAX).default(50),
  offset: z.coerce.number().int().min(0).default(0),
});
export type SloListQuery = z.output<typeof sloListQuerySchema>;
export type SloListRequest = Partial<SloListQuery>;

const facetSchema = z.array(
  z.object({
    /** As it is given in a filter. */
    value: z.string(),
    title: z.string().optional(),
    count: z.number().int(),
  }),
);

export const sloListSchema = z.object({
  rows: z.array(sloRowSchema),
  total: z.number().int(),
  /** Counts under all filters but the facet's own. */
  facets: z.object({
    state: facetSchema,
    world: facetSchema,
    owner: facetSchema,
  }),
  /**
   * Files with errors that the reader may see, whose sound parts are in use, and files
   * that could never be read.
   */
  brokenFiles: z.number().int(),
  /** Definitions (documents of YAML) in them that cannot be used. */
  brokenDefinitions: z.number().int().optional(),
  /** How many of `brokenFiles` could never be read. */
  unreadableFiles: z.number().int().optional(),
  /** Not all definitions have been read since the portal started anew. */
  isReading: z.boolean(),
  /** Sources (Prometheus, the host of files) that do not answer now. */
  troubles: z
    .array(
      z.object({
        /** One sentence, which names the source. */
        text: z.string(),
        /** When it last answered (ISO 8601); null: never. */
        lastSuccessAt: z.string().nullable(),
      }),
    )
    .optional(),
});
export type SloList = z.infer<typeof sloListSchema>;

export const problemSchema = z.object({
  severity: z.enum(['error', 'warning']),
  /** Address or path of the file. */
  file: z.string(),
  line: z.number().int(),
  column: z.number().int(),
  /** `spec.objectives[0].target`; empty where the whole document is meant. */
  field: z.string(),
  message: z.string(),
});

/** A file of definitions as it was last read. */
export const definitionFileSchema = z.object({
  url: z.string(),
  /** Entity whose annotation names it; null for files of the configuration. */
  entityRef: z.string().nullable(),
  readAt: z.string().nullable(),
  /** Why it cannot be read now; its last content is in use. */
  error: z.string().nullable(),
  /** Since when (ISO 8601) it cannot be read. */
  failingSince: z.string().nullable(),
  problems: z.array(problemSchema),
});
export type DefinitionFile = z.infer<typeof definitionFileSchema>;

export const deployReasonSchema = z.object({
  decision: deployDecisionSchema,
  slo: z.string().optional(),
  objective: z.string().optional(),
  text: z.string(),
  /** Figure that it came from; absent where that is not known. */
  basis: z.enum(['budget', 'burnRate']).optional(),
  /** What is, or was last, known of it. */
  because: z.string().optional(),
  /** Since when it asks for less than a free hand. */
  since: z.string().optional(),
  /** It stays only because its figure is not known now. */
  isHeld: z.literal(true).optional(),
  /** What is left of its budget is not known now, whatever was decided for that. */
  isUnknown: z.literal(true).optional(),
});

export const policyOverrideSchema = z.object({
  by: z.string(),
  reason: z.string(),
  /** ISO 8601. */
  until: z.string(),
});

/** `GET /entities/:kind/:namespace/:name/policy`: may this service be deployed? */
export const policyDecisionSchema = z.object({
  entityRef: z.string(),
  decision: deployDecisionSchema,
  /** Whether the change that was asked about may go ahead. */
  mayDeploy: z.boolean(),
  /**
   * The budget of any of its objectives is not known now, so that the decision rests on
   * what the policy says of that, or on what was known before. `reasons` say of which.
   */
  isBudgetUnknown: z.boolean().optional(),
  reasons: z.array(deployReasonSchema),
  override: policyOverrideSchema.nullable(),
  /** Since when the service has this decision; null where nothing was recorded. */
  since: z.string().nullable(),
  decidedAt: z.string(),
});
export type PolicyDecision = z.infer<typeof policyDecisionSchema>;

export const policyRequestSchema = z.object({
  /** Kind of the change, for example `security`. */
  change: z.string().min(1).max(100).optional(),
});
export type PolicyRequest = z.infer<typeof policyRequestSchema>;

/** `POST /entities/:kind/:namespace/:name/policy/override` */
export const overrideRequestSchema = z.strictObject({
  reason: z.string().trim().min(1).max(1000),
  /** At most a week: what lasts longer is another objective. */
  hours: z
    .number()
    .positive()
    .max(7 * 24),
});
export type OverrideRequest = z.infer<typeof overrideRequestSchema>;

/** `GET /entities/:kind/:namespace/:name` */
export const entitySlosSchema = z.object({
  entityRef: z.string(),
  state: stateSchema,
  reason: z.string(),
  rows: z.array(sloRowSchema),
  files: z.array(definitionFileSchema),
  policy: policyDecisionSchema.nullable(),
});
export type EntitySlos = z.infer<typeof entitySlosSchema>;

/** `GET /worlds/:namespace/:name`: what players can do in a world. */
export const worldSlosSchema = z.object({
  world: z.string(),
  title: z.string(),
  /** The worst journey's. */
  state: z.enum(['healthy', 'atRisk', 'breached', 'unknown']),
  reason: z.string(),
  /** All journeys with equal weight; null where any of them is not known. */
  composite: z
    .object({
      remaining: z.number(),
      burnRate: z.number(),
      exhaustion: exhaustionSchema,
      /** Never healthy while any of its members has spent its budget. */
      state: stateSchema.optional(),
      /** One sentence, which names the member that has spent the most of what it may. */
      reason: z.string().optional(),
      /** The member with the least of its budget left: a mean hides it. */
      worst: z
        .object({
          slo: z.string(),
          objective: z.string(),
          displayName: z.string(),
          journey: z.string(),
          remaining: z.number(),
        })
        .optional(),
    })
    .nullable(),
  journeys: z.array(
    z.object({
      journey: z.string(),
      state: stateSchema,
      reason: z.string(),
      /** Worst first. */
      rows: z.array(sloRowSchema),
    }),
  ),
});
export type WorldSlos = z.infer<typeof worldSlosSchema>;
