import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FilterBar } from './FilterBar';

const pickers = [
  ['world', 'World', 'Shared'],
  ['region', 'Region', 'No region'],
] as const;

function show(
  query: { q?: string; world?: string[]; region?: string[] } = {},
  onClear?: () => void,
) {
  const onChange = jest.fn();
  render(
    <FilterBar
      {...{ query, pickers, onChange, onClear }}
      label="Filter things"
      facets={{
        state: [{ value: 'atRisk', title: 'At risk', count: 2 }],
        world: [{ value: 'system:default/aurora', title: 'Aurora', count: 3 }],
        region: [
          { value: 'eu', title: 'Europe', count: 4 },
          { value: 'us', title: 'Virginia', count: 5 },
        ],
      }}
    >
      <input aria-label="Own filter" />
    </FilterBar>,
  );
  return onChange;
}

it('can be walked through in the order in which it is read', async () => {
  show({}, () => {});
  const seen: (string | null)[] = [];
  for (let i = 0; i < 9; i += 1) {
    await userEvent.tab();
    const { id, textContent, ariaLabel } = document.activeElement!;
    const label = id ? document.querySelector(`label[for="${id}"]`) : undefined;
    seen.push(label?.textContent ?? (textContent || ariaLabel));
  }
  expect(seen).toEqual([
    'Search',
    'Breached (0)',
    'At risk (2)',
    'Unknown (0)',
    'Healthy (0)',
    'World',
    'Region',
    expect.anything(),
    'Clear',
  ]);
});

it('asks for states, and for several values of a property', async () => {
  const onChange = show({ region: ['eu'] });
  await userEvent.click(screen.getByRole('button', { name: 'At risk (2)' }));
  await userEvent.click(screen.getByLabelText('Region'));
  await userEvent.click(screen.getByRole('option', { name: 'Virginia (5)' }));
  expect(onChange.mock.calls).toEqual([
    [{ state: ['atRisk'] }],
    [{ region: ['eu', 'us'] }],
  ]);
});

it('asks for words without a step of its own for the back button', async () => {
  const onChange = show();
  await userEvent.type(screen.getByLabelText('Search'), 'gate{Tab}');
  await waitFor(() =>
    expect(onChange.mock.calls).toEqual([[{ q: 'gate' }, { replace: true }]]),
  );
});

it('offers to clear filters where something is filtered', () => {
  show();
  expect(screen.queryByRole('button', { name: 'Clear filters' })).toBeNull();
});
