import { render, screen } from '@testing-library/react';
import { objectiveOf, sloRow } from '../__testUtils__/sloFixture';
import { ResultsView } from './ResultsView';

const DAY_MS = 86_400_000;
const { days } = objectiveOf();

it('compares the days of the window with what lets its budget last', () => {
  render(<ResultsView results={days} row={sloRow()} />);
  expect(
    screen.getByText(/^Lasts the 28 d \(3\.6 % a day\)/),
  ).toBeInTheDocument();
});

it('compares the days of another range with the budget of that range', () => {
  render(<ResultsView results={days} row={sloRow()} rangeMs={80 * DAY_MS} />);
  expect(
    screen.getByText(/^Lasts for the range \(1\.3 % a day\)/),
  ).toBeInTheDocument();
  expect(screen.queryByText(/Lasts the 28 d/)).toBeNull();
});

it('gives the last day the width of a day', () => {
  render(<ResultsView results={days} row={sloRow()} />);
  const end = new Date(days[days.length - 1].endAt).toLocaleString(undefined, {
    ...{ month: 'short', day: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit' },
  });
  expect(screen.getByText(`${end}: Budget used 3 %`)).toBeInTheDocument();
});
