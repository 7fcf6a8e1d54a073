import { useTheme } from '@material-ui/core';
import { curveLinear, curveStepAfter } from '@visx/curve';
import { scaleLinear } from '@visx/scale';
import { AreaClosed, LinePath } from '@visx/shape';
import { ChartLine, lineColours, lonelyPoints, strokes } from './chartLines';

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
  const curve = steps ? curveStepAfter : curveLinear;
  const xOf = (i: number) => x(times[i]);
  return (
    <>
      {[...lines].reverse().map(({ id, look, values }) => (
        <g key={id}>
          {strokes[look].fill !== undefined && (
            <AreaClosed<number | null>
              data={[...values]}
              defined={value => value !== null}
              x={(_, i) => xOf(i)}
              y={value => y(value ?? 0)}
              yScale={y}
              curve={curve}
              fill={colours[look]}
              fillOpacity={strokes[look].fill}
            />
          )}
          <LinePath<number | null>
            data={[...values]}
            defined={value => value !== null}
            x={(_, i) => xOf(i)}
            y={value => y(value ?? 0)}
            curve={curve}
            stroke={colours[look]}
            strokeWidth={strokes[look].width}
            strokeDasharray={strokes[look].dashes}
          />
          {lonelyPoints(values).map(i => (
            <circle
              key={i}
              cx={xOf(i)}
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
