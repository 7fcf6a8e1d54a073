import { ChartLine } from './chartLines';
import { valueScale } from './PlotLines';

const line = (...values: (number | null)[]): ChartLine[] => [
  { id: 'a', title: 'A', look: 'main', values },
];

it('begins at nought where nothing lies below', () => {
  expect(valueScale(line(3, null, 40), undefined, 100).domain()[0]).toBe(0);
});

it('shows values below nought in their place, nought and the level with them', () => {
  const y = valueScale(line(80, null, -250), { value: 100 }, 100);
  const [lowest, highest] = y.domain();
  expect(lowest).toBeLessThanOrEqual(-250);
  expect(highest).toBeGreaterThanOrEqual(100);
  expect(y(-250)).toBeGreaterThan(y(0));
  expect(y(0)).toBeLessThan(100);
});
