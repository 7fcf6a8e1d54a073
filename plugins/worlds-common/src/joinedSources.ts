import { z } from 'zod';
import { sourceHealthSchema, unknownReasonSchema } from './sourceHealth';

/** How the worlds backend fared when it asked a domain. */
export const domainStatusSchema = z.enum([
  'ok',
  /** No backend offers this domain: nothing is wrong. */
  'notInstalled',
  /** The reader may not see this domain. */
  'denied',
  'failed',
]);
export type DomainStatus = z.infer<typeof domainStatusSchema>;

const domainAnswerSchema = z.object({
  domain: z.string(),
  title: z.string(),
  status: domainStatusSchema,
  /** What was wrong, where the domain could not be asked. */
  error: z.string().optional(),
});

/** Answer of `GET /sources` of the worlds backend. */
export const joinedSourcesSchema = z.object({
  domains: z.array(
    domainAnswerSchema.extend({ sources: z.array(sourceHealthSchema) }),
  ),
});
export type JoinedSources = z.infer<typeof joinedSourcesSchema>;

/** Answer of `GET /unknowns?entityRef=` of the worlds backend. */
export const joinedUnknownsSchema = z.object({
  domains: z.array(
    domainAnswerSchema.extend({ unknowns: z.array(unknownReasonSchema) }),
  ),
});
export type JoinedUnknowns = z.infer<typeof joinedUnknownsSchema>;
