import { useTheme } from '@material-ui/core';
import { curveLinear, curveStepAfter } from '@visx/curve';
import { scaleLinear } from '@visx/scale';
import { AreaClosed, LinePath } from '@visx/shape';
import {
  ChartLine,
  lineColours,
  LinePoint,
  linePoints,
  lonelyPoints,
  strokes,
} from './chartLines';

/** Room beyond the outermost values, so that no line lies on the edge. */
const HEADROOM = 1.08;

export type ValueScale = ReturnType<typeof valueScale>;

/**
 * From nought to the highest value, upwards over `height` pixels; from the lowest one
 * where values fall below nought.
 */
export function valueScale(
  lines: readonly ChartLine[],
  level: { value: number } | undefined,
  height: number,
) {
  let lowest = 0;
  let highest = Math.max(1, level?.value ?? 0);
  for (const value of lines.flatMap(({ values }) => values)) {
    lowest = Math.min(lowest, value ?? 0);
    highest = Math.max(highest, value ?? 0);
  }
  return scaleLinear<number>({
    domain: [lowest * HEADROOM, highest * HEADROOM],
    range: [height, 0],
    nice: true,
  });
}

export interface PlotLinesProps {
  lines: readonly ChartLine[];
  times: readonly number[];
  /** Pixels from the left of an instant. */
  x: (atMs: number) => number;
  y: ValueScale;
  /** Values hold until the next one. */
  steps?: boolean;
}

/** Lines, areas and lonely points; the first lies on top of the others. */
export function PlotLines(props: PlotLinesProps) {
  const { lines, times, x, y, steps } = props;
  const colours = lineColours(useTheme());
  const shared = {
    defined: ({ value }: LinePoint) => value !== null,
    x: ({ atMs }: LinePoint) => x(atMs),
    y: ({ value }: LinePoint) => y(value ?? 0),
    curve: steps ? curveStepAfter : curveLinear,
  };
  const drawn = [...lines]
    .reverse()
    .map(line => ({ ...line, data: linePoints(line.values, times, steps) }));
  return (
    <>
      {drawn.map(({ id, look, values, data }) => (
        <g key={id}>
          {strokes[look].fill !== undefined && (
            <AreaClosed<LinePoint>
              {...{ ...shared, data }}
              yScale={y}
              fill={colours[look]}
              fillOpacity={strokes[look].fill}
            />
          )}
          <LinePath<LinePoint>
            {...{ ...shared, data }}
            stroke={colours[look]}
            strokeWidth={strokes[look].width}
            strokeDasharray={strokes[look].dashes}
          />
          {lonelyPoints(values).map(i => (
            <circle
              key={i}
              cx={x(times[i])}
              cy={y(values[i] ?? 0)}
              r={2}
              fill={colours[look]}
            />
          ))}
        </g>
      ))}
    </>
  );
}
