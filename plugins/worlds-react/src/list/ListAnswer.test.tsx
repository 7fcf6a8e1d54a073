import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Polled } from '../time/usePolled';
import { ListAnswer, ListAnswerProps } from './ListAnswer';

interface Things {
  names: string[];
  total: number;
  isRead: boolean;
}

const polled = (more: Partial<Polled<Things | undefined>> = {}) => ({
  ...{ data: undefined, loadedAt: undefined, error: undefined },
  ...{ failingSince: undefined, isPrevious: false, reload: () => {} },
  ...more,
});
const things = (names: string[], more: Partial<Things> = {}): Things => ({
  ...{ names, total: names.length, isRead: true },
  ...more,
});

function show(props: Partial<ListAnswerProps<Things>>) {
  const { container } = render(
    <ListAnswer<Things>
      polled={polled()}
      words={{
        failed: 'Things could not be loaded',
        loading: 'Loading things',
        noMatch: 'No thing fits.',
        fewer: 'There are fewer things now.',
      }}
      count={({ names, total }) => ({ total, shown: names.length })}
      isIncomplete={({ isRead }) => !isRead}
      nothing={({ isRead }) => (isRead ? 'No things' : 'Not known yet')}
      {...props}
    >
      {({ names }) => <p>{names.join(' and ')}</p>}
    </ListAnswer>,
  );
  return container;
}

it('says that it loads, and nothing else', () => {
  expect(show({})).toHaveTextContent('');
  expect(screen.getByRole('status', { name: 'Loading things' })).toBeVisible();
});

it('shows what it has, below what that lacks', () => {
  const data = things(['gate', 'mail']);
  const container = show({
    polled: polled({ data }),
    notes: () => 'Not all. ',
  });
  expect(container).toHaveTextContent('Not all. gate and mail');
});

it('keeps what it has when it fails, and says since when', () => {
  const data = things(['gate']);
  show({ polled: polled({ data, error: new Error('down'), loadedAt: 0 }) });
  expect(screen.getByRole('alert')).toHaveTextContent(
    /^Things could not be loadeddownWhat is shown is .* old\.Try again$/,
  );
  expect(screen.getByText('gate')).toBeVisible();
});

it('does not say that it loads, nor that there is nothing, where it failed', () => {
  const container = show({ polled: polled({ error: new Error('down') }) });
  expect(screen.queryByRole('status')).toBeNull();
  expect(container).not.toHaveTextContent(/No things|Not known/);
});

it('has other words for failing where the list has', () => {
  const error = new Error('down');
  show({ polled: polled({ error }), ErrorFace: () => <b>Not allowed</b> });
  expect(screen.getByText('Not allowed')).toBeVisible();
  expect(screen.queryByRole('alert')).toBeNull();
});

it.each([
  ['none', {}, false, 'No things'],
  ['none yet', { isRead: false }, false, 'Not known yet'],
  ['none that match', {}, true, 'Nothing matches'],
  ['none that match yet', { isRead: false }, true, 'Not known yet'],
  ['another page', { total: 60 }, true, 'There is no such page'],
])('tells %s from the rest', (_, more, isNarrowed, text) => {
  const data = things([], more);
  const container = show({ polled: polled({ data }), isNarrowed });
  expect(container).toHaveTextContent(text);
});

it('does not take no answer of an earlier question for one of this', () => {
  const data = things([]);
  const container = show({ polled: polled({ data, isPrevious: true }) });
  expect(container).toHaveTextContent('');
});

it('leads out of filters that fit nothing and pages that are gone', async () => {
  const [onClear, onFirstPage] = [jest.fn(), jest.fn()];
  const data = things([]);
  show({ polled: polled({ data }), isNarrowed: true, onClear });
  await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
  const gone = things([], { total: 9 });
  show({ polled: polled({ data: gone }), onFirstPage });
  await userEvent.click(screen.getByRole('button', { name: 'First page' }));
  expect([onClear, onFirstPage].map(f => f.mock.calls.length)).toEqual([1, 1]);
});
