/** Keeps a statement well below the 32,766 parameters that SQLite allows. */
export const ROWS_PER_STATEMENT = 500;

export function* chunks<T>(
  items: readonly T[],
  size = ROWS_PER_STATEMENT,
): Generator<T[]> {
  for (let i = 0; i < items.length; i += size) yield items.slice(i, i + size);
}
