import { setTimeout as wait } from 'node:timers/promises';
import { PrometheusError } from '@worldscale/backstage-plugin-worlds-node';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Beyond a month nothing is gained: a window is seldom longer. */
const LONGEST_MS = 32 * DAY_MS;
/** What one question may take before the next one asks for less. */
const LONG_ANSWER_MS = 2_000;
/** However long an answer took, people do not wait longer for the next. */
const LONGEST_REST_MS = 10_000;

/** Failures that a shorter question may get around. */
const tooMuch = ['timeout', 'tooLarge', 'question'];

/** Clocks may be set back. */
const clamp = (ms: number) => Math.max(0, Math.min(ms, LONGEST_REST_MS));

/**
 * How much of the past is asked for at once, and how often. One question at a time; as
 * long as it took, nothing is asked, so that others have Prometheus for at least half of
 * the time. What is answered quickly is asked for in longer pieces, up to a month; what
 * takes long, or is refused as too much, in shorter ones.
 */
export class Pace {
  #lengthMs = DAY_MS;
  readonly #now: () => number;
  readonly #rest: (ms: number, signal: AbortSignal) => Promise<void>;

  constructor(
    now: () => number,
    rest: (ms: number, signal: AbortSignal) => Promise<void> = (ms, signal) =>
      wait(ms, undefined, { signal }),
  ) {
    this.#now = now;
    this.#rest = rest;
  }

  /** Whole hours. */
  get lengthMs(): number {
    return this.#lengthMs;
  }

  /**
   * Reads one piece.
   *
   * @returns undefined where it was too much and a shorter one is to be tried
   * @throws what `read` throws, where nothing shorter helps
   */
  async piece<T>(
    read: () => Promise<T>,
    signal: AbortSignal,
  ): Promise<T | undefined> {
    const beganMs = this.#now();
    let answer: T | undefined;
    try {
      answer = await read();
    } catch (error) {
      const isTooMuch =
        error instanceof PrometheusError && tooMuch.includes(error.failure);
      if (!isTooMuch || this.#lengthMs <= HOUR_MS) throw error;
      this.#shorten();
    }
    const tookMs = this.#now() - beganMs;
    if (tookMs > LONG_ANSWER_MS) this.#shorten();
    else if (answer && tookMs < LONG_ANSWER_MS / 4) {
      this.#lengthMs = Math.min(2 * this.#lengthMs, LONGEST_MS);
    }
    await this.#rest(clamp(tookMs), signal);
    return answer;
  }

  #shorten(): void {
    const hours = Math.floor(this.#lengthMs / 2 / HOUR_MS);
    this.#lengthMs = Math.max(1, hours) * HOUR_MS;
  }
}
