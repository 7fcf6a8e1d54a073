import { ExecutionError } from '../promql/errors';
import { labelKey, Labels } from '../promql/labels';
import { Column } from './SampleStore';

const sameLabels = 'vector cannot contain metrics with the same labelset';

/** Collects a result; two samples of one label set at one instant are an error. */
export class OutputVector {
  private readonly columns = new Map<string, Column>();

  constructor(private readonly count: number) {}

  /** The column with these labels; new and empty where there was none. */
  column(labels: Labels): Column {
    const key = labelKey(labels);
    let column = this.columns.get(key);
    if (!column) {
      column = {
        labels,
        values: new Float64Array(this.count),
        present: new Uint8Array(this.count),
      };
      this.columns.set(key, column);
    }
    return column;
  }

  /** @throws ExecutionError where that place is taken. */
  put(column: Column, i: number, value: number, problem = sameLabels): void {
    if (column.present[i]) throw new ExecutionError(problem);
    column.present[i] = 1;
    column.values[i] = value;
  }

  /** All columns that hold anything. */
  result(): Column[] {
    return [...this.columns.values()].filter(c => c.present.includes(1));
  }
}

/** Each column under other labels; equal ones are joined where they never meet. */
export function relabelled(
  columns: readonly Column[],
  count: number,
  labelsOf: (labels: Labels) => Labels,
): Column[] {
  const out = new OutputVector(count);
  for (const { labels, values, present } of columns) {
    const target = out.column(labelsOf(labels));
    for (let i = 0; i < count; i++) {
      if (present[i]) out.put(target, i, values[i]);
    }
  }
  return out.result();
}
