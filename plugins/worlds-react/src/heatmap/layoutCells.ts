/** Where the cells of one row of the map stand, in CSS pixels. */
export interface CellLayout {
  /** Side of a cell with its gap. */
  size: number;
  /** Cells side by side within one column. */
  perLine: number;
  columnWidth: number;
  height: number;
}

/** Sides worth trying: from one that holds a letter to the smallest that can be hit. */
const sizes = [28, 24, 20, 16, 14, 12, 10, 8, 6];

/** Room between two columns, so that their cells do not run together. */
const COLUMN_GAP = 12;

/** A row that is higher than this pushes the others off the screen. */
const ROW_HEIGHT_WANTED = 200;

/**
 * Where cells of a side stand.
 *
 * @param counts cells in each column
 */
export function layoutCells(
  counts: readonly number[],
  width: number,
  size: number,
): CellLayout {
  const columnWidth = Math.max(1, width / Math.max(1, counts.length));
  const perLine = Math.max(1, Math.floor((columnWidth - COLUMN_GAP) / size));
  const height = Math.ceil(Math.max(1, ...counts) / perLine) * size;
  return { size, perLine, columnWidth, height };
}

/**
 * The largest side with which all rows of a map keep their height, or else the smallest:
 * the same in all of them, so that areas can be compared.
 *
 * @param rows cells in each column of each row
 */
export function cellSizeOf(
  rows: readonly (readonly number[])[],
  width: number,
): number {
  const fits = (size: number) =>
    rows.every(
      counts => layoutCells(counts, width, size).height <= ROW_HEIGHT_WANTED,
    );
  return sizes.find(fits) ?? sizes[sizes.length - 1];
}

/** Upper left corner of a cell. */
export function placeOf(layout: CellLayout, column: number, index: number) {
  return {
    x: column * layout.columnWidth + (index % layout.perLine) * layout.size,
    y: Math.floor(index / layout.perLine) * layout.size,
  };
}

/** The cell at a point; undefined: none is there. */
export function cellAt(
  layout: CellLayout,
  counts: number[],
  x: number,
  y: number,
): { column: number; index: number } | undefined {
  const column = Math.floor(x / layout.columnWidth);
  const place = Math.floor((x - column * layout.columnWidth) / layout.size);
  if (x < 0 || y < 0 || place >= layout.perLine) return undefined;
  const index = Math.floor(y / layout.size) * layout.perLine + place;
  return index < (counts[column] ?? 0) ? { column, index } : undefined;
}

/** The cell that an arrow key leads to from another; the same at the edge. */
export function neighbour(
  layout: CellLayout,
  counts: number[],
  from: { column: number; index: number },
  key: string,
): { column: number; index: number } {
  const { column, index } = from;
  const step = (to: number) =>
    to >= 0 && to < counts[column] ? { column, index: to } : from;
  const into = (direction: 1 | -1) => {
    for (let c = column + direction; c in counts; c += direction) {
      if (counts[c] > 0) {
        return { column: c, index: direction === 1 ? 0 : counts[c] - 1 };
      }
    }
    return from;
  };
  switch (key) {
    case 'ArrowRight':
      return index + 1 < counts[column] ? step(index + 1) : into(1);
    case 'ArrowLeft':
      return index > 0 ? step(index - 1) : into(-1);
    case 'ArrowDown':
      return step(index + layout.perLine);
    case 'ArrowUp':
      return step(index - layout.perLine);
    default:
      return from;
  }
}
