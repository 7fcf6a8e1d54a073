import { mockServices } from '@backstage/backend-test-utils';
import { readFreshnessLimits } from './readFreshnessLimits';

const read = (freshness: object) =>
  readFreshnessLimits(
    mockServices.rootConfig({ data: { worldscale: { freshness } } }),
  );

it('has defaults for what is left out', () => {
  expect(read({})).toEqual({ oldAfterMs: 60_000, unknownAfterMs: 300_000 });
});

it('reads durations as objects and as text', () => {
  expect(
    read({ oldAfter: { seconds: 10 }, unknownAfter: '2 minutes' }),
  ).toEqual({ oldAfterMs: 10_000, unknownAfterMs: 120_000 });
});

it('names the key when what is old would be unknown already', () => {
  expect(() => read({ oldAfter: { hours: 1 } })).toThrow(
    "'worldscale.freshness.unknownAfter' (300000 ms) must be longer than 'worldscale.freshness.oldAfter' (3600000 ms)",
  );
});

it('names the key of a duration that cannot be read', () => {
  expect(() => read({ oldAfter: 'soon' })).toThrow(/freshness\.oldAfter/);
});
