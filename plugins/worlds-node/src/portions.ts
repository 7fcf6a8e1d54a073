import { giveWay } from './giveWay';

/** Keeps a statement well below the 32,766 parameters that SQLite allows. */
export const ROWS_PER_STATEMENT = 500;

/** Items in portions of one statement each, between which others may run. */
export async function* portions<T>(
  items: readonly T[],
  size = ROWS_PER_STATEMENT,
): AsyncGenerator<T[]> {
  for (let i = 0; i < items.length; i += size) {
    await giveWay();
    yield items.slice(i, i + size);
  }
}
