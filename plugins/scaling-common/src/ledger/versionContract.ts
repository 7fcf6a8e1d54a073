import { z } from 'zod';
import {
  changeActorSchema,
  joinAnswers,
  servicesChangesRequestSchema,
  unreadClusterSchema,
} from './ledgerContract';

/** The ledger of versions: which images, when, and who brought them. Null is unknown. */

const imagesSchema = z.array(
  z.object({
    container: z.string(),
    /** As it is written: `registry.example/aurora/gateway:1.42.0`. */
    image: z.string(),
  }),
);

/** A new version of one workload began to replace its pods. */
export const versionRecordSchema = z.object({
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
  /** When it began (ISO 8601), at the latest. */
  at: z.string(),
  /** It began between this instant and `at`; null: at `at` itself. */
  notBefore: z.string().nullable(),
  /** Images by container; the same as in `to` where only the template changed. */
  from: imagesSchema,
  to: imagesSchema,
  /** Who wrote the new template, as the object itself says. */
  actor: changeActorSchema,
  /** A few words: `1.41.0 → 1.42.0`. */
  title: z.string(),
  /** One sentence for people. */
  sentence: z.string(),
});
export type VersionRecord = z.infer<typeof versionRecordSchema>;

/** Query of `GET /versions`: those of several services at once. */
export const servicesVersionsRequestSchema = servicesChangesRequestSchema;

export const servicesVersionsSchema = z.object({
  /** Newest first. */
  versions: z.array(versionRecordSchema),
  /** There were more: the oldest were left out. */
  cut: z.boolean(),
  /** Services that do not exist or may not be seen. */
  missing: z.array(z.string()),
  /**
   * By entity reference, of all that are not missing: since when its versions are
   * observed (ISO 8601); null: not yet. Of the time before nothing is known.
   */
  observedSince: z.record(z.string(), z.string().nullable()),
  /** Clusters that cannot be read, whichever services run there. */
  unreadClusters: z.array(unreadClusterSchema).default([]),
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
  };
}
