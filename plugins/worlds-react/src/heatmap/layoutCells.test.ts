import {
  cellAt,
  cellSizeOf,
  layoutCells,
  neighbour,
  placeOf,
} from './layoutCells';

it('gives few cells room for a letter and ten thousand the smallest size', () => {
  expect(cellSizeOf([[6, 4]], 800)).toBe(28);
  expect(cellSizeOf([[2000, 2000, 2000, 2000, 2000]], 1000)).toBe(6);
  const many = layoutCells([2000, 2000, 2000, 2000, 2000], 1000, 6);
  expect(many.perLine * many.size).toBeLessThanOrEqual(many.columnWidth);
});

it('gives all rows of a map the size that the fullest of them needs', () => {
  const [full, sparse] = [
    [220, 0],
    [3, 9],
  ];
  const alone = cellSizeOf([full], 400);
  expect(alone).toBeLessThan(cellSizeOf([sparse], 400));
  expect(cellSizeOf([sparse, full], 400)).toBe(alone);
});

it('finds under the pointer the cell that it placed there', () => {
  const counts = [7, 0, 30];
  const layout = layoutCells(counts, 300, 20);
  counts.forEach((count, column) => {
    for (let index = 0; index < count; index++) {
      const { x, y } = placeOf(layout, column, index);
      expect(cellAt(layout, counts, x + 1, y + 1)).toEqual({ column, index });
    }
  });
  expect(cellAt(layout, counts, -5, 2)).toBeUndefined();
  expect(cellAt(layout, counts, layout.columnWidth + 1, 1)).toBeUndefined();
  expect(cellAt(layout, counts, 1, layout.height + 50)).toBeUndefined();
});

it('walks with the arrow keys, over empty columns and never off the edge', () => {
  const counts = [3, 0, 2];
  const layout = { ...layoutCells(counts, 300, 20), perLine: 2 };
  const walk = (column: number, index: number, key: string) =>
    neighbour(layout, counts, { column, index }, key);
  expect(walk(0, 0, 'ArrowRight')).toEqual({ column: 0, index: 1 });
  expect(walk(0, 2, 'ArrowRight')).toEqual({ column: 2, index: 0 });
  expect(walk(2, 0, 'ArrowLeft')).toEqual({ column: 0, index: 2 });
  expect(walk(0, 0, 'ArrowDown')).toEqual({ column: 0, index: 2 });
  expect(walk(0, 1, 'ArrowDown')).toEqual({ column: 0, index: 1 });
  expect(walk(0, 0, 'ArrowLeft')).toEqual({ column: 0, index: 0 });
  expect(walk(2, 1, 'ArrowRight')).toEqual({ column: 2, index: 1 });
  expect(walk(0, 0, 'Home')).toEqual({ column: 0, index: 0 });
});
