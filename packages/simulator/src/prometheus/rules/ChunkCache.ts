import { Column } from '../evaluation/SampleStore';

/** Results of rules over stretches of the past; the least recently used go first. */
export class ChunkCache {
  private readonly chunks = new Map<string, Promise<Column[]>>();
  private readonly weights = new Map<string, number>();
  private weight = 0;

  /** @param maxSamples - about nine bytes each. */
  constructor(private readonly maxSamples: number) {}

  has(key: string): boolean {
    return this.chunks.has(key);
  }

  /** The chunk, computed at most once at a time; a failure is not kept. */
  get(key: string, compute: () => Promise<Column[]>): Promise<Column[]> {
    const known = this.chunks.get(key);
    if (known) {
      this.chunks.delete(key);
      this.chunks.set(key, known);
      return known;
    }
    const chunk = compute();
    this.chunks.set(key, chunk);
    chunk.then(
      columns => {
        if (this.chunks.get(key) !== chunk) return;
        const weight = columns.reduce((n, c) => n + c.values.length, 1);
        this.weights.set(key, weight);
        this.weight += weight;
        this.trim();
      },
      () => {
        if (this.chunks.get(key) === chunk) this.chunks.delete(key);
      },
    );
    return chunk;
  }

  clear(): void {
    this.chunks.clear();
    this.weights.clear();
    this.weight = 0;
  }

  private trim(): void {
    for (const key of this.chunks.keys()) {
      if (this.weight <= this.maxSamples) return;
      const weight = this.weights.get(key);
      if (weight === undefined) continue;
      this.chunks.delete(key);
      this.weights.delete(key);
      this.weight -= weight;
    }
  }
}
