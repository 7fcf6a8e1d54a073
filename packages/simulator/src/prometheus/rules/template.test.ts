import { expandTemplate } from './template';

describe('expandTemplate', () => {
  const data = { labels: { service: 'chat', zone: 'eu-a' }, value: 0.01234 };

  it.each([
    ['plain', 'plain'],
    ['{{ $labels.service }} in {{ .Labels.zone }}', 'chat in eu-a'],
    ['{{ $labels.none }}.', '.'],
    ['{{ $value }} {{ .Value }}', '0.01234 0.01234'],
    ['{{ $value | humanizePercentage }}', '1.234%'],
    ['{{ $value | humanize }}', '12.34m'],
    ['{{ printf "%.2f" $value }}', '0.01'],
    ['{{ $value | printf "%.1f of %s" }}', '0.0 of undefined'],
    ['{{ $labels.service | toUpper | title }}', 'CHAT'],
    ['a {{- $value -}} b', 'a0.01234b'],
    [
      '{{ range query "up" }}x{{ end }}',
      '<error expanding template: function "range" not defined>',
    ],
    [
      '{{ $nothing }}',
      '<error expanding template: $nothing is not supported by this simulator>',
    ],
  ])('makes of %j %j', (text, expected) => {
    expect(expandTemplate(text, data)).toBe(expected);
  });

  it.each([
    [0, '0', '0s'],
    [1234567, '1.235M', '14d 6h 56m 7s'],
    [-90, '-90', '-1m 30s'],
    [Infinity, '+Inf', '+Inf'],
    [NaN, 'NaN', 'NaN'],
  ])('humanizes %s', (value, number, duration) => {
    const at = { ...data, value };
    expect(expandTemplate('{{ $value | humanize }}', at)).toBe(number);
    expect(expandTemplate('{{ $value | humanizeDuration }}', at)).toBe(
      duration,
    );
  });
});
