import { ResponseError } from '@backstage/errors';

/** The provider's own words, where it answered. */
export function reasonOf(error: Error): string {
  return error instanceof ResponseError ? error.cause.message : error.message;
}

/** Whether the provider, or the backend around it, says that it will answer later. */
export function isNotReady(error: unknown): boolean {
  return error instanceof ResponseError && error.statusCode === 503;
}
