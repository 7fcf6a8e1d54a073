import { fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { State } from '@worldscale/backstage-plugin-worlds-common';
import { HeatMap, PlacedHeatCell } from './HeatMap';

const rows = [{ id: 'aurora', title: 'Aurora' }];
const columns = [
  { id: 'eu', title: 'Europe' },
  { id: 'us', title: 'Virginia' },
];
const cell = (title: string, column: number, state: State) => ({
  ...{ id: title, title, column, state },
  row: 0,
});

/** What was drawn, as far as a test can see it. */
let drawn: string[];

beforeEach(() => {
  drawn = [];
  const context = new Proxy({} as CanvasRenderingContext2D, {
    get:
      (_, name) =>
      (...args: unknown[]) => {
        if (name === 'fillText') drawn.push(String(args[0]));
        if (['fillRect', 'strokeRect', 'fill', 'arc'].includes(String(name))) {
          drawn.push(String(name));
        }
      },
    set: () => true,
  });
  jest
    .spyOn(HTMLCanvasElement.prototype, 'getContext')
    .mockReturnValue(context as never);
});
afterEach(() => jest.restoreAllMocks());

function show(
  cells: PlacedHeatCell[] = [
    cell('mail', 0, 'healthy'),
    cell('gate', 0, 'breached'),
    cell('chat', 1, 'unknown'),
  ],
) {
  const onSelect = jest.fn();
  render(
    <HeatMap
      {...{ rows, columns, cells, onSelect }}
      title="Fleet"
      rowKind="World"
      renderLink={(children, row, column) => (
        <a href={`/${row.id}/${column?.id ?? ''}`}>{children}</a>
      )}
    />,
  );
  return onSelect;
}

it('can be walked with the keyboard, the worst first, and says where it is', async () => {
  const onSelect = show();
  const map = screen.getByRole('application', { name: /^Aurora: 3 cells/ });
  await userEvent.tab();
  await userEvent.tab();
  expect(map).toHaveFocus();
  await userEvent.keyboard('{ArrowRight}');
  expect(map).toHaveAccessibleDescription('gate, Europe: Breached');
  await userEvent.keyboard('{ArrowRight}{ArrowRight}');
  expect(map).toHaveAccessibleDescription('chat, Virginia: Unknown');
  await userEvent.keyboard('{Enter}');
  expect(onSelect).toHaveBeenCalledWith(
    expect.objectContaining({ title: 'chat' }),
    rows[0],
    columns[1],
  );
});

it('tells states apart by shape and letter, not by colour alone', () => {
  show();
  expect(drawn).toEqual(
    expect.arrayContaining(['fillRect', 'strokeRect', 'B', '?']),
  );
});

it('marks what is old, and says how old it is', async () => {
  jest.useFakeTimers({ now: Date.parse('2026-11-01T12:07:30Z') });
  const observedAt = '2026-11-01T12:00:00Z';
  show([
    { ...cell('gate', 0, 'healthy'), freshness: 'old', observedAt },
    { ...cell('mail', 0, 'breached'), freshness: 'fresh', observedAt },
    { ...cell('chat', 1, 'unknown'), freshness: 'unknown', observedAt },
    { ...cell('shop', 1, 'unknown'), freshness: 'unknown', observedAt: null },
  ]);
  // Two discs for the one old cell, and two for the sample in the legend.
  expect(drawn.filter(what => what === 'arc')).toHaveLength(4);
  expect(
    screen.getByText('Old: not confirmed for more than 60 seconds'),
  ).toBeVisible();
  const map = screen.getByRole('application', { name: /^Aurora/ });
  const walk = (key: string) => fireEvent.keyDown(map, { key });
  for (const said of [
    'mail, Europe: Breached',
    'gate, Europe: Healthy, old, observed 7 minutes ago',
    'chat, Virginia: Unknown, last observed 7 minutes ago',
    'shop, Virginia: Unknown, never observed',
  ]) {
    walk('ArrowRight');
    expect(map).toHaveAccessibleDescription(said);
  }
  fireEvent.click(screen.getByText('The same as a table'));
  expect(screen.getByText('1 breached of 2, 1 old')).toBeInTheDocument();
  jest.useRealTimers();
});

it('says the same in a table with links', async () => {
  show();
  await userEvent.click(screen.getByText('The same as a table'));
  const table = screen.getByRole('table');
  const link = within(table).getByRole('link', { name: '1 breached of 2' });
  expect(link).toHaveAttribute('href', '/aurora/eu');
  expect(within(table).getByText('1 unknown of 1')).toBeVisible();
});

it('says so where a row holds nothing', () => {
  show([]);
  expect(screen.getByText('nothing here')).toBeVisible();
});
