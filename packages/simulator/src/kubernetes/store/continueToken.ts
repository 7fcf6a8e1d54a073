import { ApiError } from '../ApiError';

/** Where a list goes on. */
export interface ContinuePoint {
  /** State that all pages show; undefined: whatever is newest. */
  resourceVersion?: number;
  /** The last key that was given. */
  afterKey: string;
}

const tokenVersion = 'meta.k8s.io/v1';

export function encodeContinueToken(point: ContinuePoint): string {
  return Buffer.from(
    JSON.stringify({
      v: tokenVersion,
      rv: point.resourceVersion ?? -1,
      start: point.afterKey,
    }),
  ).toString('base64url');
}

/** @throws ApiError 400 where the token was not made by this server */
export function decodeContinueToken(token: string): ContinuePoint {
  let parsed: { v?: unknown; rv?: unknown; start?: unknown };
  try {
    parsed = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) ?? {};
  } catch {
    throw invalid();
  }
  if (
    parsed.v !== tokenVersion ||
    !Number.isSafeInteger(parsed.rv) ||
    typeof parsed.start !== 'string'
  ) {
    throw invalid();
  }
  const version = parsed.rv as number;
  return {
    resourceVersion: version < 0 ? undefined : version,
    afterKey: parsed.start,
  };
}

function invalid() {
  return ApiError.badRequest('continue key is not valid: unexpected format');
}
