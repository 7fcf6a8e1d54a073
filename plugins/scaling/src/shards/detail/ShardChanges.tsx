import { parseEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useApi } from '@backstage/frontend-plugin-api';
import { makeStyles, Paper, Typography } from '@material-ui/core';
import {
  scalingChannel,
  Shard,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  ErrorNote,
  useEntityPath,
  usePolled,
} from '@worldscale/backstage-plugin-worlds-react';
import { useCallback } from 'react';
import { scalingApiRef } from '../../api';
import { extentText } from '../../ledger/extentText';
import { LedgerTable } from '../../ledger/LedgerTable';

const POLL_MS = 30_000;
/** What happened last; the ledger has the rest. */
const NEWEST = 5;

const useStyles = makeStyles(theme => ({
  panel: { padding: theme.spacing(1, 2) },
  all: { display: 'inline-block', marginTop: theme.spacing(1) },
}));

/** The last changes of size of what a shard belongs to, and the way to all of them. */
export function ShardChanges({ shard }: { shard: Shard }) {
  const classes = useStyles();
  const api = useApi(scalingApiRef);
  const entityPath = useEntityPath();
  const { entityRef, region, namespace, workloadKind, workloadName } = shard;
  const workload =
    workloadKind && workloadName
      ? `${workloadKind}/${namespace}/${workloadName}`
      : undefined;
  const load = useCallback(
    (signal: AbortSignal) =>
      api.getChanges(
        { ...parseEntityRef(entityRef), region, workload, limit: NEWEST },
        { signal },
      ),
    [api, entityRef, region, workload],
  );
  const { data, error, failingSince, loadedAt, isPrevious, reload } = usePolled(
    load,
    { intervalMs: POLL_MS, signalChannel: scalingChannel(entityRef) },
  );
  const page = isPrevious ? undefined : data;
  const what = workload
    ? `the ${workloadKind} ${workloadName}`
    : shard.entityTitle;
  const ledger = new URLSearchParams({
    ...{ region, in: region },
    ...(workloadName && { workload: workloadName }),
  });
  return (
    <section aria-labelledby="shard-changes">
      <Typography id="shard-changes" variant="h6" component="h3" gutterBottom>
        Last changes of size of {what}
      </Typography>
      <Paper variant="outlined" className={classes.panel}>
        {error && (
          <ErrorNote
            title="Changes of size could not be loaded"
            error={error}
            since={failingSince}
            shownFrom={page && loadedAt}
            onRetry={reload}
          />
        )}
        {!page && !error && (
          <div role="status" aria-label="Loading changes of size" />
        )}
        {page && page.changes.length > 0 && (
          <LedgerTable
            label="Last changes of size"
            changes={page.changes}
            hasWorkloads={!workload}
          />
        )}
        {page && page.changes.length === 0 && (
          <Typography variant="body2">
            The ledger has none. {extentText(page.extent)}
          </Typography>
        )}
        <Link
          className={classes.all}
          to={entityPath(entityRef, `scaling?${ledger}`)}
        >
          All changes in the ledger
        </Link>
      </Paper>
    </section>
  );
}
