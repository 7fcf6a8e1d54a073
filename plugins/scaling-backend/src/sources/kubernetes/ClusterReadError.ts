import { CustomErrorBase } from '@backstage/errors';

/** What a failed request to a cluster means for the one who reads it. */
export type ClusterFailure =
  /** Ask again later: refused, timed out, 401, 403, 5xx, malformed ... */
  | 'failed'
  /** The resource does not exist in this cluster: its definition is not installed. */
  | 'absent'
  /** A watch fell silent: what it missed is late already. */
  | 'silent'
  /** What was read is too old to continue from: list again. */
  | 'expired';

/** Code of a request that was not answered in time. */
export const TIMED_OUT = 'ETIMEDOUT';

/** Code of a watch that neither brought anything more nor ended. */
export const WATCH_BROKE = 'ECONNRESET';

/** A request to a cluster failed. The message says what, where and why. */
export class ClusterReadError extends CustomErrorBase {
  name = 'ClusterReadError' as const;
  /** HTTP status or system code, for example `403` or `ECONNREFUSED`. */
  readonly code?: string;
  readonly failure: ClusterFailure;

  constructor(
    message: string,
    options: { failure: ClusterFailure; code?: string },
  ) {
    super(message);
    this.failure = options.failure;
    this.code = options.code;
  }
}
