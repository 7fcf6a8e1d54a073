import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { EmptyNote } from './EmptyNote';
import { ErrorNote } from './ErrorNote';

afterEach(() => jest.restoreAllMocks());

it('says what failed, why, since when, and how old what is shown is', async () => {
  const onRetry = jest.fn();
  const now = Date.parse('2026-11-01T12:00:00Z');
  jest.spyOn(Date, 'now').mockReturnValue(now);
  render(
    <ErrorNote
      title="The fleet could not be loaded"
      error={Object.assign(new Error('Request failed with 503'), {
        cause: new Error('connect ECONNREFUSED'),
      })}
      since={now - 185_000}
      shownFrom={now - 200_000}
      onRetry={onRetry}
    />,
  );
  const note = screen.getByRole('alert');
  expect(note).toHaveTextContent('The fleet could not be loaded');
  expect(note).toHaveTextContent(
    'Request failed with 503: connect ECONNREFUSED',
  );
  expect(note).toHaveTextContent(
    'Failing for 3 min. What is shown is 3 min old.',
  );
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(onRetry).toHaveBeenCalledTimes(1);
});

it('says why there is nothing and what to do', () => {
  render(
    <EmptyNote title="Nothing matches" action={<button>Clear</button>}>
      No service fits.
    </EmptyNote>,
  );
  expect(screen.getByText('No service fits.')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Clear' })).toBeVisible();
});
