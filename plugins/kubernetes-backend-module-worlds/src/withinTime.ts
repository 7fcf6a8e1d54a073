/**
 * Ends work that takes too long, together with its HTTP requests.
 *
 * The fetcher of Backstage cannot be told to stop. Its promise could be left alone, but
 * the requests behind it would keep their sockets for as long as the cluster keeps
 * silent, and the tab asks anew every few seconds. Node announces each HTTP request on a
 * diagnostics channel, in the asynchronous context of whoever makes it. So the requests
 * that belong to a piece of work can be told from all others, and closed with it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import { ClientRequest } from 'node:http';

/** Calls back after some time; the answer calls it off. */
export type StartTimer = (ms: number, callback: () => void) => () => void;

export const startTimer: StartTimer = (ms, callback) => {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
};

interface Work {
  readonly requests: Set<ClientRequest>;
  isOver: boolean;
}

const current = new AsyncLocalStorage<Work>();

subscribe('http.client.request.start', message => {
  const work = current.getStore();
  if (!work) return;
  const { request } = message as { request: ClientRequest };
  if (work.isOver) {
    request.destroy();
    return;
  }
  work.requests.add(request);
  request.once('close', () => work.requests.delete(request));
});

/** Thrown where work did not end in time. */
export class OutOfTimeError extends Error {
  override name = 'OutOfTimeError';
}

/**
 * Does the work, or closes its requests after `ms`.
 *
 * @throws OutOfTimeError, or what the work throws
 */
export async function withinTime<T>(
  ms: number,
  work: () => Promise<T>,
  timer: StartTimer = startTimer,
): Promise<T> {
  const state: Work = { requests: new Set(), isOver: false };
  let stopTimer = () => {};
  const timeIsUp = new Promise<never>((_, reject) => {
    stopTimer = timer(ms, () => {
      reject(new OutOfTimeError(`no answer within ${ms / 1000} seconds`));
      state.isOver = true;
      for (const request of state.requests) request.destroy();
    });
  });
  try {
    return await Promise.race([current.run(state, work), timeIsUp]);
  } finally {
    stopTimer();
  }
}
