import { Aggregation } from '../promql/ast';
import {
  dropLabels,
  keepLabels,
  labelKey,
  Labels,
  nameLabel,
} from '../promql/labels';
import { Column } from './SampleStore';

/** How an aggregation takes one more value in; `first` starts it. */
const steps: Record<string, (sum: number, value: number) => number> = {
  sum: (sum, value) => sum + value,
  avg: (sum, value) => sum + value,
  min: (best, value) => (value < best || Number.isNaN(best) ? value : best),
  max: (best, value) => (value > best || Number.isNaN(best) ? value : best),
  count: sum => sum + 1,
  group: () => 1,
};

interface Group {
  column: Column;
  counts: Uint32Array;
  /** What rounding has lost of the sums so far (Neumaier). */
  lost: Float64Array;
}

function groupLabels(
  labels: Labels,
  { mode, labels: names }: Aggregation['grouping'],
): Labels {
  return mode === 'by'
    ? keepLabels(labels, names)
    : dropLabels(labels, [...names, nameLabel]);
}

/** sum, avg, min, max, count and group, `by` or `without` labels. */
export function aggregate(
  op: string,
  grouping: Aggregation['grouping'],
  columns: readonly Column[],
  count: number,
): Column[] {
  const groups = new Map<string, Group>();
  const step = steps[op];
  const sums = op === 'sum' || op === 'avg';
  for (const { labels, values, present } of columns) {
    const target = groupLabels(labels, grouping);
    const key = labelKey(target);
    let group = groups.get(key);
    if (!group) {
      group = {
        column: {
          labels: target,
          values: new Float64Array(count),
          present: new Uint8Array(count),
        },
        counts: new Uint32Array(count),
        lost: new Float64Array(sums ? count : 0),
      };
      groups.set(key, group);
    }
    const { column, counts, lost } = group;
    for (let i = 0; i < count; i++) {
      if (!present[i]) continue;
      const before = column.values[i];
      if (counts[i] > 0) {
        const after = step(before, values[i]);
        if (sums && Number.isFinite(after)) {
          lost[i] +=
            Math.abs(before) >= Math.abs(values[i])
              ? before - after + values[i]
              : values[i] - after + before;
        }
        column.values[i] = after;
      } else {
        column.values[i] = op === 'count' || op === 'group' ? 1 : values[i];
        column.present[i] = 1;
      }
      counts[i] += 1;
    }
  }
  for (const { column, counts, lost } of groups.values()) {
    for (let i = 0; sums && i < count; i++) {
      if (Number.isFinite(column.values[i])) column.values[i] += lost[i];
      if (op === 'avg' && counts[i] > 1) column.values[i] /= counts[i];
    }
  }
  return [...groups.values()].map(g => g.column);
}
