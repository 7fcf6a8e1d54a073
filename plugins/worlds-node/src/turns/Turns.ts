import { AsyncLocalStorage } from 'node:async_hooks';

/** Of work that nobody waits for: short beside an answer of ten milliseconds. */
const TURN_MS = 4;
/** Of requests, which mostly end before that. */
const REQUEST_TURN_MS = 10;
/** One that lasts longer waits for something else, and nobody has to wait for it. */
const HOT_MS = 50;
/** So that a backend that is always asked still gets on with its work. */
const PATIENCE_MS = 12;

interface Waiting {
  sinceMs: number;
  goOn(): void;
}

/**
 * Shares the turns of the event loop out. All work that gives way has one short turn
 * together, however many jobs there are: those that could not go on in it wait in a row,
 * and go on in the next, as many as have room in it. While requests are being answered
 * none does, within the limits of patience.
 */
export class Turns {
  /** Work for whose end somebody may wait: requests, and who holds what they need. */
  readonly #awaited = new AsyncLocalStorage<true>();
  readonly #now: () => number;
  #turnSinceMs: number | undefined;
  /** Patience has ended: this turn is one of work, whoever is asked meanwhile. */
  #isGranted = false;
  readonly #waiting: Waiting[] = [];
  /** When each request began that is not answered yet. */
  readonly #hot = new Map<object, number>();
  #isPumping = false;
  #patience: ReturnType<typeof setTimeout> | undefined;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /**
   * Runs the work of a request, which is over when `ended` is called.
   *
   * @param isAwaited somebody waits for the answer; otherwise it goes on as requests do,
   * but lets no other work wait
   */
  asRequest(work: (ended: () => void) => void, isAwaited = true): void {
    if (this.#awaited.getStore()) {
      work(() => {});
      return;
    }
    const request = {};
    if (isAwaited) this.#hot.set(request, this.#now());
    this.#awaited.run(true, () =>
      work(() => {
        if (this.#hot.delete(request)) this.#pump();
      }),
    );
  }

  /**
   * Does work that holds what others need, as a transaction does its connection: it goes
   * on though requests are answered, because they may wait for it.
   */
  holding<T>(work: () => T): T {
    return this.#awaited.run(true, work);
  }

  async giveWay(): Promise<void> {
    const nowMs = this.#now();
    const ageMs = nowMs - this.#begin(nowMs);
    if (this.#awaited.getStore()) {
      if (ageMs < REQUEST_TURN_MS) return;
      await new Promise<void>(resolve => {
        setImmediate(resolve);
      });
      return;
    }
    if (ageMs < TURN_MS && (this.#isGranted || !this.#isHot(nowMs))) return;
    await new Promise<void>(resolve => {
      this.#waiting.push({ sinceMs: nowMs, goOn: resolve });
      this.#pump();
    });
  }

  /** Since when this turn lasts. */
  #begin(nowMs: number): number {
    if (this.#turnSinceMs === undefined) {
      this.#turnSinceMs = nowMs;
      setImmediate(() => {
        this.#turnSinceMs = undefined;
        this.#isGranted = false;
      });
    }
    return this.#turnSinceMs;
  }

  #isHot(nowMs: number): boolean {
    for (const [request, sinceMs] of this.#hot) {
      if (nowMs - sinceMs < HOT_MS) return true;
      this.#hot.delete(request);
    }
    return false;
  }

  #pump(): void {
    if (this.#isPumping || this.#waiting.length === 0) return;
    this.#isPumping = true;
    setImmediate(() => {
      this.#isPumping = false;
      this.#next();
    });
  }

  /** Lets as many go on as fit into a turn, one after the other. */
  #next(): void {
    const [first] = this.#waiting;
    if (!first) return;
    const nowMs = this.#now();
    const patientMs = first.sinceMs + PATIENCE_MS - nowMs;
    const isHot = this.#isHot(nowMs);
    if (patientMs > 0 && isHot && !this.#isGranted) {
      this.#patience ??= setTimeout(() => {
        this.#patience = undefined;
        this.#pump();
      }, patientMs);
      return;
    }
    if (nowMs - this.#begin(nowMs) >= TURN_MS) {
      this.#pump();
      return;
    }
    this.#isGranted = isHot;
    this.#waiting.shift();
    first.goOn();
    // After all that it does until it waits for something: a tick comes when no promise
    // that is settled is left.
    queueMicrotask(() => process.nextTick(() => this.#next()));
  }
}

/** The event loop of a process is one. */
export const turns = new Turns();
