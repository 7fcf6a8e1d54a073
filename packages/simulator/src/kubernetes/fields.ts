/**
 * Reading from objects whose shape the API does not know: what is missing or of
 * another type is undefined, never an exception.
 */
export function valueAt(
  object: unknown,
  ...path: (string | number)[]
): unknown {
  let value = object;
  for (const step of path) {
    if (value === null || typeof value !== 'object') return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

export function textAt(object: unknown, ...path: (string | number)[]) {
  const value = valueAt(object, ...path);
  return typeof value === 'string' ? value : undefined;
}

export function numberAt(object: unknown, ...path: (string | number)[]) {
  const value = valueAt(object, ...path);
  return typeof value === 'number' ? value : undefined;
}

export function listAt(object: unknown, ...path: (string | number)[]) {
  const value = valueAt(object, ...path);
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** Keys and values of a JSON object as text (labels, selectors, quantities). */
export function entriesAt(
  object: unknown,
  ...path: (string | number)[]
): [string, string][] {
  const value = valueAt(object, ...path);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return [];
  }
  return Object.entries(value).map(([key, item]) => [key, String(item)]);
}
