/** What time it is for the simulated world (Unix milliseconds). */
export interface Clock {
  now(): number;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** A clock that can be told what time it is. */
export interface SettableClock extends Clock {
  set(atMs: number): void;
}

export function isSettable(clock: Clock): clock is SettableClock {
  return 'set' in clock;
}

/** Runs as the machine's does, from wherever it is moved to. */
export class MovableClock implements SettableClock {
  #aheadMs = 0;
  readonly #machine: Clock;

  constructor(machine: Clock = systemClock) {
    this.#machine = machine;
  }

  now() {
    return this.#machine.now() + this.#aheadMs;
  }

  set(atMs: number) {
    this.#aheadMs = atMs - this.#machine.now();
  }
}

/** A clock that moves only when told to; for tests and replays. */
export class ManualClock implements SettableClock {
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
