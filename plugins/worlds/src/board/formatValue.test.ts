import { formatValue } from './formatValue';

it.each([
  ['number', 12_345.67, undefined, '12,345.7'],
  ['number', 0, undefined, '0'],
  ['percent', 12.5, undefined, '13 %'],
  ['percent', 99.9607, undefined, '99.96 %'],
  ['percent', 100, undefined, '100 %'],
  ['percent', 0.4, undefined, '<1 %'],
  ['percent', 0, undefined, '0 %'],
  ['percent', -0.01, undefined, '>-1 %'],
  ['percent', -0.5, undefined, '>-1 %'],
  ['percent', -0.6, undefined, '-1 %'],
  ['percent', -250, undefined, '-250 %'],
  ['minutes', 4, undefined, '4 min'],
  ['minutes', 0.04, undefined, '<0.1 min'],
  ['minutes', -0.04, undefined, '>-0.1 min'],
  ['minutes', -1.25, undefined, '-1.3 min'],
  ['minutes', 119, undefined, '119 min'],
  ['minutes', 1_600, undefined, '26 h'],
  ['minutes', 100_000, undefined, '69 d'],
  ['minutes', 0, undefined, '0 min'],
  ['money', 3, 'EUR', '3.00 EUR'],
  ['text', 'cpu', undefined, 'cpu'],
  ['number', null, undefined, 'unknown'],
  ['percent', undefined, undefined, 'unknown'],
] as const)('shows a %s of %s (%s) as %s', (type, value, unit, text) => {
  expect(formatValue({ type, unit }, value)).toBe(text);
});

it('says what nought stands for where the column does', () => {
  const column = { type: 'minutes', zero: 'spent' } as const;
  expect([0, 1].map(value => formatValue(column, value))).toEqual([
    'spent',
    '1 min',
  ]);
});
