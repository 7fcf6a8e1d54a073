import { Range } from '../promql/ast';
import { Column } from './SampleStore';

/** Samples that are kept, of about nine bytes: what some dozens of rules read last. */
const maxSamples = 1_000_000;

/**
 * What rate() and increase() gave last. Rules of one objective ask for the same counters
 * over the same windows several times: for what was bad, for all, and by region.
 * Nobody changes what is given.
 *
 * Only for windows whose ends lie evenly, so that the first, the last and their number
 * tell them all.
 */
export class SharedIncreases {
  private known = new Map<string, Column[]>();
  private weight = 0;

  async of(
    name: string,
    { of, rangeMs }: Range,
    ends: Float64Array,
    make: () => Promise<Column[]>,
  ): Promise<Column[]> {
    if (of.kind !== 'selector') return make();
    const key = [
      ...[name, rangeMs, ends[0], ends[ends.length - 1], ends.length],
      ...of.matchers.map(String),
    ].join(' ');
    const known = this.known.get(key);
    if (known) return known;
    const { known: before } = this;
    const made = await make();
    if (before === this.known) this.keep(key, made);
    return made;
  }

  clear(): void {
    // What is being made now does not belong to the new one.
    this.known = new Map();
    this.weight = 0;
  }

  private keep(key: string, columns: Column[]): void {
    this.remove(key);
    this.known.set(key, columns);
    this.weight += weightOf(columns);
    for (const oldest of this.known.keys()) {
      if (this.weight <= maxSamples) return;
      this.remove(oldest);
    }
  }

  private remove(key: string): void {
    const columns = this.known.get(key);
    if (!columns) return;
    this.known.delete(key);
    this.weight -= weightOf(columns);
  }
}

function weightOf(columns: readonly Column[]): number {
  return columns.reduce((sum, { values }) => sum + values.length, 1);
}
