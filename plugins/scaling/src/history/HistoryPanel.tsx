import { useApi } from '@backstage/core-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  Button,
  ButtonGroup,
  makeStyles,
  MenuItem,
  Paper,
  TextField,
  Typography,
} from '@material-ui/core';
import {
  MOST_CHANGES_PER_PAGE,
  RegionScaling,
  ScalingChange,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  ErrorNote,
  usePolled,
} from '@worldscale/backstage-plugin-worlds-react';
import { useCallback, useState } from 'react';
import { scalingApiRef } from '../api';
import { headlineRegion } from '../content/headlineRegion';
import { useTabQuery } from '../useTabQuery';
import { regionTitle } from '../wording';
import { changeMarks, markLegend } from './changeMarks';
import { ChosenChanges } from './ChosenChanges';
import { historyRanges, rangeIdOf, rangeUpTo } from './historyRanges';
import { HistoryView } from './HistoryView';
import { unmarkedStretch } from './unmarkedStretch';

/** Recorded series gain a sample each 15 to 60 seconds. */
const POLL_MS = 60_000;

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
  region: { minWidth: 180 },
  waiting: { minHeight: 240 },
}));

/**
 * How size and demand of the entity of the page went, in the region that the address
 * names, else in the one of the headline; with the changes of the ledger.
 */
export function HistoryPanel(props: { regions: readonly RegionScaling[] }) {
  const { regions } = props;
  const classes = useStyles();
  const api = useApi(scalingApiRef);
  const { entity } = useEntity();
  const [query, setQuery] = useTabQuery();
  const range = rangeIdOf(query.range);
  const [shownChanges, setShownChanges] = useState<readonly ScalingChange[]>(
    [],
  );
  const known = regions.filter(({ workloads }) => workloads.length > 0);
  const headline = headlineRegion(regions);
  const shown =
    known.find(({ region }) => region === query.region) ??
    known.find(({ region }) => region === headline?.region) ??
    known[0];
  const region = shown?.region;
  const { kind } = entity;
  const { name, namespace = 'default' } = entity.metadata;
  const load = useCallback(
    async (signal: AbortSignal) =>
      region === undefined
        ? undefined
        : api.getHistory(
            { kind, namespace, name, region, ...rangeUpTo(Date.now(), range) },
            { signal },
          ),
    [api, kind, namespace, name, region, range],
  );
  const { data, error, failingSince, loadedAt, isPrevious, reload } = usePolled(
    load,
    { intervalMs: POLL_MS },
  );
  const loadChanges = useCallback(
    async (signal: AbortSignal) =>
      region === undefined
        ? undefined
        : api.getChanges(
            {
              ...{
                kind,
                namespace,
                name,
                region,
                limit: MOST_CHANGES_PER_PAGE,
              },
              ...rangeUpTo(Date.now(), range),
            },
            { signal },
          ),
    [api, kind, namespace, name, region, range],
  );
  // A chart of hours need not follow each change at once; the ledger below does.
  const ledger = usePolled(loadChanges, { intervalMs: POLL_MS });
  if (region === undefined) return null;
  const page = ledger.isPrevious ? undefined : ledger.data;
  const changes = page?.changes ?? [];
  const chosenHere = shownChanges.filter(change => change.region === region);
  const history = isPrevious ? undefined : data;
  const unmarked = page && unmarkedStretch(page);
  const isCut = unmarked && unmarked.untilMs > (history?.times[0] ?? Infinity);
  return (
    <Paper
      component="section"
      variant="outlined"
      className={classes.panel}
      aria-labelledby="scaling-history-title"
    >
      <div className={classes.head}>
        <Typography
          id="scaling-history-title"
          variant="h6"
          component="h3"
          className={classes.title}
        >
          Size against demand over time
        </Typography>
        {known.length > 1 && (
          <TextField
            select
            size="small"
            variant="outlined"
            className={classes.region}
            id="scaling-history-region"
            label="Region"
            value={region}
            onChange={event => setQuery({ region: event.target.value })}
          >
            {known.map(each => (
              <MenuItem key={each.region} value={each.region}>
                {regionTitle(each)}
              </MenuItem>
            ))}
          </TextField>
        )}
        <ButtonGroup size="small" aria-label="The last">
          {historyRanges.map(({ id, title }) => (
            <Button
              key={id}
              aria-pressed={id === range}
              variant={id === range ? 'contained' : 'outlined'}
              color={id === range ? 'primary' : 'default'}
              onClick={() => setQuery({ range: id })}
            >
              {title}
            </Button>
          ))}
        </ButtonGroup>
      </div>
      {error && (
        <ErrorNote
          title="The history could not be loaded"
          error={error}
          since={failingSince}
          shownFrom={history && loadedAt}
          onRetry={reload}
        />
      )}
      {history && (
        <HistoryView
          history={history}
          marks={{
            label: 'Changes of size',
            items: changeMarks(changes),
            legend: markLegend,
            current: chosenHere[0]?.id,
            // Until the ledger has answered, nothing is known of changes.
            unmarkedUntil: page ? unmarked?.untilMs : Infinity,
            onChoose: marks =>
              setShownChanges(
                changes.filter(({ id }) => marks.some(mark => mark.id === id)),
              ),
          }}
        />
      )}
      {history?.status === 'ok' && isCut && (
        <Typography variant="body2" color="textSecondary">
          {unmarked.why}
        </Typography>
      )}
      {ledger.error && (
        <ErrorNote
          title="Changes of size cannot be marked"
          error={ledger.error}
          since={ledger.failingSince}
          onRetry={ledger.reload}
        />
      )}
      {chosenHere.length > 0 && (
        <ChosenChanges
          key={chosenHere.map(({ id }) => id).join()}
          changes={chosenHere}
          onClose={() => setShownChanges([])}
        />
      )}
      {!history && !error && (
        <div
          className={classes.waiting}
          role="status"
          aria-label="Loading the history"
        />
      )}
    </Paper>
  );
}
