import { Column } from '../evaluation/SampleStore';

/** A stretch of one rule's evaluations: those from its beginning that are made. */
export interface Chunk {
  readonly columns: readonly Column[];
  /** How many evaluations have been made. */
  readonly done: number;
}

/** Adds evaluations to a chunk, up to and without the given one. */
export type Extend = (chunk: Chunk, until: number) => Promise<Chunk>;

const nothing: Chunk = { columns: [], done: 0 };

/**
 * Results of rules over stretches of the past; the least recently used go first. The
 * past does not change, so that a chunk of the present only grows.
 */
export class ChunkCache {
  private readonly chunks = new Map<string, Chunk>();
  /** One at a time extends a chunk; the others wait, and go on from there. */
  private readonly extending = new Map<string, Promise<unknown>>();
  private weight = 0;

  /** @param maxSamples - about nine bytes each. */
  constructor(private readonly maxSamples: number) {}

  /** How many evaluations of a chunk are there. */
  doneOf(key: string): number {
    return this.chunks.get(key)?.done ?? 0;
  }

  /** The chunk with at least so many evaluations; a failure is not kept. */
  async get(key: string, until: number, extend: Extend): Promise<Chunk> {
    for (;;) {
      const known = this.chunks.get(key);
      if (known && known.done >= until) {
        this.chunks.delete(key);
        this.chunks.set(key, known);
        return known;
      }
      const other = this.extending.get(key);
      if (!other) break;
      await other;
    }
    const grown = extend(this.chunks.get(key) ?? nothing, until);
    const settled = grown.then(
      chunk => {
        if (this.extending.get(key) === settled) this.put(key, chunk);
      },
      () => undefined,
    );
    this.extending.set(key, settled);
    await settled;
    if (this.extending.get(key) === settled) this.extending.delete(key);
    return grown;
  }

  clear(): void {
    this.chunks.clear();
    this.extending.clear();
    this.weight = 0;
  }

  private put(key: string, chunk: Chunk): void {
    this.remove(key);
    this.chunks.set(key, chunk);
    this.weight += weightOf(chunk);
    for (const oldest of this.chunks.keys()) {
      if (this.weight <= this.maxSamples) return;
      this.remove(oldest);
    }
  }

  private remove(key: string): void {
    const chunk = this.chunks.get(key);
    if (!chunk) return;
    this.chunks.delete(key);
    this.weight -= weightOf(chunk);
  }
}

function weightOf({ columns }: Chunk): number {
  return columns.reduce((sum, { values }) => sum + values.length, 1);
}
