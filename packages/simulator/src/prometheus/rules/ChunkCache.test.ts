import { Chunk, ChunkCache } from './ChunkCache';

const column = (name: string) => ({
  labels: { __name__: name },
  values: new Float64Array(10),
  present: new Uint8Array(10).fill(1),
});

/** Extends after a turn of the event loop, and notes what it was asked for. */
function noting(asked: [number, number][]) {
  return async ({ done }: Chunk, until: number): Promise<Chunk> => {
    asked.push([done, until]);
    await new Promise(resolve => setImmediate(resolve));
    return { columns: [column('a')], done: until };
  };
}

describe('the chunks of rules', () => {
  it('grow by what is missing, and by nothing else', async () => {
    const cache = new ChunkCache(1000);
    const asked: [number, number][] = [];
    await cache.get('r/1', 3, noting(asked));
    await cache.get('r/1', 2, noting(asked));
    const { done } = await cache.get('r/1', 7, noting(asked));
    expect(asked).toEqual([
      [0, 3],
      [3, 7],
    ]);
    expect(done).toBe(7);
    expect(cache.doneOf('r/1')).toBe(7);
  });

  it('are made once for those who ask at the same time', async () => {
    const cache = new ChunkCache(1000);
    const asked: [number, number][] = [];
    const found = await Promise.all([
      cache.get('r/1', 3, noting(asked)),
      cache.get('r/1', 5, noting(asked)),
      cache.get('r/1', 4, noting(asked)),
    ]);
    expect(asked).toEqual([
      [0, 3],
      [3, 5],
    ]);
    expect(found.map(({ done }) => done)).toEqual([3, 5, 5]);
  });

  it('do not keep a failure, which only its asker hears of', async () => {
    const cache = new ChunkCache(1000);
    const asked: [number, number][] = [];
    const failing = async () => {
      throw new Error('no');
    };
    const [first, second] = await Promise.allSettled([
      cache.get('r/1', 3, failing),
      cache.get('r/1', 3, noting(asked)),
    ]);
    expect(first).toMatchObject({ reason: { message: 'no' } });
    expect(second).toMatchObject({ value: { done: 3 } });
    expect(asked).toEqual([[0, 3]]);
  });

  it('go where the room ends, the least recently used first', async () => {
    const cache = new ChunkCache(24);
    for (const key of ['a', 'b']) await cache.get(key, 1, noting([]));
    await cache.get('a', 1, noting([]));
    await cache.get('c', 1, noting([]));
    expect(['a', 'b', 'c'].map(key => cache.doneOf(key))).toEqual([1, 0, 1]);
  });

  it('that were asked for before the past changed are not kept', async () => {
    const cache = new ChunkCache(1000);
    const before = cache.get('a', 1, noting([]));
    cache.clear();
    await before;
    expect(cache.doneOf('a')).toBe(0);
  });
});
