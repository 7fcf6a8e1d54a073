/*
 * Binary operators between vectors (promql/engine.go: VectorBinop, VectorAnd,
 * VectorOr, VectorUnless). Elements of both sides meet where their matching
 * labels are equal. The side that may have only one element of a group must
 * have only one at every instant, even where the other side has none.
 */
import { Binary, Matching } from '../promql/ast';
import { ExecutionError } from '../promql/errors';
import {
  dropLabels,
  formatLabels,
  keepLabels,
  labelKey,
  Labels,
  nameLabel,
} from '../promql/labels';
import { isComparison, operate } from './operators';
import { OutputVector } from './OutputVector';
import { Column } from './SampleStore';

function matchLabels(labels: Labels, { mode, labels: names }: Matching) {
  return mode === 'on'
    ? keepLabels(labels, names)
    : dropLabels(labels, [...names, nameLabel]);
}

function grouped(columns: readonly Column[], matching: Matching) {
  const groups = new Map<string, Column[]>();
  for (const column of columns) {
    const key = labelKey(matchLabels(column.labels, matching));
    const group = groups.get(key);
    if (group) group.push(column);
    else groups.set(key, [column]);
  }
  return groups;
}

/** Per instant whether any of the columns has a value. */
function anyPresent(columns: readonly Column[], count: number): Uint8Array {
  const any = new Uint8Array(count);
  for (const { present } of columns) {
    for (let i = 0; i < count; i++) any[i] |= present[i];
  }
  return any;
}

function refuseDuplicates(
  groups: Map<string, Column[]>,
  otherSide: Uint8Array,
  matching: Matching,
) {
  const side = matching.card === 'oneToMany' ? 'left' : 'right';
  for (const group of groups.values()) {
    for (let i = 0; group.length > 1 && i < otherSide.length; i++) {
      if (!otherSide[i]) continue;
      const present = group.filter(column => column.present[i]);
      if (present.length < 2) continue;
      const pair = present.slice(0, 2).map(c => formatLabels(c.labels));
      const match = formatLabels(matchLabels(present[0].labels, matching));
      throw new ExecutionError(
        `found duplicate series for the match group ${match} on the ${side} ` +
          `hand-side of the operation: [${pair.sort().join(', ')}];` +
          'many-to-many matching not allowed: matching labels must be unique ' +
          'on one side',
      );
    }
  }
}

function resultLabels(many: Labels, one: Labels, expr: Binary): Labels {
  const { matching } = expr;
  const dropName = !isComparison(expr.op) || expr.returnBool;
  let labels: Labels = dropName ? dropLabels(many, [nameLabel]) : many;
  if (matching.card === 'oneToOne') {
    labels =
      matching.mode === 'on'
        ? keepLabels(labels, matching.labels)
        : dropLabels(labels, matching.labels);
  }
  if (matching.include.length === 0) return labels;
  return {
    ...dropLabels(labels, matching.include),
    ...keepLabels(one, matching.include),
  };
}

/** Arithmetic and comparison between two vectors. */
export function combineVectors(
  expr: Binary,
  left: readonly Column[],
  right: readonly Column[],
  count: number,
): Column[] {
  const { matching } = expr;
  const swapped = matching.card === 'oneToMany';
  const [many, one] = swapped ? [right, left] : [left, right];
  const oneGroups = grouped(one, matching);
  refuseDuplicates(oneGroups, anyPresent(many, count), matching);

  const out = new OutputVector(count);
  // Elements that a comparison filters out have matched all the same.
  const matched = new Map<string, Uint8Array>();
  for (const m of many) {
    const signature = labelKey(matchLabels(m.labels, matching));
    for (const o of oneGroups.get(signature) ?? []) {
      const labels = resultLabels(m.labels, o.labels, expr);
      const target = out.column(labels);
      const oneToOne = matching.card === 'oneToOne';
      const key = oneToOne
        ? signature
        : `${signature}\u0002${labelKey(labels)}`;
      const seen = matched.get(key) ?? new Uint8Array(count);
      matched.set(key, seen);
      for (let i = 0; i < count; i++) {
        if (!m.present[i] || !o.present[i]) continue;
        if (seen[i]) {
          throw new ExecutionError(
            oneToOne
              ? 'multiple matches for labels: many-to-one matching must be ' +
                'explicit (group_left/group_right)'
              : 'multiple matches for labels: grouping labels must ensure ' +
                'unique matches',
          );
        }
        seen[i] = 1;
        const l = swapped ? o.values[i] : m.values[i];
        const r = swapped ? m.values[i] : o.values[i];
        const value = operate(expr, l, r, l);
        if (value !== undefined) out.put(target, i, value);
      }
    }
  }
  return out.result();
}

/** Arithmetic and comparison between a vector and a scalar. */
export function combineWithScalar(
  expr: Binary,
  columns: readonly Column[],
  scalar: Float64Array,
  scalarSide: 'left' | 'right',
): Column[] {
  const count = scalar.length;
  const keepName = isComparison(expr.op) && !expr.returnBool;
  const out = new OutputVector(count);
  for (const { labels, values, present } of columns) {
    const target = out.column(
      keepName ? labels : dropLabels(labels, [nameLabel]),
    );
    for (let i = 0; i < count; i++) {
      if (!present[i]) continue;
      const value =
        scalarSide === 'left'
          ? operate(expr, scalar[i], values[i], values[i])
          : operate(expr, values[i], scalar[i], values[i]);
      if (value !== undefined) out.put(target, i, value);
    }
  }
  return out.result();
}

/** `and`, `or` and `unless`: elements pass by whether the other side has them. */
export function combineSets(
  { op, matching }: Binary,
  left: readonly Column[],
  right: readonly Column[],
  count: number,
): Column[] {
  const [passing, deciding] = op === 'or' ? [right, left] : [left, right];
  const decided = new Map<string, Uint8Array>();
  for (const [key, group] of grouped(deciding, matching)) {
    decided.set(key, anyPresent(group, count));
  }
  const out = new OutputVector(count);
  const pass = (column: Column, mask?: Uint8Array, wanted = 1) => {
    const target = out.column(column.labels);
    for (let i = 0; i < count; i++) {
      if (!column.present[i] || (mask?.[i] ?? 0) !== wanted) continue;
      out.put(target, i, column.values[i]);
    }
  };
  if (op === 'or') left.forEach(column => pass(column, undefined, 0));
  for (const column of passing) {
    const key = labelKey(matchLabels(column.labels, matching));
    pass(column, decided.get(key), op === 'and' ? 1 : 0);
  }
  return out.result();
}
