import { ConfigReader } from '@backstage/config';
import { configApiRef } from '@backstage/core-plugin-api';
import { TestApiProvider } from '@backstage/frontend-test-utils';
import { act, render, screen } from '@testing-library/react';
import { ObservedAt } from './ObservedAt';

const noon = Date.parse('2026-11-01T12:00:00Z');

function show(at: string | null, config: object = {}) {
  return render(
    <TestApiProvider
      apis={[[configApiRef, new ConfigReader({ worldscale: config })]]}
    >
      <ObservedAt at={at} />
    </TestApiProvider>,
  );
}

beforeEach(() => {
  jest.useFakeTimers({ now: noon });
});
afterEach(() => {
  jest.useRealTimers();
});

it('counts on by itself, then says old, then that it no longer counts', () => {
  const { container } = show(new Date(noon - 12_000).toISOString());
  expect(container).toHaveTextContent(/^12 s ago$/);
  act(() => jest.advanceTimersByTime(1000));
  expect(container).toHaveTextContent(/^13 s ago$/);
  act(() => jest.advanceTimersByTime(60_000));
  expect(container).toHaveTextContent('73 s ago · old');
  act(() => jest.advanceTimersByTime(60_000));
  expect(container).toHaveTextContent('2 min ago · old');
  act(() => jest.advanceTimersByTime(300_000));
  expect(container).toHaveTextContent('7 min ago · no longer counts');
});

it('uses the limits of the installation', () => {
  const at = new Date(noon - 12_000).toISOString();
  const { container } = show(at, { freshness: { oldAfter: '10 seconds' } });
  expect(container).toHaveTextContent('12 s ago · old');
});

it.each([null, 'yesterday'])('says never of %s', at => {
  show(at);
  expect(screen.getByText('never observed')).toBeVisible();
});
