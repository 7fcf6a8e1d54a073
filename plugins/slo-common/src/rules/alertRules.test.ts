import { compileSlo } from './compileSlo';
import { defineSlo, sloObject } from '../__testUtils__/sloText';

function lesserBurnRate(alert: string, more: Record<string, string> = {}) {
  const slo = defineSlo(
    sloObject({}, { 'worldscale.io/burn-alerts': alert, ...more }),
  );
  const rules = compileSlo(slo).groups.flatMap(group => group.rules);
  const found = rules.filter(
    rule => 'record' in rule && rule.record === 'slo:burn_rate:lesser',
  );
  expect(found).toHaveLength(1);
  return found[0].expr.replace(/\{[^}]*\}/g, '');
}

describe('alertRules', () => {
  it('hold a burn rate from the first sample of the wait to the last', () => {
    expect(lesserBurnRate('page 5x 1h/1h for 1m')).toBe(
      'min_over_time(slo:bad_ratio:1h[90s]) / 0.001' +
        ' and slo:bad_ratio:1h and slo:bad_ratio:1h offset 1m' +
        ' and count_over_time(slo:bad_ratio:1h[90s]) >= 2' +
        ' or slo:bad_ratio:1h / 0.001 < 5 and slo:bad_ratio:1h',
    );
  });

  it('bear an evaluation that is missed in a long wait, as windows do', () => {
    expect(lesserBurnRate('page 5x 1h/5m for 15m')).toMatch(
      /slo:bad_ratio:5m\[930s\]\) >= 15 or /,
    );
    expect(
      lesserBurnRate('page 5x 1h/5m for 15m', {
        'worldscale.io/coverage-floor': '0.99',
      }),
    ).toMatch(/slo:bad_ratio:5m\[930s\]\) >= 16 or /);
  });

  it('ask for nothing of the past where an alert does not wait', () => {
    expect(lesserBurnRate('page 5x 1h/1h')).toBe(
      'slo:bad_ratio:1h / 0.001 and slo:bad_ratio:1h',
    );
  });
});
