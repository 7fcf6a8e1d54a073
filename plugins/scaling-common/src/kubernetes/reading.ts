import { InputError } from '@backstage/errors';
import { z } from 'zod';

/**
 * How objects of a cluster are read. Only what the domain needs is kept, unknown
 * fields are ignored (newer API versions add them), and a value that cannot be true
 * becomes unknown together with a problem that names it. An object without a
 * usable name is refused as a whole.
 */
const metadataSchema = z.object({
  name: z.string().min(1),
  namespace: z.string().catch(''),
  uid: z.string().catch(''),
  resourceVersion: z.string().catch(''),
  managedFields: z.unknown().optional(),
  labels: z.record(z.string(), z.string()).catch({}),
  annotations: z.record(z.string(), z.string()).catch({}),
  generation: z.unknown().optional(),
  creationTimestamp: z.string().nullable().catch(null),
  deletionTimestamp: z.string().nullable().catch(null),
  ownerReferences: z
    .array(z.object({ kind: z.string(), name: z.string() }))
    .catch([]),
});

const objectSchema = z.object({
  metadata: metadataSchema,
  spec: z.record(z.string(), z.unknown()).catch({}),
  status: z.record(z.string(), z.unknown()).optional().catch(undefined),
});
export type KubernetesObject = z.infer<typeof objectSchema>;

const conditionSchema = z.object({
  type: z.string(),
  status: z.enum(['True', 'False', 'Unknown']),
  reason: z.string().catch(''),
  message: z.string().catch(''),
  lastTransitionTime: z.string().nullable().catch(null),
});
export type Condition = z.infer<typeof conditionSchema>;

/** What of an object is missing or unusable, in words. */
const PROBLEMS: Readonly<Record<string, string>> = {
  '': 'not an object',
  metadata: 'no metadata',
  'metadata.name': 'no name',
};

/** Throws an InputError that says what is wrong with the object. */
export function readObject(kind: string, value: unknown): KubernetesObject {
  const parsed = objectSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0].path.join('.');
  throw new InputError(`malformed ${kind}: ${PROBLEMS[path] ?? path}`);
}

export function readConditions(value: unknown): Condition[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap(item => {
    const parsed = conditionSchema.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });
}

export function conditionOf(
  conditions: readonly Condition[],
  type: string,
): Condition | undefined {
  return conditions.find(condition => condition.type === type);
}

/** Kubernetes counts in int32. */
const MAX_COUNT = 2 ** 31 - 1;

/**
 * Reads a count of replicas. Absent yields `absent` (the API leaves zeros out);
 * what is no whole number from 0 to 2^31-1 yields null and a problem.
 */
export function readCount(
  value: unknown,
  path: string,
  problems: string[],
  absent: number | null,
): number | null {
  if (value === undefined || value === null) return absent;
  if (
    typeof value === 'number' &&
    Number.isInteger(value) &&
    value >= 0 &&
    value <= MAX_COUNT
  ) {
    return value;
  }
  problems.push(`${path} is ${JSON.stringify(value)}, which is not a count`);
  return null;
}

/** A generation; Argo Rollouts write it as text. Undefined: not a number. */
export function readGeneration(value: unknown): number | undefined {
  const number =
    typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number)
    ? number
    : undefined;
}

export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value.length > 0 ? value : undefined;
}
