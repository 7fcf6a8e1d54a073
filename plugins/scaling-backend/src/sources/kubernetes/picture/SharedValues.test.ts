import { SharedValues } from './SharedValues';

const condition = (message: string) => ({ type: 'AbleToScale', message });

describe('SharedValues', () => {
  it('holds one of many equal values', () => {
    const shared = new SharedValues();
    const long = 'the recommended size matches the current size';
    const [first, same] = [condition(long), condition(long)];
    expect(first).not.toBe(same);
    expect(shared.of(first)).toBe(first);
    expect(shared.of(same)).toBe(first);
    expect(shared.of('image:1')).toBe('image:1');
  });

  it('tells values apart that differ, and a text from an object written alike', () => {
    const shared = new SharedValues();
    const object = { a: 1 };
    expect(shared.of(object)).toBe(object);
    expect(shared.of('{"a":1}')).toBe('{"a":1}');
    expect(shared.of(condition('one'))).toEqual(condition('one'));
    expect(shared.of(condition('two'))).toEqual(condition('two'));
    expect(shared.of(undefined)).toBeUndefined();
    expect(shared.of(null)).toBeNull();
  });

  it('forgets all where there are too many, and goes on', () => {
    const shared = new SharedValues(2);
    const [one, two, three] = [{ n: 1 }, { n: 2 }, { n: 3 }];
    for (const each of [one, two, three]) shared.of(each);
    const again = { n: 1 };
    expect(shared.of(again)).toBe(again);
    expect(shared.of({ n: 3 })).toBe(three);
  });

  it('holds texts apart from values, and forgets them as well', () => {
    const shared = new SharedValues(1);
    const text = shared.text('ip-10-0-0-1.internal');
    expect(text).toBe('ip-10-0-0-1.internal');
    expect(shared.text('ip-10-0-0-2.internal')).toBe('ip-10-0-0-2.internal');
    expect(shared.text(undefined)).toBeUndefined();
    expect(shared.of({ a: 1 })).toEqual({ a: 1 });
  });
});
