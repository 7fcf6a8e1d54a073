import { Theme } from '@material-ui/core';
import { readable, stateColours } from '../state/stateLook';

/** What a line stands for; decides colour and stroke, so that neither alone tells. */
export type ChartLook = 'main' | 'filled' | 'ceiling' | 'floor' | 'demand';

export interface ChartLine {
  id: string;
  title: string;
  look: ChartLook;
  /** One for each instant; null is unknown and leaves a gap. */
  values: readonly (number | null)[];
}

/** How each look is drawn: stroke, dashes, and how dense the area below it is. */
export const strokes: Record<
  ChartLook,
  { width: number; dashes?: string; fill?: number }
> = {
  main: { width: 2 },
  filled: { width: 1, fill: 0.25 },
  ceiling: { width: 1.5, dashes: '7 4' },
  floor: { width: 1.5, dashes: '1.5 3' },
  demand: { width: 2 },
};

/** Pixels around the plot, for the scales. */
export const PLOT_MARGIN = { top: 8, right: 28, bottom: 28, left: 54 };

/** Lines need less contrast than text (WCAG 2.1, 1.4.11). */
const LINE_CONTRAST = 3;

export function lineColours(theme: Theme): Record<ChartLook, string> {
  const { palette } = theme;
  const states = stateColours(theme);
  return {
    main: readable(
      palette.primary.main,
      palette.background.paper,
      LINE_CONTRAST,
    ),
    filled: states.healthy,
    ceiling: palette.text.secondary,
    floor: palette.text.secondary,
    demand: states.atRisk,
  };
}

/** Lines that hold at least one value; the others would be a legend without a line. */
export function drawnLines(lines: readonly ChartLine[]): ChartLine[] {
  return lines.filter(({ values }) => values.some(value => value !== null));
}

/** `desired 12, ready 11, maximum unknown` at one instant. */
export function readingAt(
  lines: readonly ChartLine[],
  index: number,
  format: (value: number) => string,
): string {
  return lines
    .map(({ title, values }) => {
      const value = values[index] ?? null;
      return `${title} ${value === null ? 'unknown' : format(value)}`;
    })
    .join(', ');
}

/** First and last index of each stretch in which the values are unknown. */
export function gapsOf(
  values: readonly (number | null)[],
): Array<[number, number]> {
  const gaps: Array<[number, number]> = [];
  values.forEach((value, i) => {
    if (value !== null) return;
    const last = gaps[gaps.length - 1];
    if (last && last[1] === i - 1) last[1] = i;
    else gaps.push([i, i]);
  });
  return gaps;
}

/**
 * Stretches of time in which the values are unknown. A step holds until the next value;
 * else each value stands for the time half way to its neighbours.
 */
export function gapSpans(
  values: readonly (number | null)[],
  times: readonly number[],
  steps: boolean = false,
): { fromMs: number; toMs: number }[] {
  const half = times.length > 1 ? (times[1] - times[0]) / 2 : 0;
  return gapsOf(values).map(([from, to]) =>
    steps
      ? { fromMs: times[from], toMs: times[to + 1] ?? times[to] }
      : { fromMs: times[from] - half, toMs: times[to] + half },
  );
}

/** A point of a line; null ends the line, until the next value begins it anew. */
export interface LinePoint {
  atMs: number;
  value: number | null;
}

/** What a line is drawn through: the last step before a gap reaches to the gap. */
export function linePoints(
  values: readonly (number | null)[],
  times: readonly number[],
  steps: boolean = false,
): LinePoint[] {
  return values.flatMap((value, i) => {
    const before = values[i - 1] ?? null;
    const point = { atMs: times[i], value };
    return steps && value === null && before !== null
      ? [{ atMs: times[i], value: before }, point]
      : [point];
  });
}

/** Values with an unknown neighbour on either side: no line leads to them. */
export function lonelyPoints(values: readonly (number | null)[]): number[] {
  return values.flatMap((value, i) =>
    value !== null &&
    (values[i - 1] ?? null) === null &&
    (values[i + 1] ?? null) === null
      ? [i]
      : [],
  );
}
