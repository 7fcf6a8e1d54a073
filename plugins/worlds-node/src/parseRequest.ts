import { InputError } from '@backstage/errors';
import { z } from 'zod';

/**
 * What a caller sent, parsed.
 *
 * @param where what is being read, for people: `query`, `body`
 * @throws InputError that names each wrong parameter and what was wrong with it
 */
export function parseRequest<T extends z.ZodType>(
  schema: T,
  value: unknown,
  where: string = 'query',
): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const complaints = result.error.issues.map(issue => {
    const name = issue.path.join('.');
    return name ? `'${name}': ${issue.message}` : issue.message;
  });
  throw new InputError(`Invalid ${where}: ${complaints.join('; ')}`);
}
