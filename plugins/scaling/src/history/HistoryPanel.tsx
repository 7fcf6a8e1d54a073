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
import { RegionScaling } from '@worldscale/backstage-plugin-scaling-common';
import {
  ErrorNote,
  usePolled,
} from '@worldscale/backstage-plugin-worlds-react';
import { useCallback, useState } from 'react';
import { scalingApiRef } from '../api';
import { regionTitle } from '../wording';
import { HistoryRangeId, historyRanges, rangeUpTo } from './historyRanges';
import { HistoryView } from './HistoryView';

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

export interface HistoryPanelProps {
  regions: readonly RegionScaling[];
  /** Region to begin with; else the first, which is worst off. */
  region?: string;
}

/** How size and demand of the entity of the page went, region by region. */
export function HistoryPanel(props: HistoryPanelProps) {
  const { regions } = props;
  const classes = useStyles();
  const api = useApi(scalingApiRef);
  const { entity } = useEntity();
  const [range, setRange] = useState<HistoryRangeId>('24h');
  const [chosen, setChosen] = useState(props.region);
  const known = regions.filter(({ workloads }) => workloads.length > 0);
  const shown = known.find(({ region }) => region === chosen) ?? known[0];
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
  if (region === undefined) return null;
  const history = isPrevious ? undefined : data;
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
            onChange={event => setChosen(event.target.value)}
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
              onClick={() => setRange(id)}
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
      {history && <HistoryView history={history} />}
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
