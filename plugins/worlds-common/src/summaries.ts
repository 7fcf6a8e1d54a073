import { z } from 'zod';
import { stateSchema } from './state';

/**
 * How the fleet learns what each domain knows.
 *
 * Every domain backend answers `GET /summaries` with one row per service and
 * region. The worlds backend pulls with its own credentials, keeps what it got in
 * one table, and shows each reader only the columns that they may see.
 *
 * A pull names the generation that it has (`since`); the answer holds the rows
 * that changed after it, removed ones included (as `removed: true`), and ends at
 * `generation`. When the domain cannot tell the difference (another `epoch`, since
 * its store was reset; or a generation so old that it no longer remembers what was
 * removed since) the answer is `full`: all its pages together are everything, and
 * what they leave out is gone.
 *
 * A row that did not change is not sent again, so its age cannot come from the
 * row alone: each row names the source that it was read from, and each answer
 * lists when every source was last read in whole (`confirmedAt`). The age of a row
 * is the later of its own `observedAt` and its source's `confirmedAt`. A source
 * that fails is no longer confirmed: its rows grow old, then unknown.
 */

/**
 * What kind of value a column holds, which decides how it is shown and sorted. A
 * percentage counts to 100; money is in the unit's main part (euros, not cents).
 */
export const summaryColumnTypeSchema = z.enum([
  'number',
  'percent',
  'minutes',
  'money',
  'text',
]);

export const summaryColumnSchema = z.object({
  /** Unique within the domain; lower camel case. */
  id: z.string().regex(/^[a-z][a-zA-Z0-9]*$/),
  title: z.string(),
  description: z.string().optional(),
  type: summaryColumnTypeSchema,
  /** Unit for people, for example `players` or `EUR`. */
  unit: z.string().optional(),
  /** What nought stands for where that is said better in a word: `none left`. */
  zero: z.string().optional(),
  /** Name of the permission without which a reader does not see this column. */
  permission: z.string().optional(),
});
export type SummaryColumn = z.infer<typeof summaryColumnSchema>;

export const summaryValueSchema = z.union([z.number(), z.string(), z.null()]);

export const summaryRowSchema = z.object({
  /** Full entity reference in lower case, `component:default/aurora-gateway`. */
  entityRef: z.string(),
  /** Name of the region, or the empty string for a service as a whole. */
  region: z.string(),
  state: stateSchema,
  /** One sentence: why the state is what it is. */
  reason: z.string(),
  /** By column id; null (or absent) is unknown. */
  values: z.record(z.string(), summaryValueSchema),
  /** When the values were observed (ISO 8601); null: never. */
  observedAt: z.string().nullable(),
  /** Id of the source that confirms this row (see `sources`). */
  source: z.string().optional(),
  /**
   * Where the reason is explained, as a path (with a query, if need be) below the
   * entity's page: `scaling?region=eu-frankfurt`.
   */
  path: z.string().optional(),
});
export type SummaryRow = z.infer<typeof summaryRowSchema>;

export const summaryChangeSchema = z.union([
  summaryRowSchema.extend({ removed: z.literal(false).optional() }),
  z.object({
    entityRef: z.string(),
    region: z.string(),
    removed: z.literal(true),
  }),
]);
export type SummaryChange = z.infer<typeof summaryChangeSchema>;

export const summarySourceSchema = z.object({
  id: z.string(),
  /** When all of this source's rows were last known to hold (ISO 8601). */
  confirmedAt: z.string().nullable(),
  /** What people call it. */
  title: z.string().optional(),
  /** Why it cannot be read now; absent: it can, or that is not known. */
  error: z
    .object({
      /** Fit to be shown; never a secret. */
      message: z.string(),
      /** HTTP status or system code, for example `403` or `ECONNREFUSED`. */
      code: z.string().optional(),
    })
    .optional(),
});
export type SummarySource = z.infer<typeof summarySourceSchema>;

export const summariesRequestSchema = z.object({
  epoch: z.string().optional(),
  /** Generation that the caller already has; absent: everything. */
  since: z.coerce.number().int().nonnegative().optional(),
  /** Continues an answer that had a `nextCursor`. */
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(5000).default(1000),
});
export type SummariesRequest = z.input<typeof summariesRequestSchema>;
/** A request after parsing, defaults filled in. */
export type ParsedSummariesRequest = z.output<typeof summariesRequestSchema>;

export const summariesResponseSchema = z.object({
  /** Plugin id of the domain. */
  domain: z.string(),
  title: z.string(),
  /** Permission without which a reader sees nothing of this domain. */
  permission: z.string().optional(),
  epoch: z.string(),
  /** All pages together hold every row; false: only what changed after `since`. */
  full: z.boolean(),
  /** Generation that the caller has once it took all pages of this answer. */
  generation: z.number().int().nonnegative(),
  columns: z.array(summaryColumnSchema),
  rows: z.array(summaryChangeSchema),
  sources: z.array(summarySourceSchema),
  nextCursor: z.string().optional(),
});
export type SummariesResponse = z.infer<typeof summariesResponseSchema>;
