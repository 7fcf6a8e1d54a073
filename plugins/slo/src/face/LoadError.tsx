import {
  EmptyNote,
  ErrorNote,
} from '@worldscale/backstage-plugin-worlds-react';

export interface LoadErrorProps {
  /** What could not be loaded: `The objectives could not be loaded`. */
  title: string;
  error: Error;
  since?: number;
  /** When what is still shown was loaded (Unix milliseconds). */
  shownFrom?: number;
  onRetry: () => void;
}

interface Refusal extends Error {
  statusCode?: unknown;
  cause?: Error;
}

/** Why there is no answer: refused, not there, or failed. */
export function kindOfFailure(
  error: Error,
): 'refused' | 'notFound' | 'notInstalled' | 'failed' {
  const { statusCode, cause } = error as Refusal;
  if (statusCode === 403) return 'refused';
  if (statusCode !== 404) return 'failed';
  // A backend that is there says what it did not find; one that is not, does not.
  return cause?.name === 'NotFoundError' ? 'notFound' : 'notInstalled';
}

/** Says what keeps the data from being there; each cause has its own words. */
export function LoadError(props: LoadErrorProps) {
  const { title, error, since, shownFrom, onRetry } = props;
  switch (kindOfFailure(error)) {
    case 'refused':
      return (
        <div role="status">
          <EmptyNote title="You may not see this">
            {(error as Refusal).cause?.message ?? error.message} Whoever looks
            after access can grant you <code>slo.objective.read</code>.
          </EmptyNote>
        </div>
      );
    case 'notInstalled':
      return (
        <div role="status">
          <EmptyNote title="Objectives are not installed">
            This portal has no SLO backend, so nothing is known about
            objectives.
          </EmptyNote>
        </div>
      );
    case 'notFound':
      return (
        <div role="status">
          <EmptyNote title="There is no such objective">
            {(error as Refusal).cause?.message} It may have been renamed or
            removed, or you may not see it.
          </EmptyNote>
        </div>
      );
    default:
      return <ErrorNote {...{ title, error, since, shownFrom, onRetry }} />;
  }
}
