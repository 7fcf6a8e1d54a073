/**
 * A backend shares one thread with all others of its process. Work that goes on in one
 * turn of the event loop keeps everybody waiting; and a long row of `await`s need not
 * end a turn: promises that are settled already go on at once, and SQLite, which answers
 * before it returns, settles them so. Ten thousand rows written in small portions may
 * thus be one turn of many seconds.
 *
 * Whoever works through many things therefore gives way now and then. It costs a clock's
 * reading where the turn is young.
 */

/** Short beside the 50 ms that an answer may take, long beside a turn's own cost. */
const LONG_TURN_MS = 10;

let turnSinceMs: number | undefined;

/**
 * Lets what waits run (requests, timers, answers from elsewhere) where this turn of the
 * event loop has lasted long; else goes on.
 */
export async function giveWay(): Promise<void> {
  const nowMs = performance.now();
  if (turnSinceMs === undefined) {
    turnSinceMs = nowMs;
    setImmediate(() => {
      turnSinceMs = undefined;
    });
    return;
  }
  if (nowMs - turnSinceMs < LONG_TURN_MS) return;
  await new Promise<void>(resolve => {
    setImmediate(resolve);
  });
}
