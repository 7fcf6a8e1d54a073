import {
  defineSlo,
  indicatorOf,
  metric,
  ratioMetric,
  sloObject,
} from '../__testUtils__/sloText';
import { generationOf } from './generation';

function generation(
  spec: Record<string, unknown> = {},
  annotations = {},
): string {
  const slo = defineSlo(sloObject(spec, annotations));
  return generationOf(slo, slo.objectives[0]);
}

const withTotal = (query: string) => ({
  indicator: indicatorOf({
    ratioMetric: { ...ratioMetric, total: metric(query) },
  }),
});

describe('generationOf', () => {
  it('stays when the target, names, alerts or the way of writing change', () => {
    const same = [
      { objectives: [{ target: 0.9 }] },
      { objectives: [{ targetPercent: 99, displayName: 'x' }] },
      { description: 'x', timeWindow: [{ duration: '7d', isRolling: true }] },
      withTotal(' http_requests_total{\n  service = "chat" } # all'),
    ];
    expect(new Set([generation(), ...same.map(s => generation(s))]).size).toBe(
      1,
    );
    expect(generation({}, { 'worldscale.io/burn-alerts': 'default' })).toBe(
      generation(),
    );
    expect(generation()).toMatch(/^[0-9a-f]{16}$/);
  });

  it('is another one when what is counted changes', () => {
    const others = [
      withTotal('http_requests_total{service="chat",region="eu"}'),
      {
        indicator: indicatorOf({
          ratioMetric: { ...ratioMetric, counter: false },
        }),
      },
      {
        budgetingMethod: 'RatioTimeslices',
        objectives: [{ target: 0.999, timeSliceWindow: '5m' }],
      },
      {
        budgetingMethod: 'RatioTimeslices',
        objectives: [{ target: 0.999, timeSliceWindow: '10m' }],
      },
      {
        indicator: indicatorOf({ thresholdMetric: metric('lag') }),
        objectives: [{ target: 0.999, op: 'lt', value: 1 }],
      },
      {
        indicator: indicatorOf({ thresholdMetric: metric('lag') }),
        objectives: [{ target: 0.999, op: 'lte', value: 1 }],
      },
    ];
    const all = [
      generation(),
      generation({}, { 'worldscale.io/group-by': 'region' }),
      ...others.map(s => generation(s)),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it('takes a query of another language literally', () => {
    const of = (query: string) =>
      generation({
        indicator: indicatorOf({
          thresholdMetric: metric(query, { type: 'Redshift' }),
        }),
        objectives: [{ target: 0.9, op: 'lt', value: 1 }],
      });
    expect(of('SELECT 1 FROM a')).toBe(of('SELECT 1 FROM a '));
    expect(of('SELECT 1 FROM a')).not.toBe(of('SELECT 1 FROM b'));
  });
});
