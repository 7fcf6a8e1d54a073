import { ChartLine, drawnLines, readingAt } from '../../chart/chartLines';
import { LaneAnswer, LaneChart } from '../lane';

/** Index of the sample that tells of an instant; undefined: none does. */
function sampleAt(
  { times }: LaneChart,
  atMs: number | undefined,
): number | undefined {
  if (times.length === 0) return undefined;
  const last = times.length - 1;
  if (atMs === undefined) return last;
  const step = last > 0 ? (times[last] - times[0]) / last : 0;
  const index = step > 0 ? Math.round((atMs - times[0]) / step) : 0;
  return index >= 0 && index <= last ? index : undefined;
}

/** Lines of a chart with their values at an instant (default: the newest) in their titles. */
export function withReadings(
  chart: LaneChart,
  atMs: number | undefined,
): ChartLine[] {
  const index = sampleAt(chart, atMs);
  return drawnLines(chart.lines).map(line => {
    const value = index === undefined ? null : line.values[index] ?? null;
    return {
      ...line,
      title: `${line.title} ${
        value === null ? 'unknown' : chart.format(value)
      }`,
    };
  });
}

/** The same as one line of text. */
function chartReading(chart: LaneChart, atMs: number): string {
  const index = sampleAt(chart, atMs);
  const lines = drawnLines(chart.lines);
  return index === undefined || lines.length === 0
    ? `${chart.title}: unknown`
    : `${chart.title}: ${readingAt(lines, index, chart.format)}`;
}

/** What the charts of all lanes say at an instant; of one that fails, that it is unknown. */
export function readingOf(
  lanes: readonly { title: string; answer?: LaneAnswer }[],
  atMs: number,
): string {
  return lanes
    .flatMap(({ title, answer }) =>
      (answer?.charts ?? []).map(chart => {
        try {
          return chartReading(chart, atMs);
        } catch {
          return `${title}: unknown`;
        }
      }),
    )
    .join('. ');
}
