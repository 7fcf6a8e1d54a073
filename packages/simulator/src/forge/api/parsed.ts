import { z } from 'zod';
import { Exchange, ForgeError, readJson } from '../exchange';

/** Room for a file of 10 MB in base64. */
const maxJsonBytes = 16 * 1024 * 1024;

/** @throws ForgeError 422 naming the fields that are wrong */
export async function parsed<T>(
  exchange: Exchange,
  schema: z.ZodType<T>,
): Promise<T> {
  const result = schema.safeParse(await readJson(exchange, maxJsonBytes));
  if (result.success) return result.data;
  throw new ForgeError(
    422,
    result.error.issues
      .map(({ path, message }) => `[${path.map(String).join('.')}]: ${message}`)
      .join(', '),
  );
}
