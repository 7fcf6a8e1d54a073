import { z } from 'zod';

/** One part of a source that answers otherwise. */
export const unreadablePartSchema = z.object({
  /** As the source itself names it, for example `horizontalpodautoscalers.autoscaling`. */
  part: z.string(),
  /** What cannot be read, why, and what mends it; never a secret. */
  reason: z.string(),
  /** HTTP status or system code, for example `403`. */
  code: z.string().optional(),
  /** Since when (ISO 8601), where that is known. */
  since: z.string().nullable(),
});
export type UnreadablePart = z.infer<typeof unreadablePartSchema>;

/** Codes of parts of which nothing failed: they only have not been read yet. */
export const unreadCodes = {
  /** Found, and still to be read for the first time. */
  waiting: 'WAITING',
  /** The source could not be asked what of it cannot be read. */
  notTold: 'NOT_TOLD',
} as const;

/** Whether a part has not been read yet, or may not have been, rather than failed. */
export function isStillUnread({ code }: Pick<UnreadablePart, 'code'>): boolean {
  return code === unreadCodes.waiting || code === unreadCodes.notTold;
}

/**
 * Health of the outside systems that a domain reads. Every domain backend answers
 * `GET /sources` with it; the worlds backend joins the answers for one page.
 */
export const sourceHealthSchema = z.object({
  /** Unique within the domain, for example `cluster:fra`. */
  id: z.string(),
  /** For example `kubernetes`, `prometheus`, `forge`. */
  kind: z.string(),
  title: z.string(),
  /** Null: not asked yet. */
  reachable: z.boolean().nullable(),
  /**
   * Parts that cannot be read although the source answers: it is partly readable.
   * What depends on them is unknown; the rest is as fresh as `lastSuccessAt`.
   */
  unreadable: z.array(unreadablePartSchema).default([]),
  /** Last time that it answered in whole, unreadable parts left out (ISO 8601). */
  lastSuccessAt: z.string().nullable(),
  /** Last failure, kept after recovery so that a reader can see it: see `isPast`. */
  lastError: z
    .object({
      at: z.string(),
      /** What was wrong and where, fit to be shown; never a secret. */
      message: z.string(),
      /** HTTP status or system code, for example `403` or `ECONNREFUSED`. */
      code: z.string().optional(),
      /** The source has answered in whole since; left out: it goes on. */
      isPast: z.literal(true).optional(),
    })
    .nullable(),
  /** Things that work only in part, for example a missing resource definition. */
  notes: z.array(z.string()).default([]),
  /** How many rows (service and region) depend on it. */
  rows: z.number().int().nonnegative().optional(),
});
export type SourceHealth = z.infer<typeof sourceHealthSchema>;

/** How a source is doing, in one word. */
export type SourceStatus =
  | 'notAsked'
  | 'reachable'
  | 'partlyReadable'
  | 'notReachable';

export function sourceStatusOf(
  source: Pick<SourceHealth, 'reachable' | 'unreadable'>,
): SourceStatus {
  if (source.reachable === null) return 'notAsked';
  if (!source.reachable) return 'notReachable';
  return source.unreadable.length > 0 ? 'partlyReadable' : 'reachable';
}

export const sourcesResponseSchema = z.object({
  domain: z.string(),
  title: z.string(),
  sources: z.array(sourceHealthSchema),
});
export type SourcesResponse = z.infer<typeof sourcesResponseSchema>;

/** Why something about a service cannot be said. Answer of `GET /unknowns?entityRef=`. */
export const unknownReasonSchema = z.object({
  /** Name of the region, or the empty string for the service as a whole. */
  region: z.string(),
  /** What people call the region; the fleet fills it in. */
  regionTitle: z.string().optional(),
  /** One or two sentences: what is unknown, why, and what mends it. */
  reason: z.string(),
  /** Id of the source that is to blame, if one is. */
  source: z.string().optional(),
  /** Since when it is unknown (ISO 8601), where that is known. */
  since: z.string().nullable(),
});
export type UnknownReason = z.infer<typeof unknownReasonSchema>;

export const unknownsResponseSchema = z.object({
  domain: z.string(),
  title: z.string(),
  unknowns: z.array(unknownReasonSchema),
});
export type UnknownsResponse = z.infer<typeof unknownsResponseSchema>;
