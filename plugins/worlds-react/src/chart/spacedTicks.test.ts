import { spacedTicks } from './spacedTicks';

const day = (text: string) => new Date(`2026-${text}T00:00:00Z`);

it('leaves out the day beside the first of a month, which stays', () => {
  const ticks = ['10-29', '10-31', '11-01', '11-03'].map(day);
  const pixelOf = (tick: Date) => (tick.getTime() / 86_400_000) * 37;
  expect(spacedTicks(ticks, pixelOf, 45)).toEqual(
    ['10-29', '11-01', '11-03'].map(day),
  );
  expect(spacedTicks(ticks, pixelOf, 30)).toEqual(ticks);
  expect(spacedTicks([], pixelOf, 45)).toEqual([]);
});
