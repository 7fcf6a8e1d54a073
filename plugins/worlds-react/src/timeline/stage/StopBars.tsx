import { useTheme } from '@material-ui/core';
import { readable, SHAPE_CONTRAST } from '../../state/stateLook';
import { POINT_PX } from '../layout/stops';
import { Tally } from '../layout/tally';
import { MarkShape } from './MarkShape';

/** Above and below the middle line, so that a day's waves can be read. */
export const BARS_PX = 2 * POINT_PX;

const BAR_PX = 14;
/** The least that is still seen of one among hundreds. */
const SHORTEST_PX = 4;

/** Between the bars and the middle line. */
const APART_PX = 2;

const STROKE_PX = 1.4;

/** How far a bar reaches from the middle line of `height`. */
export function barReach(count: number, most: number, height = BARS_PX) {
  if (count === 0) return 0;
  const longest = height / 2 - APART_PX - STROKE_PX;
  return Math.max(SHORTEST_PX, (longest * count) / Math.max(1, most));
}

export interface StopBarsProps {
  tally: Tally;
  /** What the longest bar of the lane stands for. */
  most: number;
  /** Pixels; the same above and below. */
  height?: number;
}

/**
 * Several marks in one place by their kind: so many went up, above the line, so many
 * went down, below it, and on it what else happened.
 */
export function StopBars({ tally, most, height = BARS_PX }: StopBarsProps) {
  const { palette } = useTheme();
  const { up, down, other } = tally;
  const middle = height / 2;
  const colour = readable(
    palette.primary.main,
    palette.background.paper,
    SHAPE_CONTRAST,
  );
  const length = (count: number) => barReach(count, most, height);
  const bar = (count: number, y: number) =>
    count > 0 && (
      <rect
        x={(POINT_PX - BAR_PX) / 2}
        y={y}
        width={BAR_PX}
        height={length(count)}
        rx={1}
        fill={tally.isInferred ? palette.background.paper : colour}
        stroke={colour}
        strokeWidth={STROKE_PX}
        strokeDasharray={tally.isInferred ? '2.6 1.8' : undefined}
      />
    );
  return (
    <span style={{ position: 'relative', width: POINT_PX, height }} aria-hidden>
      <svg width={POINT_PX} height={height} focusable="false">
        {bar(up, middle - APART_PX - length(up))}
        {bar(down, middle + APART_PX)}
      </svg>
      {other && (
        <span
          style={{
            position: 'absolute',
            left: (POINT_PX - 16) / 2,
            top: middle - 8,
            lineHeight: 0,
            borderRadius: 8,
            background: palette.background.paper,
          }}
        >
          <MarkShape {...other} size={16} />
        </span>
      )}
    </span>
  );
}
