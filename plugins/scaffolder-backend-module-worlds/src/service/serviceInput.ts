import {
  serviceKinds,
  TARGET_UTILISATION,
} from '@worldscale/backstage-plugin-worlds-common';
import type { z as Zod } from 'zod/v3';

export const lifecycles = ['experimental', 'production'] as const;
export const tiers = ['tier-1', 'tier-2', 'tier-3'] as const;

/** Longest description: it is one sentence in lists and on cards. */
export const LONGEST_DESCRIPTION = 300;

/** An image named by its content: a tag could mean something else tomorrow. */
const imageByDigest = /^[a-z0-9][\w.:/-]*@sha256:[0-9a-f]{64}$/;

/** Value of a label in Kubernetes. */
const labelValue = /^[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/;

/** What `worlds:planService` is given: the answers of the form. */
export const serviceInput = {
  kind: (z: typeof Zod) =>
    z
      .enum(serviceKinds)
      .describe('Whether it holds players itself (a shard) or not'),
  name: (z: typeof Zod) =>
    z.string().describe('Name in catalog, forge and clusters'),
  description: (z: typeof Zod) =>
    z
      .string()
      .min(1)
      .max(LONGEST_DESCRIPTION)
      .describe('What it does, in one sentence'),
  world: (z: typeof Zod) =>
    z.string().min(1).describe('Reference of a System of type world'),
  regions: (z: typeof Zod) =>
    z
      .array(z.string().min(1))
      .min(1)
      .describe('References of Resources of type region'),
  owner: (z: typeof Zod) =>
    z.string().min(1).describe('Reference of the Group that answers for it'),
  lifecycle: (z: typeof Zod) => z.enum(lifecycles),
  tier: (z: typeof Zod) => z.enum(tiers),
  capacity: (z: typeof Zod) =>
    z
      .object({
        peakPlayers: z
          .number()
          .describe('Concurrent players at the peak, all regions together'),
        playersPerInstance: z
          .number()
          .describe(
            'Players that a full shard, or a pod at full load, carries',
          ),
      })
      .describe(`Pods are held at ${TARGET_UTILISATION * 100} % of their CPU`),
  image: (z: typeof Zod) =>
    z
      .string()
      .regex(imageByDigest, 'must name an image by its digest (@sha256:...)')
      .describe('Container image, by its digest'),
  costCenter: (z: typeof Zod) =>
    z
      .string()
      .regex(labelValue, 'must be a value of a Kubernetes label')
      .optional()
      .describe('Who pays; default: the world'),
  pagerDutyServiceId: (z: typeof Zod) =>
    z
      .string()
      .regex(/^P[A-Z0-9]{6,13}$/, 'must be an id like P05BE68')
      .optional()
      .describe('Its service in PagerDuty'),
};
