import { Column } from '../evaluation/SampleStore';

/** A sum with what rounding has lost of it (Neumaier), as Prometheus adds up. */
export class ExactSum {
  count = 0;
  private sum = 0;
  private lost = 0;

  get value(): number {
    return Number.isFinite(this.sum) ? this.sum + this.lost : this.sum;
  }

  /** Adds the values that are present from `first` up to, without, `end`. */
  addValues({ values, present }: Column, first: number, end: number): void {
    for (let i = first; i < end; i++) {
      if (present[i]) {
        this.add(values[i]);
        this.count += 1;
      }
    }
  }

  addSum(other: ExactSum): void {
    this.add(other.sum);
    this.lost += other.lost;
    this.count += other.count;
  }

  private add(value: number): void {
    const sum = this.sum + value;
    this.lost +=
      Math.abs(this.sum) >= Math.abs(value)
        ? this.sum - sum + value
        : value - sum + this.sum;
    this.sum = sum;
  }
}

const known = new WeakMap<Column, ExactSum>();

/** Sum of a column that does not change any more; made once. */
export function wholeSum(column: Column): ExactSum {
  let sum = known.get(column);
  if (!sum) {
    sum = new ExactSum();
    sum.addValues(column, 0, column.values.length);
    known.set(column, sum);
  }
  return sum;
}
