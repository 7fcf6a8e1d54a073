import { ButtonBase, makeStyles, Typography } from '@material-ui/core';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import { drawnLines } from '../../chart/chartLines';
import { LineLegend } from '../../chart/LineLegend';
import { TimeSpan } from '../lane';
import { LaneView, unknownOf } from '../laneView';
import { byReason, joined, shareKnown } from '../layout/gaps';
import { StageScale } from '../layout/scale';
import { layoutStops, Stop } from '../layout/stops';
import { spanText } from '../momentText';
import { withReadings } from './chartReading';
import { LaneStops, pointsHeight, TRACK_PX } from './LaneStops';
import { StopList } from './StopList';

const LanePlot = lazy(async () => ({
  default: (await import('./LanePlot')).LanePlot,
}));

/** One chart has more room than each of several. */
const CHART_PX = { one: 120, several: 60 };

/** Stretches that are named in a line; the table names all. */
const PARTS_NAMED = 3;

/** Reasons likewise: a world has many services, a lane seldom one line of room for each. */
const REASONS_NAMED = 3;

const useStyles = makeStyles(theme => ({
  lane: {
    padding: theme.spacing(1, 0),
    borderTop: `1px solid ${theme.palette.divider}`,
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    gap: theme.spacing(0, 1.5),
  },
  toggle: {
    gap: theme.spacing(0.75),
    font: 'inherit',
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.text.primary}`,
    },
  },
  faint: { color: theme.palette.text.secondary },
  body: { position: 'relative' },
  chartHead: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0, 2),
    minHeight: 24,
    fontVariantNumeric: 'tabular-nums',
  },
  unknown: {
    position: 'absolute',
    top: 0,
    bottom: 0,
    backgroundImage: `repeating-linear-gradient(-45deg, ${theme.palette.text.disabled} 0 1px, transparent 1px 7px)`,
    backgroundColor: theme.palette.action.hover,
    borderLeft: `1px solid ${theme.palette.text.disabled}`,
    borderRight: `1px solid ${theme.palette.text.disabled}`,
  },
  pending: {
    position: 'absolute',
    top: 0,
    bottom: 0,
    background: theme.palette.action.hover,
  },
  reasons: {
    listStyle: 'none',
    margin: theme.spacing(0.5, 0, 0),
    padding: 0,
    overflowWrap: 'anywhere',
  },
}));

export interface LaneRowProps {
  view: LaneView;
  scale: StageScale;
  nowMs: number;
  /** Instant that is read off the charts. */
  instantMs: number | undefined;
  /** Stop that is shown, if it is one of this lane. */
  shown: string | undefined;
  rover: string | undefined;
  onFocus: (stop: Stop) => void;
  onHover: (stop: Stop | undefined) => void;
  onSpan: (span: TimeSpan) => void;
}

/** How much there is in a lane, or why there is nothing to be seen. */
function summaryOf(items: number, lane: { known: number; isPending: boolean }) {
  if (items > 0) return `${items} ${items === 1 ? 'entry' : 'entries'}`;
  if (lane.isPending) return 'loading';
  if (lane.known === 0) return 'not known';
  return lane.known < 1
    ? 'nothing in the parts that are known'
    : 'nothing happened';
}

/** One lane: its charts, its marks and periods, what it does not know, and why. */
export function LaneRow(props: LaneRowProps) {
  const { view, scale, nowMs, instantMs, shown, rover } = props;
  const { onFocus, onHover, onSpan } = props;
  const classes = useStyles();
  const [isOpen, setOpen] = useState(true);
  const [listed, setListed] = useState<Stop>();
  const opener = useRef<Element | null>(null);
  const { marks = [], periods = [], charts = [], notes } = view.answer ?? {};
  const { stops, tracks } = useMemo(
    () => layoutStops({ marks, periods }, scale, nowMs),
    // The answer holds marks and periods.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [view.answer, scale, nowMs],
  );
  const { gaps, pending } = unknownOf(view, scale, nowMs);
  const reasons = byReason(gaps);
  const known = shareKnown(scale, gaps, nowMs);
  const items = stops.reduce((sum, stop) => sum + stop.items.length, 0);
  const drawn = charts.filter(chart => drawnLines(chart.lines).length > 0);
  const chartHeight = drawn.length === 1 ? CHART_PX.one : CHART_PX.several;
  const hasPoints = stops.some(({ kind }) => kind === 'point');
  const height =
    tracks * TRACK_PX +
    (hasPoints || (tracks === 0 && drawn.length === 0)
      ? pointsHeight(stops)
      : 0);
  const stretch = ({ fromMs, toMs }: TimeSpan) => {
    const left = scale.x(fromMs);
    return { left, width: Math.max(2, scale.x(toMs) - left) };
  };
  const titleId = `timeline-lane-${view.id.replace(/\W+/g, '-')}`;
  return (
    <section className={classes.lane} aria-labelledby={titleId}>
      <div className={classes.head}>
        <Typography id={titleId} variant="subtitle2" component="h3">
          <ButtonBase
            className={classes.toggle}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <span aria-hidden>{isOpen ? '▾' : '▸'}</span>
            {view.title}
          </ButtonBase>
        </Typography>
        <Typography variant="caption" className={classes.faint}>
          {drawn.length > 0 && items === 0
            ? ''
            : summaryOf(items, { known, isPending: pending.length > 0 })}
        </Typography>
      </div>
      {isOpen && (
        <div className={classes.body}>
          {joined(gaps).map(gap => (
            <div
              key={gap.fromMs}
              className={classes.unknown}
              style={stretch(gap)}
              aria-hidden
            />
          ))}
          {pending.map(part => (
            <div
              key={part.fromMs}
              className={classes.pending}
              style={stretch(part)}
              aria-hidden
            />
          ))}
          {drawn.map(chart => (
            <div key={chart.id}>
              <div className={classes.chartHead}>
                <Typography variant="caption">{chart.title}</Typography>
                <LineLegend
                  label={`Lines of ${chart.title}`}
                  lines={withReadings(chart, instantMs)}
                  level={chart.level}
                  hasGaps={chart.lines[0]?.values.includes(null) ?? false}
                />
              </div>
              <Suspense fallback={<div style={{ height: chartHeight }} />}>
                <LanePlot chart={chart} scale={scale} height={chartHeight} />
              </Suspense>
            </div>
          ))}
          {height > 0 && (
            <div style={{ position: 'relative', height }}>
              <LaneStops
                {...{ stops, tracks, scale, shown, rover, onFocus, onHover }}
                id={view.id}
                title={view.title}
                top={0}
                onList={stop => {
                  opener.current = document.activeElement;
                  setListed(stop);
                }}
              />
            </div>
          )}
        </div>
      )}
      {listed && isOpen && (
        <StopList
          items={listed.items}
          span={listed}
          onClose={() => {
            setListed(undefined);
            if (opener.current instanceof HTMLElement) opener.current.focus();
          }}
          onZoom={() => {
            setListed(undefined);
            onSpan(listed);
          }}
        />
      )}
      {(gaps.length > 0 || (notes?.length ?? 0) > 0) && (
        <ul className={classes.reasons}>
          {reasons.slice(0, REASONS_NAMED).map(({ reason, parts }) => (
            <Typography key={reason} variant="caption" component="li">
              <strong>Not known</strong>{' '}
              {parts.slice(0, PARTS_NAMED).map(spanText).join('; ')}
              {parts.length > PARTS_NAMED &&
                ` and ${parts.length - PARTS_NAMED} further stretches`}
              : {reason}
            </Typography>
          ))}
          {reasons.length > REASONS_NAMED && (
            <Typography variant="caption" component="li">
              And {reasons.length - REASONS_NAMED} further reasons, in the list
              below the timeline.
            </Typography>
          )}
          {notes?.map(note => (
            <Typography
              key={note}
              variant="caption"
              component="li"
              className={classes.faint}
            >
              {note}
            </Typography>
          ))}
        </ul>
      )}
    </section>
  );
}
