import { TestApiProvider } from '@backstage/frontend-test-utils';
import { SignalApi, signalApiRef } from '@backstage/plugin-signals-react';
import { JsonObject } from '@backstage/types';
import { act, renderHook } from '@testing-library/react';
import { ReactNode } from 'react';
import { usePolled } from './usePolled';

let onSignal: ((message?: JsonObject) => void) | undefined;
let subscribed: string[] = [];
const signals: SignalApi = {
  subscribe: <T extends JsonObject>(
    channel: string,
    tell: (message: T) => void,
  ) => {
    onSignal = (message = {}) => tell(message as T);
    subscribed.push(channel);
    return {
      unsubscribe: () => {
        onSignal = undefined;
        subscribed = subscribed.filter(each => each !== channel);
      },
    };
  },
};

function poll<T>(
  first: (signal: AbortSignal) => Promise<T>,
  signalChannel?: string | string[],
) {
  return renderHook(
    ({ load }) => usePolled(load, { intervalMs: 10_000, signalChannel }),
    {
      initialProps: { load: first },
      wrapper: ({ children }: { children: ReactNode }) => (
        <TestApiProvider apis={[[signalApiRef, signals]]}>
          {children}
        </TestApiProvider>
      ),
    },
  );
}

const pass = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));

function setHidden(hidden: boolean) {
  Object.defineProperty(document, 'hidden', {
    value: hidden,
    configurable: true,
  });
  return act(async () => {
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

beforeEach(() => {
  jest.useFakeTimers({ now: Date.parse('2026-11-01T12:00:00Z') });
});
afterEach(async () => {
  await setHidden(false);
  jest.useRealTimers();
});

it('loads at once and then at the interval', async () => {
  let answers = 0;
  const load = jest.fn(async () => (answers += 1));
  const { result, unmount } = poll(load);
  await pass(0);
  expect(result.current).toMatchObject({ data: 1, isPrevious: false });
  await pass(10_000);
  expect(result.current.data).toBe(2);
  unmount();
  await pass(50_000);
  expect(load).toHaveBeenCalledTimes(2);
});

it('keeps the last data when a load fails, and says since when', async () => {
  let isDown = false;
  const { result } = poll(async () => {
    if (isDown) throw new Error('down');
    return 'good';
  });
  await pass(0);
  const { loadedAt } = result.current;
  isDown = true;
  await pass(10_000);
  await pass(10_000);
  expect(result.current).toMatchObject({
    data: 'good',
    loadedAt,
    error: new Error('down'),
    failingSince: loadedAt! + 10_000,
  });
  isDown = false;
  await pass(10_000);
  expect(result.current).toMatchObject({
    error: undefined,
    failingSince: undefined,
  });
});

it('rests while the tab is hidden and loads when it is shown again', async () => {
  const load = jest.fn(async () => 1);
  poll(load);
  await pass(0);
  await setHidden(true);
  await pass(60_000);
  expect(load).toHaveBeenCalledTimes(1);
  await setHidden(false);
  expect(load).toHaveBeenCalledTimes(2);
});

it('answers a burst of signals with one load', async () => {
  const load = jest.fn(async () => 1);
  poll(load, 'worlds:fleet');
  await pass(0);
  act(() => {
    onSignal?.();
    onSignal?.();
  });
  await pass(1500);
  expect(load).toHaveBeenCalledTimes(2);
});

it('listens to its own key alone where a signal names keys', async () => {
  const load = jest.fn(async () => 1);
  poll(load, 'scaling:services#k1');
  await pass(0);
  expect(subscribed).toEqual(['scaling:services']);
  act(() => onSignal?.({ changed: ['k2', 'k3'] }));
  await pass(1500);
  expect(load).toHaveBeenCalledTimes(1);
  act(() => onSignal?.({ changed: ['k2', 'k1'] }));
  await pass(1500);
  expect(load).toHaveBeenCalledTimes(2);
  act(() => onSignal?.({ changed: true }));
  await pass(1500);
  expect(load).toHaveBeenCalledTimes(3);
});

it('is not put off by signals that never end', async () => {
  const load = jest.fn(async () => 1);
  poll(load, 'worlds:fleet');
  await pass(0);
  const signal = () => onSignal?.();
  for (let i = 0; i < 10; i++) {
    act(signal);
    await pass(500);
  }
  expect(load.mock.calls.length).toBeGreaterThanOrEqual(4);
});

it('loads again after a load during which something changed', async () => {
  const answers: Array<(value: number) => void> = [];
  const load = jest.fn(
    () => new Promise<number>(resolve => answers.push(resolve)),
  );
  const { result } = poll(load, 'worlds:fleet');
  act(() => onSignal?.());
  await pass(3000);
  // The slow one is waited for, not begun anew.
  expect(load).toHaveBeenCalledTimes(1);
  answers[0](1);
  await pass(0);
  expect(load).toHaveBeenCalledTimes(2);
  answers[1](2);
  await pass(0);
  expect(result.current.data).toBe(2);
});

it('listens to several channels for as long as it is shown', async () => {
  const load = jest.fn(async () => 1);
  const { rerender, unmount } = poll(load, ['scaling:a', 'scaling:b']);
  await pass(0);
  rerender({ load });
  expect(subscribed).toEqual(['scaling:a', 'scaling:b']);
  act(() => onSignal?.());
  await pass(1500);
  expect(load).toHaveBeenCalledTimes(2);
  unmount();
  expect(subscribed).toEqual([]);
});

it('marks the answer of an earlier load until the new one is there', async () => {
  const { result, rerender } = poll(async () => 'old');
  await pass(0);
  let answer: (value: string) => void = () => {};
  rerender({ load: () => new Promise<string>(resolve => (answer = resolve)) });
  await pass(0);
  expect(result.current).toMatchObject({ data: 'old', isPrevious: true });
  answer('new');
  await pass(0);
  expect(result.current).toMatchObject({ data: 'new', isPrevious: false });
});

it('drops the late answer of an earlier load and tells it to stop', async () => {
  let late: (value: string) => void = () => {};
  let stopped: AbortSignal | undefined;
  const { result, rerender } = poll((signal: AbortSignal) => {
    stopped = signal;
    return new Promise<string>(resolve => (late = resolve));
  });
  rerender({ load: async () => 'new' });
  await pass(0);
  late('late');
  await pass(0);
  expect(result.current.data).toBe('new');
  expect(stopped?.aborted).toBe(true);
});
