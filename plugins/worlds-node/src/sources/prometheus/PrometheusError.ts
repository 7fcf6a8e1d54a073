import { CustomErrorBase } from '@backstage/errors';

/** What a failed question to Prometheus means for the one who asked it. */
export type PrometheusFailure =
  /** It could not be reached: refused, reset, name not found, certificate. */
  | 'unreachable'
  /** No answer in time. */
  | 'timeout'
  /** It does not accept the credentials (401) or they may not ask (403). */
  | 'denied'
  /** It leads somewhere else, most often to a sign-in page; that is not followed. */
  | 'redirected'
  /** It refused the question (400) or could not answer it (422). */
  | 'question'
  /** It answers, but cannot answer now: 429, 5xx. */
  | 'unavailable'
  /** The answer is not what Prometheus' HTTP API answers. */
  | 'malformed'
  /** The answer is larger than what is read. */
  | 'tooLarge';

/** A question to Prometheus failed. The message says what was asked of whom and why. */
export class PrometheusError extends CustomErrorBase {
  name = 'PrometheusError' as const;
  readonly failure: PrometheusFailure;
  /** HTTP status or system code, for example `503` or `ECONNREFUSED`. */
  readonly code?: string;

  constructor(
    message: string,
    options: { failure: PrometheusFailure; code?: string; cause?: unknown },
  ) {
    super(message, options.cause);
    this.failure = options.failure;
    this.code = options.code;
  }
}
