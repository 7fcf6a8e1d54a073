import {
  Button,
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
  Typography,
} from '@material-ui/core';
import { useMemo, useState } from 'react';
import { drawnLines } from '../../chart/chartLines';
import { TimeTable } from '../../chart/TimeTable';
import { StateBadge } from '../../state/StateBadge';
import { LaneGap, TimeSpan } from '../lane';
import { LaneView, unknownOf } from '../laneView';
import { isPeriod, startOf, TimelineItem } from '../layout/stops';
import { momentText, spanText } from '../momentText';
import { circumstances, whenText } from '../stage/itemText';
import { ItemLink } from '../stage/ItemLink';
import { LaneBoundary } from '../stage/LaneBoundary';

/** A page of the list; more on demand. */
const ROWS_AT_ONCE = 100;

const useStyles = makeStyles(theme => ({
  scroll: { maxHeight: 480 },
  when: {
    whiteSpace: 'nowrap',
    [theme.breakpoints.down('xs')]: { whiteSpace: 'normal' },
  },
  what: { minWidth: 200, overflowWrap: 'anywhere' },
  more: { marginTop: theme.spacing(1) },
}));

interface Line {
  key: string;
  lane: string;
  atMs: number;
  item?: TimelineItem;
  gap?: LaneGap;
}

function linesOf(
  views: readonly LaneView[],
  span: TimeSpan,
  nowMs: number,
): Line[] {
  return views
    .flatMap(view => {
      const { marks = [], periods = [] } = view.answer ?? {};
      const items: TimelineItem[] = [...marks, ...periods];
      return [
        ...items
          .filter(item => {
            const endMs = isPeriod(item) ? item.toMs ?? nowMs : item.atMs;
            return endMs >= span.fromMs && startOf(item) <= span.toMs;
          })
          .map(item => ({
            key: `${view.id} ${item.id}`,
            lane: view.title,
            atMs: startOf(item),
            item,
          })),
        ...unknownOf(view, span, nowMs).gaps.map(gap => ({
          key: `${view.id} gap ${gap.fromMs} ${gap.reason}`,
          lane: view.title,
          atMs: gap.fromMs,
          gap,
        })),
      ];
    })
    .sort((a, b) => b.atMs - a.atMs);
}

export interface TimelineTableProps {
  views: readonly LaneView[];
  span: TimeSpan;
  nowMs: number;
}

/** The timeline for people who read rather than look, the newest first. */
export function TimelineTable(props: TimelineTableProps) {
  const { views, span, nowMs } = props;
  const classes = useStyles();
  const [shown, setShown] = useState(ROWS_AT_ONCE);
  const lines = useMemo(
    () => linesOf(views, span, nowMs),
    [views, span, nowMs],
  );
  const charts = views.flatMap(({ id, title, answer }) =>
    (answer?.charts ?? [])
      .filter(chart => drawnLines(chart.lines).length > 0)
      .map(chart => ({ ...chart, key: `${id} ${chart.id}`, lane: title })),
  );
  return (
    <>
      {lines.length === 0 ? (
        <Typography variant="body2">Nothing happened in this time.</Typography>
      ) : (
        <TableContainer
          className={classes.scroll}
          role="region"
          aria-label="The timeline as a list"
          tabIndex={0}
        >
          <Table size="small" stickyHeader>
            <TableHead>
              <TableRow>
                <TableCell scope="col">When</TableCell>
                <TableCell scope="col">Lane</TableCell>
                <TableCell scope="col">What</TableCell>
                <TableCell scope="col">State</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {lines.slice(0, shown).map(({ key, lane, item, gap }) => (
                <TableRow key={key}>
                  <TableCell
                    component="th"
                    role="rowheader"
                    scope="row"
                    className={classes.when}
                  >
                    {item ? whenText(item) : spanText(gap ?? span)}
                  </TableCell>
                  <TableCell>{lane}</TableCell>
                  <TableCell className={classes.what}>
                    {item && <ItemLink item={item} />}
                    {item && circumstances(item).length > 0 && (
                      <div>{circumstances(item).join(' · ')}</div>
                    )}
                    <div>{item ? item.sentence : gap?.reason}</div>
                  </TableCell>
                  <TableCell>
                    {gap && <StateBadge state="unknown" label="Not known" />}
                    {item?.state && <StateBadge state={item.state} />}
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </TableContainer>
      )}
      {lines.length > shown && (
        <Button
          className={classes.more}
          size="small"
          variant="outlined"
          onClick={() => setShown(count => count + ROWS_AT_ONCE)}
        >
          {lines.length - shown} earlier ones
        </Button>
      )}
      {charts.map(({ key, lane, ...chart }) => (
        <LaneBoundary key={key} title={lane} answer={chart.lines}>
          <Typography variant="subtitle2" component="h4">
            {lane}: {chart.title}
          </Typography>
          <TimeTable
            title={`${lane}: ${chart.title}`}
            times={chart.times}
            lines={drawnLines(chart.lines)}
            format={chart.format}
            momentText={momentText}
          />
        </LaneBoundary>
      ))}
    </>
  );
}
