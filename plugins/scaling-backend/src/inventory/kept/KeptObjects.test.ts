import { KeptObjects } from './KeptObjects';

interface Thing {
  namespace: string;
  name: string;
  uid: string;
  size: number;
}

const thing = (
  name: string,
  version: number,
  uid = `uid-${name}`,
  size = 1,
) => ({
  metadata: { namespace: 'aurora', name, uid, resourceVersion: `${version}` },
  size,
});

function kept() {
  return new KeptObjects<Thing>(object => {
    const { metadata, size } = object as ReturnType<typeof thing>;
    if (size < 0) throw new Error('no size');
    return { ...metadata, size };
  });
}
function listed<T extends Thing>(objects: unknown[], into: KeptObjects<T>) {
  const list = into.beginList();
  list.add(objects);
  return { into, changes: list.complete() };
}

describe('KeptObjects', () => {
  it('replaces what is known once a list is complete, and tells the difference', () => {
    const { into } = listed([thing('a', 1), thing('b', 1)], kept());
    const list = into.beginList();
    list.add([thing('b', 1), thing('c', 3)]);
    expect(into.find('aurora', 'a')).toBeDefined();
    const changes = list.complete();
    expect(changes.map(c => [c.before?.name, c.after?.name])).toEqual([
      ['a', undefined],
      [undefined, 'c'],
    ]);
    expect(into.size).toBe(2);
  });

  it('does not go back to an older version of the same object', () => {
    const { into } = listed([thing('a', 9, 'u', 5)], kept());
    expect(into.change('MODIFIED', thing('a', 8, 'u', 4))).toBeUndefined();
    expect(into.find('aurora', 'a')?.size).toBe(5);
    // Numbers, not texts: 10 is after 9.
    into.change('MODIFIED', thing('a', 10, 'u', 6));
    expect(into.find('aurora', 'a')?.size).toBe(6);
  });

  it('takes a successor of the same name, and keeps it when the first is deleted', () => {
    const { into } = listed([thing('a', 9, 'old')], kept());
    const change = into.change('ADDED', thing('a', 5, 'new'));
    expect([change?.before?.uid, change?.after?.uid]).toEqual(['old', 'new']);
    expect(into.change('DELETED', thing('a', 6, 'old'))).toBeUndefined();
    expect(into.find('aurora', 'a')?.uid).toBe('new');
    expect(into.change('DELETED', thing('a', 7, 'new'))?.after).toBeUndefined();
    expect(into.size).toBe(0);
  });

  it('leaves out what cannot be understood, and says so until it can', () => {
    const { into } = listed(
      [thing('a', 1), thing('b', 1, 'ub', -1), null],
      kept(),
    );
    expect(into.size).toBe(1);
    expect(into.malformed.size).toBe(2);
    into.change('MODIFIED', thing('b', 2, 'ub', 3));
    expect(into.find('aurora', 'b')?.size).toBe(3);
    expect(into.malformed.size).toBe(1);
    // What was known of it does not hold any more.
    into.change('MODIFIED', thing('a', 2, 'uid-a', -1));
    expect(into.find('aurora', 'a')).toBeUndefined();
    listed([thing('a', 3)], into);
    expect(into.malformed.size).toBe(0);
  });

  it('keeps the last good reading of what becomes malformed, where that is asked for', () => {
    const into = new KeptObjects<Thing & { problem?: string }>(
      object => {
        const { metadata, size } = object as ReturnType<typeof thing>;
        if (!metadata.name) throw new Error('no name');
        return { ...metadata, size };
      },
      (last, problem) => ({ ...last, problem }),
    );
    const nameless = { metadata: { uid: 'uid-a', resourceVersion: '2' } };
    const lost = () => into.find('aurora', 'a');
    listed([thing('a', 1, 'uid-a', 7)], into);
    expect(into.change('MODIFIED', nameless)).toMatchObject({
      after: { name: 'a', size: 7, problem: 'no name' },
    });
    listed([nameless], into);
    expect(lost()).toMatchObject({ size: 7, problem: 'no name' });
    listed([thing('a', 1, 'uid-a', 7)], into);
    expect(lost()?.problem).toBeUndefined();
    listed([nameless], into);
    expect(into.change('DELETED', nameless)?.before?.name).toBe('a');
    expect(into.size).toBe(0);
  });
});
