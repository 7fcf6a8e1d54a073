import { hash } from 'node:crypto';

/** Longer keys are held as their hash, which is this long. */
const KEY_MOST = 40;

/**
 * Holds one of many values that are equal. Which are still in use is not known, so all
 * are forgotten when there are too many: that costs memory for a while, nothing else.
 */
export class SharedValues {
  #values = new Map<string, unknown>();
  readonly #most: number;

  constructor(most = 50_000) {
    this.#most = most;
  }

  of<T>(value: T): T {
    if (value === undefined || value === null) return value;
    const text = JSON.stringify(value);
    const key = text.length > KEY_MOST ? hash('sha256', text, 'base64') : text;
    const held = this.#values.get(key);
    if (held !== undefined) return held as T;
    if (this.#values.size >= this.#most) this.#values = new Map();
    this.#values.set(key, value);
    return value;
  }
}
