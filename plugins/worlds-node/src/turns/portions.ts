import { giveWay } from './giveWay';

/** Keeps a statement well below the 32,766 parameters that SQLite allows. */
export const ROWS_PER_STATEMENT = 500;

/** Items in portions of one statement each, between which others may run. */
export async function* portions<T>(
  items: Iterable<T>,
  size = ROWS_PER_STATEMENT,
): AsyncGenerator<T[]> {
  let some: T[] = [];
  for (const item of items) {
    some.push(item);
    if (some.length < size) continue;
    await giveWay();
    yield some;
    some = [];
  }
  if (some.length === 0) return;
  await giveWay();
  yield some;
}
