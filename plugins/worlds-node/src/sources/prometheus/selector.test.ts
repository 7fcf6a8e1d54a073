import { selector } from './selector';

describe('selector', () => {
  it('matches exact labels, whatever they hold', () => {
    expect(selector({ namespace: 'a"b\\c', deployment: 'x' })).toBe(
      '{namespace="a\\"b\\\\c",deployment="x"}',
    );
  });

  it('takes several values as alternatives, literally', () => {
    expect(selector({ __name__: ['a', 'b.c'] })).toBe(
      '{__name__=~"a|b\\\\.c"}',
    );
  });
});
