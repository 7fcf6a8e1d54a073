import { makeStyles } from '@material-ui/core';
import { scaleTime } from '@visx/scale';
import { KeyboardEvent } from 'react';
import { EDGE, StageScale } from '../layout/scale';
import { momentText, tickText } from '../momentText';

/** Room of a label, with air around it. */
const LABEL_PX = 66;

/** Shares of the span that the keys move the instant by. */
const STEP_SHARE = 0.01;
const PAGE_SHARE = 0.1;

const useStyles = makeStyles(theme => ({
  axis: {
    // Stays in sight above long lanes.
    position: 'sticky',
    top: 0,
    zIndex: 8,
    height: 30,
    background: theme.palette.background.default,
    fontSize: 12,
    color: theme.palette.text.secondary,
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.text.primary}`,
      outlineOffset: 2,
    },
  },
  tick: {
    position: 'absolute',
    top: 6,
    transform: 'translateX(-50%)',
    whiteSpace: 'nowrap',
    '&::after': {
      content: '""',
      position: 'absolute',
      left: '50%',
      top: 18,
      height: 6,
      borderLeft: `1px solid ${theme.palette.text.secondary}`,
    },
  },
  instant: {
    position: 'absolute',
    zIndex: 4,
    top: 3,
    padding: theme.spacing(0, 0.75),
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.text.primary,
    color: theme.palette.background.paper,
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
  },
}));

/** The instant that a key leads to; undefined: it leads nowhere. */
function instantTo(
  key: string,
  atMs: number,
  { fromMs, toMs }: StageScale,
): number | undefined {
  const length = toMs - fromMs;
  const targets: Record<string, number> = {
    ...{ ArrowLeft: atMs - length * STEP_SHARE, Home: fromMs, End: toMs },
    ...{ ArrowRight: atMs + length * STEP_SHARE },
    ...{ PageDown: atMs - length * PAGE_SHARE },
    ...{ PageUp: atMs + length * PAGE_SHARE },
  };
  const target = targets[key];
  return target === undefined
    ? undefined
    : Math.min(toMs, Math.max(fromMs, target));
}

/** As many instants as have room for their labels; round ones, where people are. */
function ticksOf({ fromMs, toMs, innerWidth, x }: StageScale): Date[] {
  const time = scaleTime({ domain: [fromMs, toMs] });
  const hasRoom = (ticks: readonly Date[]) =>
    ticks.slice(1).every((tick, i) => x(+tick) - x(+ticks[i]) >= LABEL_PX);
  for (let count = Math.floor(innerWidth / LABEL_PX); count > 1; count -= 1) {
    const ticks = time.ticks(count);
    if (hasRoom(ticks)) return ticks;
  }
  return time.ticks(1).slice(0, 1);
}

export interface TimeAxisProps {
  scale: StageScale;
  /** Instant that is read; undefined: none, the newest is. */
  instantMs: number | undefined;
  /** What the lanes' charts say at that instant. */
  reading: string;
  onInstant: (atMs: number) => void;
}

/** The one axis of all lanes; a slider, so that the keyboard can read any instant. */
export function TimeAxis(props: TimeAxisProps) {
  const { scale, instantMs, reading, onInstant } = props;
  const classes = useStyles();
  const ticks = ticksOf(scale);
  const stepMs = ticks.length > 1 ? Number(ticks[1]) - Number(ticks[0]) : 0;
  const atMs = instantMs ?? scale.toMs;
  const isLate = scale.x(atMs) > EDGE.left + scale.innerWidth / 2;
  return (
    <div
      className={classes.axis}
      role="slider"
      tabIndex={0}
      aria-label="Instant on the timeline"
      aria-orientation="horizontal"
      aria-valuemin={Math.round(scale.fromMs / 1000)}
      aria-valuemax={Math.round(scale.toMs / 1000)}
      aria-valuenow={Math.round(atMs / 1000)}
      aria-valuetext={[momentText(atMs), reading || []].flat().join('. ')}
      onKeyDown={(event: KeyboardEvent) => {
        const next = instantTo(event.key, atMs, scale);
        if (next === undefined) return;
        event.preventDefault();
        onInstant(next);
      }}
    >
      {ticks.map(tick => (
        <span
          key={Number(tick)}
          className={classes.tick}
          style={{ left: scale.x(Number(tick)) }}
          aria-hidden
        >
          {/* One that would be cut off at the edge is left out. */}
          {scale.x(Number(tick)) < scale.width - LABEL_PX / 2
            ? tickText(tick, stepMs)
            : '\u00a0'}
        </span>
      ))}
      {instantMs !== undefined && (
        <span
          className={classes.instant}
          style={
            isLate
              ? { right: scale.width - scale.x(instantMs) }
              : { left: scale.x(instantMs) }
          }
          aria-hidden
        >
          {momentText(instantMs)}
        </span>
      )}
    </div>
  );
}
