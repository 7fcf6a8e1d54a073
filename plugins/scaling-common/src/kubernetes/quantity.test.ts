import { parseQuantity } from './quantity';

describe('parseQuantity', () => {
  it.each<[string, unknown, number | undefined]>([
    ['a plain number', '3', 3],
    ['a decimal', '0.5', 0.5],
    ['a number without digits before the point', '.5', 0.5],
    ['a number without digits after the point', '5.', 5],
    ['milli units', '250m', 0.25],
    ['micro units', '1500000u', 1.5],
    ['nano units', '100000000n', 0.1],
    ['kilo', '2k', 2000],
    ['mega', '3M', 3_000_000],
    ['exa, which is not an exponent', '1E', 1e18],
    ['kibi', '1Ki', 1024],
    ['mebi', '512Mi', 512 * 1024 * 1024],
    ['gibi with decimals', '1.5Gi', 1.5 * 1024 ** 3],
    ['a small exponent', '12e3', 12_000],
    ['a large exponent', '1E3', 1000],
    ['a negative exponent', '5e-1', 0.5],
    ['a negative number', '-4', -4],
    ['a JSON number', 7, 7],
    ['no digits', 'm', undefined],
    ['an unknown suffix', '5Q', undefined],
    ['two suffixes', '5mKi', undefined],
    ['the empty text', '', undefined],
    ['words', 'plenty', undefined],
    ['a number that is none', NaN, undefined],
    ['nothing', undefined, undefined],
    ['an object', {}, undefined],
  ])('reads %s', (_, text, expected) => {
    expect(parseQuantity(text)).toBe(expected);
  });
});
