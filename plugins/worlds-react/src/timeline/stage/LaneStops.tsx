import { Link } from '@backstage/core-components';
import { makeStyles, useTheme } from '@material-ui/core';
import { MouseEvent, PointerEvent, useRef } from 'react';
import { readable, stateColours } from '../../state/stateLook';
import { StageScale } from '../layout/scale';
import { BarStop, POINT_PX, PointStop, Stop, stateOf } from '../layout/stops';
import { countText, stopText } from './itemText';
import { MarkShape } from './MarkShape';
import { StopDetail } from './StopDetail';

export const TRACK_PX = 28;
/** A stop and a little air above and below. */
export const POINTS_PX = POINT_PX + 8;

const useStyles = makeStyles(theme => ({
  stops: { listStyle: 'none', margin: 0, padding: 0 },
  stop: { position: 'absolute' },
  point: {
    boxSizing: 'border-box',
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    gap: 2,
    width: POINT_PX,
    height: POINT_PX,
    padding: 0,
    border: 0,
    borderRadius: POINT_PX,
    background: 'transparent',
    color: theme.palette.text.primary,
    font: 'inherit',
    fontSize: 12,
    fontWeight: 700,
    cursor: 'pointer',
    '&:hover': { background: theme.palette.action.hover },
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.text.primary}`,
      outlineOffset: 1,
    },
  },
  many: {
    border: `2px solid ${theme.palette.text.secondary}`,
    background: theme.palette.background.paper,
  },
  extent: {
    position: 'absolute',
    height: 3,
    borderRadius: 2,
    background: theme.palette.text.secondary,
  },
  bar: {
    boxSizing: 'border-box',
    display: 'flex',
    alignItems: 'center',
    gap: 4,
    width: '100%',
    height: TRACK_PX - 4,
    padding: '0 4px',
    border: '1px solid currentColor',
    borderLeftWidth: 4,
    borderRadius: 3,
    background: theme.palette.background.paper,
    font: 'inherit',
    fontSize: 12,
    textAlign: 'left',
    cursor: 'pointer',
    '&[data-cut-left]': { borderLeftStyle: 'dashed' },
    '&[data-cut-right]': { borderRightStyle: 'dashed', borderRightWidth: 2 },
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.text.primary}`,
      outlineOffset: 1,
    },
  },
  barTitle: {
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: theme.palette.text.primary,
  },
}));

export interface LaneStopsProps {
  /** Of the lane. */
  id: string;
  title: string;
  stops: readonly Stop[];
  scale: StageScale;
  /** Where tracks and points begin, in pixels from the top of the lane. */
  top: number;
  tracks: number;
  /** Stop of this lane that the Tab key goes to; undefined: the newest. */
  rover: string | undefined;
  /** Stop whose detail is shown. */
  shown: string | undefined;
  onFocus: (stop: Stop) => void;
  onHover: (stop: Stop | undefined) => void;
  /** Several in one place are to be listed. */
  onList: (stop: Stop) => void;
}

/** Marks and periods of a lane: links and buttons, each a stop of the arrow keys. */
export function LaneStops(props: LaneStopsProps) {
  const { id, title, stops, scale, top, tracks, shown } = props;
  const { onFocus, onHover, onList } = props;
  const classes = useStyles();
  const theme = useTheme();
  const colours = stateColours(theme);
  const plain = readable(
    theme.palette.primary.main,
    theme.palette.background.paper,
  );
  // A finger cannot hover: its first touch shows what the second follows.
  const isFirstTouch = useRef(false);
  const rover = stops.some(stop => stop.id === props.rover)
    ? props.rover
    : stops[stops.length - 1]?.id;
  const pointsTop = top + tracks * TRACK_PX + 4;

  const control = (stop: Stop, className: string, children: JSX.Element) => {
    const [item] = stop.items;
    const isMany = stop.items.length > 1;
    const shared = {
      className,
      'aria-label': stopText(stop),
      tabIndex: stop.id === rover ? 0 : -1,
      'data-lane': id,
      'data-at': stop.fromMs,
      onFocus: () => onFocus(stop),
      onPointerDown: (event: PointerEvent) => {
        isFirstTouch.current =
          event.pointerType === 'touch' && stop.id !== shown;
      },
      ...(stop.kind === 'bar' && {
        style: { color: item.state ? colours[item.state] : plain },
        'data-cut-left': stop.isCutLeft || undefined,
        'data-cut-right': stop.isCutRight || undefined,
      }),
    };
    return !isMany && item.href ? (
      <Link
        to={item.href}
        underline="none"
        {...shared}
        onClick={(event: MouseEvent) => {
          if (isFirstTouch.current) event.preventDefault();
        }}
      >
        {children}
      </Link>
    ) : (
      <button
        type="button"
        {...shared}
        aria-expanded={isMany ? false : undefined}
        onClick={() => isMany && onList(stop)}
      >
        {children}
      </button>
    );
  };

  const bar = (stop: BarStop) => {
    const [item] = stop.items;
    return control(
      stop,
      classes.bar,
      <>
        <MarkShape {...item} size={14} />
        {stop.width > POINT_PX * 2 && (
          <span className={classes.barTitle}>{item.title}</span>
        )}
      </>,
    );
  };

  const point = (stop: PointStop) => {
    const count = stop.items.length;
    if (count === 1) {
      return control(
        stop,
        classes.point,
        <MarkShape {...stop.items[0]} size={18} />,
      );
    }
    const state = stateOf(stop.items);
    return control(
      stop,
      `${classes.point} ${classes.many}`,
      <span style={state && { color: colours[state] }} data-state={state}>
        {countText(count)}
      </span>,
    );
  };

  return (
    <ul className={classes.stops} aria-label={`${title}, on the timeline`}>
      {stops.map(stop => {
        const left = stop.kind === 'bar' ? stop.x : stop.x - POINT_PX / 2;
        return (
          <li
            key={`${stop.kind} ${stop.id}`}
            className={classes.stop}
            style={{
              left,
              top:
                stop.kind === 'bar'
                  ? top + stop.track * TRACK_PX + 2
                  : pointsTop,
              width: stop.kind === 'bar' ? stop.width : POINT_PX,
              zIndex: stop.id === shown ? 6 : undefined,
            }}
            onMouseEnter={() => onHover(stop)}
            onMouseLeave={() => onHover(undefined)}
          >
            {stop.kind === 'point' && stop.items.length > 1 && (
              <span
                className={classes.extent}
                style={{
                  left: stop.x1 - left,
                  width: Math.max(1, stop.x2 - stop.x1),
                  top: POINT_PX + 1,
                }}
                aria-hidden
              />
            )}
            {stop.kind === 'bar' ? bar(stop) : point(stop)}
            {stop.id === shown && (
              <StopDetail stop={stop} scale={scale} left={left} />
            )}
          </li>
        );
      })}
    </ul>
  );
}
