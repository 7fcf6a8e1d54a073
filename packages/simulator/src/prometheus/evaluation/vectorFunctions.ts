import { Expr } from '../promql/ast';
import { dropLabels, nameLabel } from '../promql/labels';
import { OutputVector, relabelled } from './OutputVector';
import { Column } from './SampleStore';

/** Every value changed; the name goes, for it is another thing now. */
export function mapped(
  columns: readonly Column[],
  count: number,
  f: (value: number, i: number) => number,
): Column[] {
  const changed = columns.map(({ labels, values, present }) => ({
    labels,
    values: values.map(f),
    present,
  }));
  return relabelled(changed, count, labels => dropLabels(labels, [nameLabel]));
}

/** clamp and its halves, round, abs, ceil and floor. */
export function elementwise(
  name: string,
  columns: readonly Column[],
  count: number,
  { low, high }: { low?: Float64Array; high?: Float64Array },
): Column[] {
  const each = (f: (value: number, i: number) => number) =>
    mapped(columns, count, f);
  switch (name) {
    case 'clamp_min':
      return each((v, i) => Math.max(v, low![i]));
    case 'clamp_max':
      return each((v, i) => Math.min(v, low![i]));
    case 'clamp':
      return mapped(
        columns.map(column => ({
          ...column,
          present: column.present.map((p, i) => (low![i] > high![i] ? 0 : p)),
        })),
        count,
        (v, i) => Math.max(low![i], Math.min(high![i], v)),
      );
    case 'round':
      // Ties go up, and the nearest multiple is counted in inverses.
      return each((v, i) => {
        const inverse = 1 / (low?.[i] ?? 1);
        return Math.floor(v * inverse + 0.5) / inverse;
      });
    case 'abs':
      return each(v => Math.abs(v));
    case 'ceil':
      return each(v => Math.ceil(v));
    default:
      return each(v => Math.floor(v));
  }
}

/** scalar(): the value of the one element; not-a-number where there is not one. */
export function single(
  columns: readonly Column[],
  count: number,
): Float64Array {
  return new Float64Array(count).map((_, i) => {
    const present = columns.filter(column => column.present[i]);
    return present.length === 1 ? present[0].values[i] : NaN;
  });
}

/** absent(): 1, with the labels that the selector demands, where nothing is. */
export function absent(
  arg: Expr,
  columns: readonly Column[],
  count: number,
): Column[] {
  const labels: Record<string, string> = {};
  const matchers = arg.kind === 'selector' ? arg.matchers : [];
  for (const { name, op, value } of matchers) {
    if (name === nameLabel) continue;
    const again = matchers.filter(m => m.name === name).length > 1;
    if (op === '=' && !again) labels[name] = value;
  }
  const out = new OutputVector(count);
  const target = out.column(labels);
  for (let i = 0; i < count; i++) {
    if (!columns.some(column => column.present[i])) out.put(target, i, 1);
  }
  return out.result();
}
