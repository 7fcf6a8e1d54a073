/** What time it is for the simulated world (Unix milliseconds). */
export interface Clock {
  now(): number;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** A clock that moves only when told to; for tests and replays. */
export class ManualClock implements Clock {
  constructor(private atMs: number) {}
  now() {
    return this.atMs;
  }
  set(atMs: number) {
    this.atMs = atMs;
  }
  advance(byMs: number) {
    this.atMs += byMs;
  }
}
