import { makeStyles, Typography } from '@material-ui/core';
import { Skeleton } from '@material-ui/lab';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  ErrorNote,
  PageBody,
  usePolled,
} from '@worldscale/backstage-plugin-worlds-react';
import { useCallback } from 'react';
import { worldsApiRef } from '../api';
import { SourceTable } from './SourceTable';

const POLL_MS = 15_000;

const useStyles = makeStyles(theme => ({
  domain: { marginBottom: theme.spacing(4) },
}));

/** How the outside systems are doing that the portal reads. */
export function SourcesPage() {
  const worlds = useApi(worldsApiRef);
  const classes = useStyles();
  const load = useCallback(
    (signal: AbortSignal) => worlds.sources(signal),
    [worlds],
  );
  const { data, error, failingSince, loadedAt, reload } = usePolled(load, {
    intervalMs: POLL_MS,
  });
  const domains = data?.domains ?? [];
  const absent = domains.filter(d => d.status === 'notInstalled');
  const denied = domains.filter(d => d.status === 'denied');
  const titles = (some: typeof domains) => some.map(d => d.title).join(', ');
  return (
    <PageBody>
      {error && (
        <ErrorNote
          title="The sources could not be loaded"
          error={error}
          since={failingSince}
          shownFrom={data && loadedAt}
          onRetry={reload}
        />
      )}
      {!data && !error && (
        <div role="status" aria-label="Loading the sources">
          <Skeleton height={240} animation="wave" />
        </div>
      )}
      {domains
        .filter(d => d.status === 'ok' || d.status === 'failed')
        .map(domain => (
          <section key={domain.domain} className={classes.domain}>
            <Typography variant="h6" component="h2" gutterBottom>
              {domain.title}
            </Typography>
            {domain.status === 'failed' ? (
              <ErrorNote
                title="This domain did not say how its sources are doing"
                error={new Error(domain.error ?? 'It gave no reason.')}
              />
            ) : (
              <SourceTable title={domain.title} sources={domain.sources} />
            )}
          </section>
        ))}
      {absent.length > 0 && (
        <Typography variant="body2" color="textSecondary">
          Not installed: {titles(absent)}.
        </Typography>
      )}
      {denied.length > 0 && (
        <Typography variant="body2" color="textSecondary">
          Not for you to see: {titles(denied)}.
        </Typography>
      )}
    </PageBody>
  );
}
