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
function listed(objects: unknown[], into = kept()) {
  const list = into.beginList();
  list.add(objects);
  return { into, changes: list.complete() };
}

describe('KeptObjects', () => {
  it('replaces what is known once a list is complete, and tells the difference', () => {
    const { into } = listed([thing('a', 1), thing('b', 1)]);
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
    const { into } = listed([thing('a', 9, 'u', 5)]);
    expect(into.change('MODIFIED', thing('a', 8, 'u', 4))).toBeUndefined();
    expect(into.find('aurora', 'a')?.size).toBe(5);
    // Numbers, not texts: 10 is after 9.
    into.change('MODIFIED', thing('a', 10, 'u', 6));
    expect(into.find('aurora', 'a')?.size).toBe(6);
  });

  it('takes a successor of the same name, and keeps it when the first is deleted', () => {
    const { into } = listed([thing('a', 9, 'old')]);
    const change = into.change('ADDED', thing('a', 5, 'new'));
    expect([change?.before?.uid, change?.after?.uid]).toEqual(['old', 'new']);
    expect(into.change('DELETED', thing('a', 6, 'old'))).toBeUndefined();
    expect(into.find('aurora', 'a')?.uid).toBe('new');
    expect(into.change('DELETED', thing('a', 7, 'new'))?.after).toBeUndefined();
    expect(into.size).toBe(0);
  });

  it('leaves out what cannot be understood, and says so until it can', () => {
    const { into } = listed([thing('a', 1), thing('b', 1, 'ub', -1), null]);
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
});
