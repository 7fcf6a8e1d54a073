import { ByName } from './ByName';

const thing = (namespace: string, name: string, version = 1) => ({
  kept: { namespace, name },
  version,
});

describe.each([
  ['few', 3],
  ['many', 100],
])('%s things by namespace and name', (_how, count) => {
  const names = Array.from({ length: count }, (_, i) => `thing-${i}`);

  function filled() {
    const things = new ByName<ReturnType<typeof thing>>();
    for (const name of names) {
      things.set(thing('a', name));
      things.set(thing('b', name, 2));
    }
    return things;
  }

  it('are found again', () => {
    const things = filled();
    expect(things.size).toBe(2 * count);
    for (const name of names) {
      expect(things.get('a', name)).toEqual(thing('a', name));
      expect(things.get('b', name)).toEqual(thing('b', name, 2));
    }
    expect(things.get('a', 'other')).toBeUndefined();
    expect(things.get('c', names[0])).toBeUndefined();
    expect([...things]).toHaveLength(2 * count);
    expect([...things.within('b')]).toEqual(
      names.map(name => thing('b', name, 2)),
    );
    expect([...things.within('c')]).toEqual([]);
  });

  it('take the place of those of the same name', () => {
    const things = filled();
    things.set(thing('a', names[1], 7));
    expect(things.size).toBe(2 * count);
    expect(things.get('a', names[1])?.version).toBe(7);
    expect([...things]).toHaveLength(2 * count);
  });

  it('can be taken out, all of them', () => {
    const things = filled();
    things.delete('a', 'other');
    things.delete('c', names[0]);
    expect(things.size).toBe(2 * count);
    for (const name of names) {
      things.delete('a', name);
      things.delete('a', name);
      expect(things.get('a', name)).toBeUndefined();
    }
    expect(things.size).toBe(count);
    expect([...things.within('a')]).toEqual([]);
    expect([...things]).toEqual(names.map(name => thing('b', name, 2)));
  });
});
