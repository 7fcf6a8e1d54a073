/** Something that happened at an instant, for the strip below a chart. */
export interface ChartMark {
  id: string;
  /** Unix milliseconds. */
  atMs: number;
  /** For people: what happened. */
  label: string;
  look: 'up' | 'down' | 'other';
  /** Why it happened is not known. */
  isVague?: boolean;
}

/** Marks that lie too close to be told apart by the pointer. */
export interface MarkGroup {
  /** Pixels from the left of the plot. */
  x: number;
  marks: readonly ChartMark[];
}

/**
 * Marks within the plot, those nearer than `apart` pixels to the first of a group
 * together; in the order of time.
 */
export function groupMarks(
  marks: readonly ChartMark[],
  x: (atMs: number) => number,
  range: { from: number; to: number },
  apart: number,
): MarkGroup[] {
  const groups: { x: number; marks: ChartMark[] }[] = [];
  [...marks]
    .filter(({ atMs }) => atMs >= range.from && atMs <= range.to)
    .sort((a, b) => a.atMs - b.atMs)
    .forEach(mark => {
      const at = x(mark.atMs);
      const last = groups[groups.length - 1];
      if (last && at - last.x < apart) last.marks.push(mark);
      else groups.push({ x: at, marks: [mark] });
    });
  return groups;
}
