import { portions } from './portions';

async function all<T>(generator: AsyncGenerator<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const each of generator) found.push(each);
  return found;
}

describe('portions', () => {
  it('leaves nothing out, in order', async () => {
    expect(await all(portions([1, 2, 3, 4, 5], 2))).toEqual([
      [1, 2],
      [3, 4],
      [5],
    ]);
    expect(await all(portions([1, 2], 2))).toEqual([[1, 2]]);
  });

  it('has none of nothing', async () => {
    expect(await all(portions([]))).toEqual([]);
  });

  it('lets others run in between', async () => {
    let hasRun = false;
    setImmediate(() => {
      hasRun = true;
    });
    let untilThen = 0;
    for await (const _ of portions(Array(100_000), 1)) {
      if (hasRun) break;
      untilThen += 1;
    }
    expect(untilThen).toBeLessThan(100_000);
  });
});
