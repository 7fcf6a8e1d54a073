import { re2ToRegExp } from './re2';

describe('re2ToRegExp', () => {
  it.each([
    ['5..', '503', true],
    ['5..', '5030', false],
    ['a|b', 'b', true],
    ['a|bc', 'ac', false],
    ['(?i)eu-.*', 'EU-West', true],
    ['(?P<x>a+)b', 'aab', true],
    ['[[:digit:]]+', '42', true],
    ['[^[:alpha:]]', 'x', false],
    ['\\d{2,3}', '1234', false],
    ['a{,2}', 'a{,2}', true],
    ['\\Qa.b\\E', 'a.b', true],
    ['\\Qa.b\\E', 'axb', false],
    ['eu\\-west\\_1', 'eu-west_1', true],
    ['[\\w\\-.]+', 'a-b.c', true],
    ['\\pL+', 'größe', true],
    ['\\p{Greek}+', 'αβγ', true],
    ['.*', 'two\nlines', true],
    ['', '', true],
    ['', 'x', false],
    ['[]a]+', ']a', true],
    ['x}', 'x}', true],
  ])('%s on %j gives %s', (pattern, text, matches) => {
    expect(re2ToRegExp(pattern, 'whole').test(text)).toBe(matches);
  });

  it.each([
    'a(?=b)',
    'a(?!b)',
    '(?<=a)b',
    '(a)\\1',
    '*',
    '(',
    '[a',
    '\\',
    '\\y',
  ])('refuses %s as RE2 does', pattern => {
    expect(() => re2ToRegExp(pattern, 'whole')).toThrow(
      /^error parsing regexp: /,
    );
  });
});
