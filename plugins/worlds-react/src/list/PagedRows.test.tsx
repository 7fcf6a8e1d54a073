import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { PagedRows, PagedRowsProps } from './PagedRows';
import { RowCards } from './RowCards';

afterEach(() => jest.restoreAllMocks());

function show(props: Partial<PagedRowsProps> = {}) {
  const onChange = jest.fn();
  render(
    <PagedRows
      table={<p>a table</p>}
      cards={
        <RowCards
          label="Things"
          cards={[
            {
              ...{ key: 'gate', title: <a href="/gate">Gate</a> },
              ...{ place: 'Aurora · Europe', standing: 'At risk' },
              facts: [['Size', 'unknown']],
            },
          ]}
        />
      }
      total={260}
      query={{ limit: 50, offset: 50 }}
      limitMax={500}
      isPrevious={false}
      onChange={onChange}
      {...props}
    />,
  );
  return onChange;
}

it('shows a page and leads to the others', async () => {
  const onChange = show();
  expect(screen.getByText('a table')).toBeVisible();
  expect(screen.queryByRole('list', { name: 'Things' })).toBeNull();
  expect(screen.getByText('51-100 of 260')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Next page' }));
  await userEvent.click(screen.getByRole('button', { name: 'Previous page' }));
  await userEvent.selectOptions(screen.getByLabelText('Rows per page'), '500');
  expect(onChange.mock.calls).toEqual([
    [{ offset: 100 }],
    [{ offset: 0 }],
    [{ limit: 500 }],
  ]);
});

it('offers the size that the address asks for, and stays on the last page', () => {
  show({ query: { limit: 7, offset: 7000 } });
  expect(screen.getByLabelText('Rows per page')).toHaveValue('7');
  expect(screen.getByRole('button', { name: 'Next page' })).toBeDisabled();
});

it('shows cards where the screen is narrow', () => {
  const { matchMedia } = window;
  window.matchMedia = query =>
    ({
      matches: /max-width/.test(query),
      addListener: () => {},
      removeListener: () => {},
    } as unknown as MediaQueryList);
  try {
    show();
  } finally {
    window.matchMedia = matchMedia;
  }
  expect(screen.queryByText('a table')).toBeNull();
  expect(screen.getByRole('list', { name: 'Things' })).toHaveTextContent(
    'GateAurora · EuropeAt riskSizeunknown',
  );
  expect(screen.getByRole('heading', { name: 'Gate' })).toBeVisible();
});

it('says that rows still answer what was asked before', () => {
  show({ isPrevious: true });
  expect(screen.getByText('a table').parentElement).toHaveAttribute(
    'aria-busy',
    'true',
  );
});
