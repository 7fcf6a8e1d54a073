import { z } from 'zod';
import {
  joinAnswers,
  servicesAnswerSchema,
  servicesChangesRequestSchema,
  workloadEventSchema,
} from './ledgerContract';

/** The ledger of versions: which images, when, and who brought them. Null is unknown. */

const imagesSchema = z.array(
  z.object({
    container: z.string(),
    /** As it is written: `registry.example/aurora/gateway:1.42.0`. */
    image: z.string(),
  }),
);

/**
 * A new version of one workload began to replace its pods. Its actor is who wrote the
 * new template, as the object itself says.
 */
export const versionRecordSchema = workloadEventSchema.extend({
  /**
   * Images by container; the same as in `to` where only the template changed. None where
   * they are not known.
   */
  from: imagesSchema,
  to: imagesSchema,
  /** A few words: `1.41.0 → 1.42.0`. */
  title: z.string(),
  /** One sentence for people. */
  sentence: z.string(),
});
export type VersionRecord = z.infer<typeof versionRecordSchema>;

/** Nobody watched: versions of then may be missing. */
export const versionGapSchema = versionRecordSchema
  .pick({ entityRef: true, region: true, regionTitle: true, cluster: true })
  .extend({
    /** ISO 8601. */
    from: z.string(),
    to: z.string(),
  });
export type VersionGap = z.infer<typeof versionGapSchema>;

/** Query of `GET /versions`: those of several services at once. */
export const servicesVersionsRequestSchema = servicesChangesRequestSchema;

export const servicesVersionsSchema = servicesAnswerSchema.extend({
  /** Newest first. */
  versions: z.array(versionRecordSchema),
  /**
   * By entity reference, of all that are not missing: since when its versions are
   * observed (ISO 8601); null: those of some workload not yet. Of the time before
   * nothing is known.
   */
  observedSince: z.record(z.string(), z.string().nullable()),
  /** After that, each service and cluster in the order of time. */
  gaps: z.array(versionGapSchema).default([]),
});
export type ServicesVersions = z.infer<typeof servicesVersionsSchema>;

export function joinVersions(
  answers: readonly ServicesVersions[],
  limit: number,
): ServicesVersions {
  const { items, ...rest } = joinAnswers(answers, a => a.versions, limit);
  const since = answers.map(({ observedSince }) => observedSince);
  return {
    versions: items,
    ...rest,
    observedSince: Object.assign({}, ...since),
    gaps: answers.flatMap(({ gaps }) => gaps),
  };
}
