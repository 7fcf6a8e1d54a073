import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { DataColumn, DataTable, Order } from './DataTable';

interface Thing {
  name: string;
  size: number | null;
}
type Key = 'name' | 'size';

const columns: DataColumn<Thing, Key>[] = [
  { title: 'Name', sortBy: 'name', look: 'name', render: ({ name }) => name },
  {
    ...{ title: 'Size', description: 'In units', sortBy: 'size' },
    ...{ look: 'number', firstOrder: 'desc' },
    render: ({ size }) => size ?? 'unknown',
  },
  { title: 'Notes', render: () => 'none' },
];

function show(sort: Key = 'name', order: Order = 'asc') {
  const onSort = jest.fn();
  render(
    <DataTable
      {...{ columns, sort, order, onSort }}
      label="Things"
      rows={[
        { name: 'gate', size: 3 },
        { name: 'mail', size: null },
      ]}
      rowKey={({ name }) => name}
    />,
  );
  return onSort;
}

it('names itself, its columns and what each row is about', () => {
  show();
  const table = screen.getByRole('region', { name: 'Things' });
  const headings = within(table).getAllByRole('columnheader');
  expect(headings.map(({ textContent }) => textContent)).toEqual([
    'Name',
    'Size',
    'Notes',
  ]);
  expect(headings[1]).toHaveAttribute('title', 'In units');
  const row = screen.getByRole('row', { name: 'mail unknown none' });
  expect(within(row).getByRole('rowheader')).toHaveTextContent('mail');
});

it('says by what it is sorted, and nothing of what it is not', () => {
  show('size', 'desc');
  const sorted = (name: string) =>
    screen.getByRole('columnheader', { name }).getAttribute('aria-sort');
  expect(sorted('Size')).toBe('descending');
  expect(sorted('Name')).toBeNull();
  expect(screen.queryByRole('button', { name: 'Notes' })).toBeNull();
});

it.each([
  ['name', 'asc', 'Name', ['name', 'desc']],
  ['name', 'desc', 'Name', ['name', 'asc']],
  ['name', 'asc', 'Size', ['size', 'desc']],
  ['size', 'desc', 'Size', ['size', 'asc']],
  ['size', 'desc', 'Name', ['name', 'asc']],
] as const)(
  'sorted by %s %s, its title %s asks for %j',
  async (sort, order, title, asked) => {
    const onSort = show(sort, order);
    await userEvent.click(screen.getByRole('button', { name: title }));
    expect(onSort.mock.calls).toEqual([asked]);
  },
);

it('can be sorted with the keyboard alone', async () => {
  const onSort = show();
  await userEvent.tab();
  expect(screen.getByRole('button', { name: 'Name' })).toHaveFocus();
  await userEvent.tab();
  await userEvent.keyboard('{Enter}');
  await userEvent.keyboard(' ');
  expect(onSort.mock.calls).toEqual([
    ['size', 'desc'],
    ['size', 'desc'],
  ]);
});
