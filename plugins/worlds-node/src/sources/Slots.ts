/** Lets so many pieces of work run at the same time; others wait their turn. */
export class Slots {
  #free: number;
  readonly #waiting: Array<{ take(): void }> = [];

  constructor(count: number) {
    this.#free = count;
  }

  /** @throws the signal's reason where it is given before the turn comes */
  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const leave = await this.take(signal);
    try {
      return await work();
    } finally {
      leave();
    }
  }

  /**
   * @returns what gives the place back, once
   * @throws the signal's reason where it is given before the turn comes
   */
  async take(signal: AbortSignal): Promise<() => void> {
    await this.#enter(signal);
    let isTaken = true;
    return () => {
      if (isTaken) this.#leave();
      isTaken = false;
    };
  }

  async #enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const place = { take: resolve };
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(place), 1);
        reject(signal.reason);
      };
      place.take = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.push(place);
    });
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next.take();
    else this.#free += 1;
  }
}
