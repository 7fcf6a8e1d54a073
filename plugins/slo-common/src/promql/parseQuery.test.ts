import fc from 'fast-check';
import { formatSelector, literalInTemplate, quotePromQl } from './escape';
import { parseQuery } from './parseQuery';

describe('parseQuery', () => {
  it.each([
    ['a{x="1",y="2"}', 'a { y = "2" , x="1", }'],
    ['sum by(region) (a)', 'sum by ( region )\n  (a) # why'],
    ['a / on(x) group_left b', 'a/on (x)group_left b'],
    ['a and b or c', 'a and  b\nor c'],
    ['-a * 2 ^ 3', '- a*2^3'],
    ['a > bool 5', 'a>bool 5'],
  ])('gives %s and %s one canonical text', (one, other) => {
    expect(parseQuery(one).canonical).toBe(parseQuery(other).canonical);
  });

  it('gives different queries different texts', () => {
    const texts = [
      'a{x="1"}',
      'a{x="1 "}',
      'a{x=~"1"}',
      'a',
      'sum(a)',
      'a # b',
    ];
    const canonical = texts.map(text => parseQuery(text).canonical);
    expect(new Set(canonical).size).toBe(5);
    expect(canonical[3]).toBe(canonical[5]);
  });

  it('puts a range behind each counter', () => {
    const count = (text: string) => parseQuery(text).counted('rate', '5m');
    expect(count('a{b="c"}')).toBe('rate(a{b="c"}[5m])');
    expect(count('sum(a) + b # c')).toBe('sum(rate(a[5m])) + rate(b[5m])');
    expect(count('{__name__=~"a|b"}')).toBe('rate({__name__=~"a|b"}[5m])');
    expect(count('a{b=") or vector(1) #"}')).toBe(
      'rate(a{b=") or vector(1) #"}[5m])',
    );
  });

  it('fills in the window where a query says where it goes', () => {
    const query = parseQuery(
      'sum(rate(a[{{.window}}])) + sum(rate(b[{{ .window }}]))',
    );
    expect(query.hasPlaceholder).toBe(true);
    expect(query.over('1h')).toBe('sum(rate(a[1h])) + sum(rate(b[1h]))');
    expect(query.canonical).toContain('{{.window}}');
  });

  it.each([
    ['rate(a[5m])', 'has a range of its own'],
    ['max_over_time(a[5m:1m])', 'has a range of its own'],
    ['a offset 5m', 'looks into the past'],
    ['a @ 1000', 'looks into the past'],
  ])('does not count %s', (text, expected) => {
    expect(() => parseQuery(text).counted('rate', '5m')).toThrow(expected);
  });

  it.each([
    ['', 'is empty'],
    ['# only a comment', 'is empty'],
    ['sum(a', 'is no PromQL: unexpected text at its end'],
    ['a}', 'is no PromQL: unexpected text at "}"'],
    ['a{b=c}', 'is no PromQL'],
    ['a) or vector(1', 'is no PromQL'],
    ['x'.repeat(20_001), 'is longer than 20000 characters'],
  ])('refuses %j', (text, expected) => {
    expect(() => parseQuery(text)).toThrow(expected);
  });

  it('reads its own canonical text as the same query', () => {
    const name = fc.constantFrom('a', 'b_total', 'c:d');
    const value = fc.string().map(quotePromQl);
    const selector = fc
      .tuple(name, fc.uniqueArray(fc.constantFrom('x', 'y', 'z')), value)
      .map(
        ([n, labels, v]) => `${n}{${labels.map(l => `${l}=${v}`).join(' , ')}}`,
      );
    const expression = fc.letrec(tie => ({
      any: fc.oneof({ depthSize: 'small' }, selector, tie('sum'), tie('both')),
      sum: tie('any').map(e => `sum by ( x )( ${e} )`),
      both: fc
        .tuple(
          tie('any'),
          fc.constantFrom('+', '/', 'and', '> bool'),
          tie('any'),
        )
        .map(([a, op, b]) => `(${a}) ${op} ( ${b} )`),
    })).any;
    fc.assert(
      fc.property(expression, text => {
        const { canonical } = parseQuery(String(text));
        expect(parseQuery(canonical).canonical).toBe(canonical);
      }),
    );
  });
});

describe('texts in PromQL and templates', () => {
  it('cannot leave their quotes', () => {
    const value = 'a"} or vector(1) # \\ \n';
    const { canonical } = parseQuery(
      formatSelector('up', { b: value, a: '1' }),
    );
    expect(canonical).toBe('up{a="1",b="a\\"} or vector(1) # \\\\ \\n"}');
  });

  it('are no templates', () => {
    expect(literalInTemplate('{{ query "up" }}')).toBe(
      '{{"{{"}} query "up" }}',
    );
  });
});
