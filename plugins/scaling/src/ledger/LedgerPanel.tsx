import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { Button, makeStyles, Paper, Typography } from '@material-ui/core';
import {
  RegionScaling,
  scalingChannel,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  EmptyNote,
  ErrorNote,
  usePolled,
} from '@worldscale/backstage-plugin-worlds-react';
import { useCallback, useState } from 'react';
import { scalingApiRef } from '../api';
import { useTabQuery } from '../useTabQuery';
import { extentText } from './extentText';
import { filterOf } from './ledgerFilter';
import { LedgerFilters } from './LedgerFilters';
import { LedgerTable } from './LedgerTable';
import { saveFile } from './saveFile';

const POLL_MS = 30_000;
const PAGE = 25;

/** Why there is nothing to be seen. */
const emptyWords = {
  filtered: {
    title: 'No change matches',
    text: 'Its size may have changed in other regions or at other times.',
  },
  unchanged: {
    title: 'No change yet',
    text: 'Its size has not changed since it is watched.',
  },
  unwatched: {
    title: 'No change is known',
    text: 'Its size is not watched yet, so it may have changed.',
  },
};

const useStyles = makeStyles(theme => ({
  panel: { padding: theme.spacing(1.5, 2), marginBottom: theme.spacing(1.5) },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 2),
    marginBottom: theme.spacing(1),
  },
  title: { marginRight: 'auto' },
  pages: {
    display: 'flex',
    gap: theme.spacing(1),
    marginTop: theme.spacing(1),
  },
  waiting: { minHeight: 120 },
}));

/** Every change of size of the entity of the page: filtered, in pages, as a file. */
export function LedgerPanel(props: { regions: readonly RegionScaling[] }) {
  const { regions } = props;
  const classes = useStyles();
  const api = useApi(scalingApiRef);
  const { entity } = useEntity();
  const [query, setQuery] = useTabQuery();
  const { kind } = entity;
  const { name, namespace = 'default' } = entity.metadata;
  const { in: region, workload, who, direction, since } = query;
  const chosen = JSON.stringify({
    in: region,
    workload,
    who,
    direction,
    since,
  });
  // Cursors of the pages before this one; another choice begins anew.
  const [trail, setTrail] = useState<{ chosen: string; cursors: string[] }>({
    chosen,
    cursors: [],
  });
  const cursors = trail.chosen === chosen ? trail.cursors : [];
  const cursor = cursors[cursors.length - 1];
  const load = useCallback(
    (signal: AbortSignal) =>
      api.getChanges(
        {
          ...{ kind, namespace, name, limit: PAGE, cursor },
          ...filterOf(JSON.parse(chosen), Date.now()),
        },
        { signal },
      ),
    [api, kind, namespace, name, cursor, chosen],
  );
  const { data, error, failingSince, loadedAt, isPrevious, reload } = usePolled(
    load,
    {
      intervalMs: POLL_MS,
      signalChannel: scalingChannel(stringifyEntityRef(entity)),
    },
  );
  const [saving, setSaving] = useState<'no' | 'now' | Error>('no');
  const save = async () => {
    setSaving('now');
    try {
      const file = await api.getChangesCsv({
        ...{ kind, namespace, name },
        ...filterOf(query, Date.now()),
      });
      saveFile(file, `${name}-changes.csv`);
      setSaving('no');
    } catch (e) {
      setSaving(e instanceof Error ? e : new Error(String(e)));
    }
  };
  const turn = (next: string[]) => setTrail({ chosen, cursors: next });
  const page = isPrevious ? undefined : data;
  const workloads = [
    ...new Set(regions.flatMap(each => each.workloads.map(one => one.name))),
  ].sort();
  const isFiltered = [region, workload, who, direction, since].some(Boolean);
  const unfiltered =
    page?.extent.observedSince === null ? 'unwatched' : 'unchanged';
  const emptiness = isFiltered ? 'filtered' : unfiltered;
  return (
    <Paper
      component="section"
      variant="outlined"
      className={classes.panel}
      aria-labelledby="scaling-ledger-title"
    >
      <div className={classes.head}>
        <Typography
          id="scaling-ledger-title"
          variant="h6"
          component="h3"
          className={classes.title}
        >
          Why it scaled: every change of size
        </Typography>
        <Button
          size="small"
          variant="outlined"
          disabled={saving === 'now'}
          onClick={save}
        >
          Export as CSV
        </Button>
      </div>
      <LedgerFilters {...{ regions, workloads, query }} onChange={setQuery} />
      {saving instanceof Error && (
        <ErrorNote title="The file could not be made" error={saving} />
      )}
      {error && (
        <ErrorNote
          title="The ledger could not be loaded"
          error={error}
          since={failingSince}
          shownFrom={page && loadedAt}
          onRetry={reload}
        />
      )}
      {page && page.changes.length > 0 && (
        <LedgerTable
          label="Changes of size"
          changes={page.changes}
          hasWorkloads={workloads.length > 1}
        />
      )}
      {page?.changes.length === 0 && (
        <EmptyNote
          title={emptyWords[emptiness].title}
          action={
            isFiltered && (
              <Button
                size="small"
                onClick={() =>
                  setQuery({
                    ...{ in: undefined, workload: undefined, who: undefined },
                    ...{ direction: undefined, since: undefined },
                  })
                }
              >
                Clear filters
              </Button>
            )
          }
        >
          {emptyWords[emptiness].text}
        </EmptyNote>
      )}
      {!page && !error && (
        <div
          className={classes.waiting}
          role="status"
          aria-label="Loading the ledger"
        />
      )}
      {page && (cursors.length > 0 || page.nextCursor) && (
        <div className={classes.pages}>
          <Button
            size="small"
            disabled={cursors.length === 0}
            onClick={() => turn(cursors.slice(0, -1))}
          >
            Newer
          </Button>
          <Button
            size="small"
            disabled={!page.nextCursor}
            onClick={() =>
              page.nextCursor && turn([...cursors, page.nextCursor])
            }
          >
            Older
          </Button>
        </div>
      )}
      {page && (
        <Typography variant="body2" color="textSecondary">
          {extentText(page.extent)}
        </Typography>
      )}
    </Paper>
  );
}
