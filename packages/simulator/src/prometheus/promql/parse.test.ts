import { parsePromQl } from './parse';

describe('parsePromQl', () => {
  it.each([
    ['', '1:1: parse error: no expression found in input'],
    ['# only a comment', '1:1: parse error: no expression found in input'],
    ['sum(up', '1:7: parse error: unexpected end of input'],
    ['up +\n  * 2', '2:3: parse error: unexpected "*"'],
    ['nope(up)', '1:1: parse error: unknown function with name "nope"'],
    ['up{a="b', '1:8: parse error: unexpected end of input'],
    [
      'up{a=~"("}',
      '1:4: parse error: error parsing regexp: unterminated group: `(`',
    ],
    [
      'up{a=~"a(?=b)"}',
      '1:4: parse error: error parsing regexp: invalid or unsupported Perl syntax: `(?=`',
    ],
    [
      'up{__name__="other"}',
      '1:1: parse error: metric name must not be set twice: "up" or "other"',
    ],
    [
      'rate(up)',
      '1:6: parse error: expected type range vector in call to function "rate", got instant vector',
    ],
    [
      'vector(up)',
      '1:8: parse error: expected type scalar in call to function "vector", got instant vector',
    ],
    [
      'clamp(up, 1)',
      '1:1: parse error: expected 3 argument(s) in call to "clamp", got 2',
    ],
    [
      'round()',
      '1:1: parse error: expected at least 1 argument(s) in call to "round", got 0',
    ],
    [
      'round(up, 1, 2)',
      '1:1: parse error: expected at most 2 argument(s) in call to "round", got 3',
    ],
    [
      'sum(1)',
      '1:5: parse error: expected type instant vector in aggregation expression, got scalar',
    ],
    [
      'up[5m] + 1',
      '1:1: parse error: binary expression must contain only scalar and instant vector types',
    ],
    [
      '1 == 1',
      '1:1: parse error: comparisons between scalars must use BOOL modifier',
    ],
    [
      'up + bool 1',
      '1:4: parse error: bool modifier can only be used on comparison operators',
    ],
    [
      'up and 1',
      '1:1: parse error: set operator "and" not allowed in binary scalar expression',
    ],
    [
      'a and on (x) group_left b',
      '1:1: parse error: no grouping allowed for "and" operation',
    ],
    [
      'a * on (x) group_left (x) b',
      '1:1: parse error: label "x" must not occur in ON and GROUP clause at once',
    ],
    [
      'up offset 5m [3m]',
      '1:1: parse error: no offset modifiers allowed before range',
    ],
    ['(up)[3m]', '1:1: parse error: ranges only allowed for vector selectors'],
    [
      'sum(up) offset 5m',
      '1:1: parse error: offset modifier must be preceded by an instant vector selector or range vector selector or a subquery',
    ],
    ['up[0s]', '1:4: parse error: duration must be greater than 0'],
  ])('refuses %j', (query, message) => {
    expect(() => parsePromQl(query)).toThrow(message);
  });

  it.each([
    ['topk(3, up)', 'aggregation "topk"'],
    ['predict_linear(up[5m], 3)', 'function "predict_linear"'],
    ['up @ start()', 'the @ modifier'],
    ['a atan2 b', 'operator "atan2"'],
    ['rate(up[5m * 2])', 'arithmetic in a duration'],
  ])('knows %s and says that it is not supported', (query, what) => {
    expect(() => parsePromQl(query)).toThrow(
      `${what} is not supported by this simulator`,
    );
  });

  it('is not brought down by depth or length', () => {
    expect(() => parsePromQl('('.repeat(1000) + 1 + ')'.repeat(1000))).toThrow(
      'nested too deeply',
    );
    expect(() => parsePromQl(Array(1100).fill('a').join('+'))).toThrow(
      'too many operators',
    );
    const wide = Array(500).fill('a').join(' or ');
    expect(parsePromQl(wide).kind).toBe('binary');
  });
});
