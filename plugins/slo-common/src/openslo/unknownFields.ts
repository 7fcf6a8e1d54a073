import { z } from 'zod';
import { suggestion } from './nearMiss';

/**
 * What is said of a mapping that is none, or has fields that nobody knows; undefined
 * where something else is wrong.
 */
export function unknownFields(
  issue: z.core.$ZodRawIssue,
  known: readonly string[],
  expected: string,
): string | undefined {
  if (issue.code === 'invalid_type') return expected;
  if (issue.code !== 'unrecognized_keys') return undefined;
  return issue.keys
    .map(key => `"${key}" is not known${suggestion(key, known)}`)
    .concat(`expected ${known.join(', ')}`)
    .join('; ');
}
