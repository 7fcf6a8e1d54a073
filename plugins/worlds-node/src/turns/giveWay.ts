import { turns } from './Turns';

/**
 * A backend shares one thread with all others of its process. Work that goes on in one
 * turn of the event loop keeps everybody waiting; and a long row of `await`s need not
 * end a turn: promises that are settled already go on at once, and SQLite, which answers
 * before it returns, settles them so. Ten thousand rows written in small portions may
 * thus be one turn of many seconds.
 *
 * Whoever works through many things therefore gives way now and then: lets what waits
 * run (requests, timers, answers from elsewhere) where this turn has lasted long, or
 * somebody waits for an answer; else goes on, at the cost of a clock's reading.
 */
export function giveWay(): Promise<void> {
  return turns.giveWay();
}
