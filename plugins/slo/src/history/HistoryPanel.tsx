import { useApi } from '@backstage/core-plugin-api';
import { Button, ButtonGroup, makeStyles, Typography } from '@material-ui/core';
import {
  ObjectiveDetail,
  SloHistory,
} from '@worldscale/backstage-plugin-slo-common';
import {
  datedMinuteText,
  usePolled,
} from '@worldscale/backstage-plugin-worlds-react';
import { useCallback, useState } from 'react';
import { sloApiRef } from '../api';
import { LoadError } from '../face/LoadError';
import { Panel } from '../face/Panel';
import { HistoryRangeId, historyRange, historyRanges } from './historyRanges';
import { ResultsView, Verdict } from './ResultsView';

/** Days change slowly, and are kept in the portal's own database. */
const POLL_MS = 5 * 60_000;

const useStyles = makeStyles({
  waiting: { minHeight: 160 },
  // The theme breaks words anywhere, titles of buttons too.
  ranges: { flexWrap: 'wrap', '& button': { whiteSpace: 'nowrap' } },
});

/** How the objective went, day by day and as a whole, beyond Prometheus' memory. */
export function HistoryPanel({ objective }: { objective: ObjectiveDetail }) {
  const { row, days } = objective;
  const [range, setRange] = useState<HistoryRangeId>('window');
  const classes = useStyles();
  return (
    <Panel
      title="Day by day"
      controls={
        <ButtonGroup
          size="small"
          className={classes.ranges}
          aria-label="Range of the history"
        >
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
      }
    >
      {range === 'window' ? (
        <ResultsView results={days} row={row} />
      ) : (
        <KeptHistory {...{ objective, range }} />
      )}
    </Panel>
  );
}

function KeptHistory(props: {
  objective: ObjectiveDetail;
  range: Exclude<HistoryRangeId, 'window'>;
}) {
  const { objective, range } = props;
  const { row } = objective;
  const { slo, objective: place } = row;
  const api = useApi(sloApiRef);
  const classes = useStyles();
  const load = useCallback(
    (signal: AbortSignal) =>
      api.getHistory(
        slo,
        { objective: place, ...historyRange(Date.now(), range), by: 'day' },
        { signal },
      ),
    [api, slo, place, range],
  );
  const { data, error, failingSince, loadedAt, isPrevious, reload } = usePolled(
    load,
    { intervalMs: POLL_MS },
  );
  const history = isPrevious ? undefined : data;
  return (
    <>
      {error && (
        <LoadError
          title="The history could not be loaded"
          error={error}
          since={failingSince}
          shownFrom={history && loadedAt}
          onRetry={reload}
        />
      )}
      {history && (
        <>
          <Verdict total={history.total} row={row} />
          <KnownSince history={history} />
          <ResultsView
            results={history.results}
            row={row}
            rangeMs={
              Date.parse(history.total.endAt) -
              Date.parse(history.total.startAt)
            }
          />
        </>
      )}
      {!history && !error && (
        <div
          className={classes.waiting}
          role="status"
          aria-label="Loading the history"
        />
      )}
    </>
  );
}

/** From when on the range holds results, where that is not from its start. */
function KnownSince({ history }: { history: SloHistory }) {
  const { knownSince, total } = history;
  if (!knownSince || Date.parse(knownSince) <= Date.parse(total.startAt)) {
    return null;
  }
  return (
    <Typography variant="body2" color="textSecondary">
      Known since {datedMinuteText(Date.parse(knownSince))}; before, nothing was
      observed.
    </Typography>
  );
}
