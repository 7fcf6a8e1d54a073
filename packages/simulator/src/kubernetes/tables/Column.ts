import { KubernetesObject } from '../KubernetesObject';
import { textAt, valueAt } from '../fields';
import { humanDuration } from './humanDuration';

export type Cell = string | number | boolean | null;

/** One column of a server-printed table. */
export interface Column {
  name: string;
  type: 'string' | 'integer' | 'boolean' | 'date';
  format: '' | 'name';
  description: string;
  /** 0 is always shown, 1 with `-o wide`. */
  priority: 0 | 1;
  cell(object: KubernetesObject, nowMs: number): Cell;
}

export function column(
  name: string,
  cell: Column['cell'],
  options: Partial<Pick<Column, 'type' | 'format' | 'description'>> = {},
): Column {
  return {
    name,
    type: 'string',
    format: '',
    description: '',
    priority: 0,
    cell,
    ...options,
  };
}

/** A column of whole numbers; what is missing counts as 0. */
export function count(name: string, ...path: (string | number)[]): Column {
  return column(name, object => Number(valueAt(object, ...path) ?? 0), {
    type: 'integer',
  });
}

/** A column that shows a field as it is, empty where it is missing. */
export function field(name: string, ...path: (string | number)[]): Column {
  return column(name, object => {
    const value = valueAt(object, ...path);
    if (value === undefined || value === null) return '';
    return typeof value === 'object' ? JSON.stringify(value) : (value as Cell);
  });
}

/** Columns that only `-o wide` shows. */
export function wide(...columns: Column[]): Column[] {
  return columns.map(shown => ({ ...shown, priority: 1 }));
}

export const nameColumn = column('Name', object => object.metadata.name, {
  format: 'name',
  description: 'Name must be unique within a namespace.',
});

export const ageColumn = column(
  'Age',
  (object, nowMs) => ageOf(object.metadata.creationTimestamp, nowMs),
  { description: 'How long ago the object was created.' },
);

/** Time since an RFC 3339 instant. */
export function ageOf(instant: string | undefined, nowMs: number) {
  if (!instant) return '<unknown>';
  return humanDuration(nowMs - Date.parse(instant));
}

/** Status of a condition, e.g. `True`; empty where there is no such one. */
export function conditionStatus(conditions: unknown[], type: string) {
  const found = conditions.find(each => textAt(each, 'type') === type);
  return textAt(found, 'status') ?? '';
}
