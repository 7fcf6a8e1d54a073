import { ErrorFormat } from '../serving/withFaults';
import { ApiError } from './ApiError';

const messageByCode: Record<number, string | undefined> = {
  401: 'Unauthorized',
  403: 'the simulated cluster forbids this request',
  410: 'The resourceVersion for the provided list is too old.',
  429: 'The apiserver is currently unable to handle this request, please try again later',
  500: 'Internal error occurred: simulated failure',
  503: 'the server is currently unable to handle the request',
};

/** What the API server asks a client to wait when it is overloaded. */
const retryAfterSeconds = 1;

/** Errors that are wanted for a demonstration, as the API server writes them. */
export const formatKubernetesError: ErrorFormat = (code, message) => {
  const isRetryable = code === 429 || code === 503;
  const error = new ApiError(
    code,
    message ?? messageByCode[code] ?? `simulated failure with status ${code}`,
    isRetryable ? { details: { retryAfterSeconds } } : {},
  );
  return {
    body: error.body(),
    ...(isRetryable && {
      headers: { 'Retry-After': String(retryAfterSeconds) },
    }),
  };
};
