import { ErrorFormat } from './withFaults';

/** Errors that are wanted for a demonstration, as Gitea's API writes them. */
export const formatForgeError: ErrorFormat = (code, message) => ({
  body: { message: message ?? `simulated failure with status ${code}` },
});
