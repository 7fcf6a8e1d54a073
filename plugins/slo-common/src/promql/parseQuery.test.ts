/** @jest-environment node */
import fc from 'fast-check';
import { formatSelector, literalInTemplate, quotePromQl } from './escape';
import { missingPromtool, promtool } from '../__testUtils__/promtool';
import { parseQuery } from './parseQuery';

const sound = [
  'SUM by (a) (x)',
  'sum(x{le="+Inf", path=~"/a\\\\.b|\\"c\\"", q=\'"\', r=`\\d`})',
  '{"http.requests", "a.b"="c"}',
  'quantile_over_time(0.9, x[5m])',
  'histogram_quantile(0.99, sum by (le) (rate(x_bucket[5m])))',
  'max_over_time((sum(x) > bool 1)[1h:])',
  'label_replace(x, "a", "$1", "b", "(.*)")',
  'x > on (a) group_left (b) y',
  '(x or vector(0)) / scalar(sum(y @ end()))',
  'a / b offset 5m',
  'count_values("v", x)',
  'absent(x) unless time() - timestamp(x) > 60',
  'hour() > 5',
  'rate(x[90s] offset -1h)',
  '{a!=""}',
];

/** What Prometheus refuses as well. */
const unsound = [
  ...['sum(a', 'a}', 'rate(x[5m)', 'x{a="b}', 'x{path=~"/v1\\.0"}', 'x{a=5xx}'],
  ...[
    'x{a}',
    'rat(x[5m])',
    'Rate(x[5m])',
    'rate(x)',
    'sum(x[5m])',
    'clamp_min(x)',
  ],
  ...['round(x, 1, 2)', 'label_join(x, "a")', 'topk(x, 5)', 'x / y[5m]'],
  ...['rate(x)[5m]', 'sum(x)[5m]', 'sum(x) offset 5m', 'rate(x[])', '1 > 2'],
  ...['x and 5', '{a=~".*"}', '{}', 'x && y', 'rate(x[5 min])'],
];

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
    ['x'.repeat(20_001), 'is longer than 20000 characters'],
    // Brackets.
    ['sum(a', 'has a ( at column 4 that is never closed; expected )'],
    [
      'sum(rate(x[5m]) by (y)',
      'has a ( at column 4 that is never closed; expected )',
    ],
    ['sum(rate(x[5m])))', 'has a ) at column 17 that closes nothing'],
    ['a}', 'has a } at column 2 that closes nothing'],
    ['a) or vector(1', 'has a ) at column 2 that closes nothing'],
    [
      'rate(x[5m)',
      'has a [ at column 7 that is closed by ) at column 10; expected ]',
    ],
    [
      'rate(x{a="b"[5m])',
      'has a { at column 7 that is closed by ) at column 17; expected }',
    ],
    [
      'x{a="b"',
      'has a selector that begins with { at column 2 that is never closed; expected }',
    ],
    [
      'sum(\n  rate(x[5m])',
      'has a ( at line 1, column 4 that is never closed; expected )',
    ],
    // Texts.
    [
      'x{a="b}',
      'has a text that begins with " at column 5 and is never closed; expected "',
    ],
    [
      'x{path=~"/v1\\.0"}',
      'has the escape \\. at column 13, which texts in " do not know; expected \\\\.',
    ],
    ['x{a=5xx}', 'has a matcher without quotes at column 3; expected a="5xx"'],
    [
      'x{b="1",a=="c"}',
      'has a matcher a=="c" at column 9; expected a label, one of =, !=, =~, !~ and a text in quotes',
    ],
    ['x{a}', 'has a matcher a at column 3; expected a label'],
    // Functions.
    [
      'sum(rat(x[5m]))',
      'calls "rat" at column 5, which is no function of PromQL; did you mean "rate"?',
    ],
    [
      'Rate(x[5m])',
      'calls "Rate" at column 1, which is no function of PromQL; did you mean "rate"?',
    ],
    [
      'sum(rate(x))',
      'calls rate at column 5 over x at column 10; expected a range like x[{{.window}}]',
    ],
    [
      'sum(x[5m])',
      'calls sum at column 1 over x[5m] at column 5; expected one value for each series, like rate(x[{{.window}}])',
    ],
    [
      'clamp_min(x)',
      'calls clamp_min at column 1 with 1 arguments; expected 2',
    ],
    ['round(x, 1, 2)', 'with 3 arguments; expected 1 or 2'],
    ['label_join(x, "a")', 'with 2 arguments; expected 3 or more'],
    [
      'topk(x, 5)',
      'calls topk at column 1 over x at column 6; expected a number',
    ],
    // Ranges and placeholders.
    [
      'x[5m]',
      'is a range; expected one value for each series, like rate(x[{{.window}}])',
    ],
    [
      'rate(x[5m]) / y[5m]',
      'has a range y[5m] at column 15; expected one value',
    ],
    ['rate(x)[5m]', 'puts a range behind rate(x) at column 1'],
    [
      'sum(x) offset 5m',
      'has offset behind sum(x) at column 1; expected it behind a series',
    ],
    ['sum(x)[5m]', 'puts a range behind sum(x) at column 1'],
    [
      'rate(x[])',
      'has an empty range at column 7; expected a duration like 5m',
    ],
    [
      'rate(x[5 min])',
      'has the range [5 min] at column 7; expected a duration',
    ],
    [
      'rate(x[{{.Window}}])',
      'has {{.Window}} at column 8, which nothing fills in; expected {{.window}}',
    ],
    [
      'rate(x{a="b"}[$__rate_interval])',
      'has $__rate_interval at column 15, which nothing fills in; expected {{.window}}',
    ],
    ['rate(x{a="{{.window}}"}[{{.x}}])', 'has {{.x}} at column 25'],
    [
      'sum(rate(x[{{.window}}])) +',
      'is no PromQL: it ends where more is expected',
    ],
    [
      'rate(x[{{ .window }}]) y',
      'is no PromQL: unexpected text at column 24: "y"',
    ],
    // What gives no series.
    ['1 + 2', 'is no query of series but a number; expected series'],
    ['"text"', 'is no query of series but a text in quotes'],
    ['1 > 2', 'compares two numbers at column 1; expected > bool'],
    ['x and 5', 'has beside and 5 at column 7; expected one value'],
    ['{a=~".*"}', 'selects every series there is at column 1'],
    ['{}', 'selects every series there is at column 1'],
    ['x && y', 'has && at column 3; expected and'],
  ])('refuses %j', (text, expected) => {
    expect(() => parseQuery(text)).toThrow(expected);
  });

  it.each(sound)('accepts %j', text => {
    expect(parseQuery(text).canonical).toBeTruthy();
  });

  it('does not end with the stack of brackets', () => {
    const many = 9_000;
    const text = `${'('.repeat(many)}x${')'.repeat(many)}`;
    const said = () => {
      try {
        return parseQuery(text).canonical;
      } catch (error) {
        return (error as Error).message;
      }
    };
    // How deep a stack is, is not ours to say.
    expect(said()).toMatch(/^\(|is nested too deeply|unexpected text/);
  });

  it('leaves what looks like the window within a text alone', () => {
    const query = parseQuery('rate(x{a="{{ .window }}"}[{{ .window }}])');
    expect(query.over('5m')).toBe('rate(x{a="{{ .window }}"}[5m])');
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

const missing = missingPromtool();
if (missing)
  process.stdout.write(`Queries not judged by promtool: ${missing}\n`);

(missing ? describe.skip : describe)('promtool', () => {
  const judged = async (expr: string) => {
    const rules = [{ record: 'x', expr }];
    const file = JSON.stringify({ groups: [{ name: 'g', rules }] });
    return (await promtool(['check', 'rules', 'r.yaml'], { 'r.yaml': file }))
      .ok;
  };

  it('refuses what is refused here, and accepts what is accepted', async () => {
    // Quoted names came with Prometheus 3.
    const plain = sound.filter(text => !text.startsWith('{"'));
    const accepted = await Promise.all(plain.map(judged));
    expect(plain.filter((_, i) => !accepted[i])).toEqual([]);
    const passed = await Promise.all(unsound.map(judged));
    expect(unsound.filter((_, i) => passed[i])).toEqual([]);
    for (const text of unsound) expect(() => parseQuery(text)).toThrow();
    // A process for each query.
  }, 60_000);
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
