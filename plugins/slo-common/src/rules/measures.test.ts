import {
  defineSlo,
  indicatorOf,
  ratioMetric,
  sloObject,
} from '../__testUtils__/sloText';
import { badOfPart, measuresOf } from './measures';

describe('measuresOf', () => {
  it('gives the part of counters alone, too, so that the whole is asked for once', () => {
    const { objectives } = defineSlo(
      sloObject({ indicator: indicatorOf({ ratioMetric }) }),
    );
    const { part, badSlice } = measuresOf(objectives[0], {
      by: ['region'],
      sliceMs: 300_000,
    });
    expect(part).toEqual({
      kind: 'bad',
      slice:
        'sum by (region) (increase(http_requests_total{code=~"5..",service="chat"}[5m]))',
    });
    expect(badSlice).toContain(part!.slice);
  });
});

describe('badOfPart', () => {
  it('takes a part without samples for none, and a whole without samples for a gap', () => {
    expect(badOfPart('bad', NaN, 10)).toBe(0);
    expect(badOfPart('good', NaN, 10)).toBe(10);
    expect(badOfPart('good', 7, 10)).toBe(3);
    // Extrapolation can put the good ones a hair above all.
    expect(badOfPart('good', 10.001, 10)).toBe(0);
    expect(badOfPart('bad', 3, NaN)).toBeNaN();
  });
});
