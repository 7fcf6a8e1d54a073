/** Keeps a limited number of values for a limited time; the oldest goes first. */
export class ShortMemory<T> {
  readonly #kept = new Map<string, { untilMs: number; value: T }>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  recall(key: string, nowMs: number): T | undefined {
    const kept = this.#kept.get(key);
    return kept && nowMs < kept.untilMs ? kept.value : undefined;
  }

  keep(key: string, value: T, untilMs: number): void {
    this.#kept.delete(key);
    this.#kept.set(key, { untilMs, value });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.#limit) this.#kept.delete(oldest);
  }
}
