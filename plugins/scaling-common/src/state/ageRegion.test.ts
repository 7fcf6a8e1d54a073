import { defaultFreshnessLimits } from '@worldscale/backstage-plugin-worlds-common';
import { explain } from '../__testUtils__/explain';
import { ageRegion } from './ageRegion';
import { mergeRegion } from './mergeRegion';

const AT = '2026-11-22T20:00:00.000Z';
const picture = mergeRegion('eu', [explain({})]);
const after = (seconds: number, why?: string) =>
  ageRegion(
    picture,
    AT,
    Date.parse(AT) + seconds * 1000,
    defaultFreshnessLimits,
    why,
  );

describe('ageRegion', () => {
  it('leaves what was just observed as it is', () => {
    expect(after(10)).toMatchObject({
      state: 'healthy',
      freshness: 'fresh',
      lastKnown: null,
    });
  });

  it('keeps the state of what is old, and says that it is', () => {
    expect(after(120)).toMatchObject({ state: 'healthy', freshness: 'old' });
  });

  it('no longer knows the state of what is too old, and says why and what it was', () => {
    expect(after(600, 'cluster fra refuses (401)')).toMatchObject({
      state: 'unknown',
      freshness: 'unknown',
      reason: 'Cluster fra refuses (401). Last observed 10 minutes ago.',
      ready: 5,
      lastKnown: { state: 'healthy', reason: picture.reason },
    });
  });
});
