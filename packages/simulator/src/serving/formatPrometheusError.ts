import { ErrorFormat } from './withFaults';

const errorTypes: Record<number, string | undefined> = {
  400: 'bad_data',
  404: 'not_found',
  422: 'execution',
  500: 'internal',
  503: 'unavailable',
};

/** Errors that are wanted for a demonstration, as Prometheus writes them. */
export const formatPrometheusError: ErrorFormat = (code, message) => ({
  body: {
    status: 'error',
    errorType: errorTypes[code] ?? 'internal',
    error: message ?? `simulated failure with status ${code}`,
  },
});
