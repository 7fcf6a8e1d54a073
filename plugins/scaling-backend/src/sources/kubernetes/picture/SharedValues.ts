import { hash } from 'node:crypto';

/** Longer keys are held as their hash, which is this long. */
const KEY_MOST = 40;

/**
 * Holds one of many values that are equal. Which are still in use is not known, so all
 * are forgotten when there are too many: that costs memory for a while, nothing else.
 */
export class SharedValues {
  #values = new Map<string, unknown>();
  #texts = new Map<string, string>();
  readonly #most: number;

  constructor(most = 100_000) {
    this.#most = most;
  }

  /** A name that many share; those of up to ten characters V8 holds once by itself. */
  text<T extends string | undefined>(value: T): T {
    if (value === undefined) return value;
    const held = this.#texts.get(value);
    if (held !== undefined) return held as T;
    if (this.#texts.size >= this.#most) this.#texts = new Map();
    this.#texts.set(value, value);
    return value;
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

/** What is equal is mostly so in all clusters. */
export const sharedValues = new SharedValues();
