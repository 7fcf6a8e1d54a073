import {
  at,
  listAt,
  numberAt,
  objectAt,
  removeAt,
  setAt,
  textAt,
} from './jsonAt';

const document = () => ({
  spec: {
    replicas: 0,
    paused: false,
    containers: [{ image: 'a' }, { image: 'b' }],
    selector: null,
  },
});

describe('reading', () => {
  it('goes through objects and lists', () => {
    expect(at(document(), 'spec.containers.1.image')).toBe('b');
    expect(at(document(), 'spec.replicas')).toBe(0);
    expect(at(document(), 'spec.paused')).toBe(false);
    expect(at(document(), 'spec.selector')).toBeNull();
    expect(listAt(document(), 'spec.containers')).toHaveLength(2);
    expect(textAt(document(), 'spec.containers.0.image')).toBe('a');
    expect(numberAt(document(), 'spec.replicas')).toBe(0);
  });

  it.each([
    'status',
    'status.phase',
    'spec.selector.matchLabels',
    'spec.containers.2.image',
    'spec.containers.image',
    'spec.replicas.toFixed',
  ])('finds nothing at %s', path => {
    expect(at(document(), path)).toBeUndefined();
    expect(listAt(document(), path)).toEqual([]);
    expect(textAt(document(), path)).toBe('');
    expect(numberAt(document(), path)).toBeNaN();
    expect(() => objectAt(document(), path)).toThrow(`no object at ${path}`);
  });
});

describe('writing', () => {
  it('changes what is there and adds what is not', () => {
    const changed = document();
    setAt(changed, 'spec.containers.0.image', 'c');
    setAt(changed, 'spec.containers.1.tty', true);
    setAt(changed, 'kind', 'Fleet');
    expect(changed).toEqual({
      kind: 'Fleet',
      spec: {
        ...document().spec,
        containers: [{ image: 'c' }, { image: 'b', tty: true }],
      },
    });
  });

  it('takes away fields and entries', () => {
    const changed = document();
    removeAt(changed, 'spec.containers.0');
    removeAt(changed, 'spec.selector');
    removeAt(changed, 'spec.paused');
    expect(changed).toEqual({
      spec: { replicas: 0, containers: [{ image: 'b' }] },
    });
  });

  it('fails where there is nothing to change', () => {
    expect(() => setAt(document(), 'status.phase', 'x')).toThrow(
      'nothing holds status.phase',
    );
    expect(() => removeAt(document(), 'spec.strategy')).toThrow(
      'nothing at spec.strategy',
    );
  });
});
