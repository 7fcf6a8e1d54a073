import { Link } from '@backstage/core-components';
import { makeStyles, useTheme } from '@material-ui/core';
import { MouseEvent, PointerEvent, useRef } from 'react';
import { readable, stateColours } from '../../state/stateLook';
import { EDGE, StageScale } from '../layout/scale';
import { BarStop, POINT_PX, PointStop, Stop } from '../layout/stops';
import { mostEachWay, mostOneWay, tallyOf } from '../layout/tally';
import { countText, stopText } from './itemText';
import { MarkShape } from './MarkShape';
import { BARS_PX, barReach, StopBars } from './StopBars';
import { StopDetail } from './StopDetail';

export const TRACK_PX = 28;
/** Size of the words that say what the longest bar of each way stands for. */
const MOST_PX = 11;

/** Around a stop, above and below. */
const AIR_PX = 4;

/** Room of the points of a lane; those that went up or down together stand as bars. */
export function pointsHeight(stops: readonly Stop[]): number {
  return (mostOneWay(mostEachWay(stops)) > 0 ? BARS_PX : POINT_PX) + 2 * AIR_PX;
}

/** From the middle line to the far edge of the words about the longest bar of one way. */
const besideBar = (count: number, most: number) =>
  Math.max(MOST_PX, barReach(count, most));

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
    padding: 0,
    border: 0,
    borderRadius: POINT_PX / 2,
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
  many: { flexDirection: 'column', gap: 0, fontSize: 11, lineHeight: 1 },
  most: {
    position: 'absolute',
    left: 0,
    fontSize: MOST_PX,
    lineHeight: 1,
    color: theme.palette.text.secondary,
    fontVariantNumeric: 'tabular-nums',
  },
  middle: {
    position: 'absolute',
    height: 1,
    background: theme.palette.divider,
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
  const pointsTop = top + tracks * TRACK_PX + AIR_PX;
  const eachWay = mostEachWay(stops);
  const most = mostOneWay(eachWay);
  const pointHeight = most > 0 ? BARS_PX : POINT_PX;
  const middle = pointsTop + BARS_PX / 2;

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
      ...(stop.kind === 'bar'
        ? {
            style: { color: item.state ? colours[item.state] : plain },
            'data-cut-left': stop.isCutLeft || undefined,
            'data-cut-right': stop.isCutRight || undefined,
          }
        : { style: { height: pointHeight } }),
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
    const tally = tallyOf(stop.items);
    return tally.up + tally.down > 0
      ? control(stop, classes.point, <StopBars tally={tally} most={most} />)
      : control(
          stop,
          `${classes.point} ${classes.many}`,
          <>
            <MarkShape {...tally.other} size={13} />
            {countText(count)}
          </>,
        );
  };

  return (
    <>
      {most > 0 && (
        <div aria-hidden>
          {eachWay.up > 0 && (
            <span
              className={classes.most}
              style={{ top: middle - besideBar(eachWay.up, most) }}
            >
              ↑ {eachWay.up}
            </span>
          )}
          {eachWay.down > 0 && (
            <span
              className={classes.most}
              style={{ top: middle + besideBar(eachWay.down, most) - MOST_PX }}
            >
              ↓ {eachWay.down}
            </span>
          )}
          <span
            className={classes.middle}
            style={{
              left: EDGE.left,
              width: scale.innerWidth,
              top: middle,
            }}
          />
        </div>
      )}
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
              {stop.kind === 'bar' ? bar(stop) : point(stop)}
              {stop.id === shown && (
                <StopDetail stop={stop} scale={scale} left={left} />
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}
