import { Entity } from '@backstage/catalog-model';
import { createApiRef } from '@backstage/core-plugin-api';
import { LaneAnswer, LaneLoader, TimelineLane } from '../lane';
import { ANSWER_WITHIN_MS, askLane } from './askLane';

const greetRef = createApiRef<string>({ id: 'plugin.greeting' });
const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'gateway' },
};
const query = { fromMs: 0, toMs: 100, entities: [entity] };

function laneOf(load: LaneLoader): TimelineLane {
  return {
    ...{ id: 'timeline-lane:test/x', title: 'X', order: 1 },
    ...{ isFor: () => true, deps: { greet: greetRef } },
    ...{ signalChannels: () => [], looksAhead: false },
    loader: async () => load,
  };
}
const holding = (api: unknown) => ({ get: <T>() => api as T | undefined });
const ask = (load: LaneLoader, signal = new AbortController().signal) =>
  askLane(laneOf(load), query, holding('hello'), signal);

it('gives the lane its query and the APIs that it needs', async () => {
  const load = jest.fn(async () => ({ notes: ['fine'] }));
  await expect(ask(load)).resolves.toEqual({ notes: ['fine'] });
  expect(load).toHaveBeenCalledWith(expect.objectContaining(query), {
    greet: 'hello',
  });
});

it('names what the lane needs and the app does not have', async () => {
  await expect(
    askLane(
      laneOf(async () => ({})),
      query,
      holding(undefined),
      new AbortController().signal,
    ),
  ).rejects.toThrow(
    "it needs 'plugin.greeting', which is not part of this app",
  );
});

it.each<[string, LaneAnswer, string]>([
  [
    'a mark without an instant',
    { marks: [{ id: 'm', atMs: NaN, title: '', sentence: '' }] },
    "the mark 'm' has no instant",
  ],
  [
    'a period that ends before it begins',
    { periods: [{ id: 'p', fromMs: 5, toMs: 1, title: '', sentence: '' }] },
    "the period 'p' is from 5 to 1",
  ],
  [
    'a gap that ends before it begins',
    { gaps: [{ fromMs: 5, toMs: 1, reason: 'why' }] },
    'a gap (why)',
  ],
  [
    'a line of another length than its instants',
    {
      charts: [
        {
          ...{ id: 'c', title: 'C', times: [1, 2], format: String },
          lines: [{ id: 'l', title: 'L', look: 'main', values: [1] }],
        },
      ],
    },
    "the line 'l' of 'c' has 1 values for 2 instants",
  ],
  [
    'an address that is a script',
    {
      marks: [
        {
          ...{ id: 'm', atMs: 1, title: '', sentence: '' },
          // eslint-disable-next-line no-script-url
          href: 'javascript:alert(1)',
        },
      ],
    },
    "the address of 'm'",
  ],
  [
    'two entries of one id',
    {
      marks: [{ id: 'same', atMs: 1, title: '', sentence: '' }],
      periods: [{ id: 'same', fromMs: 1, toMs: null, title: '', sentence: '' }],
    },
    "two entries 'same'",
  ],
])('does not draw %s, and says so', async (_, answer, message) => {
  await expect(ask(async () => answer)).rejects.toThrow(message);
});

it('does not wait for a lane that hangs, and tells it to stop', async () => {
  jest.useFakeTimers();
  let isStopped = false;
  const asked = ask(
    ({ signal }) =>
      new Promise(() => {
        signal.addEventListener('abort', () => (isStopped = true));
      }),
  );
  const failure = asked.catch((error: Error) => error.message);
  await jest.advanceTimersByTimeAsync(ANSWER_WITHIN_MS);
  await expect(failure).resolves.toBe('no answer within 30 s');
  expect(isStopped).toBe(true);
  jest.useRealTimers();
});

it('ends a load that nobody waits for any more', async () => {
  const controller = new AbortController();
  let heard: AbortSignal | undefined;
  const asked = ask(
    ({ signal }) =>
      new Promise((_, reject) => {
        heard = signal;
        signal.addEventListener('abort', () => reject(new Error('aborted')));
      }),
    controller.signal,
  );
  await Promise.resolve();
  await Promise.resolve();
  controller.abort();
  await expect(asked).rejects.toThrow('aborted');
  expect(heard?.aborted).toBe(true);
});
