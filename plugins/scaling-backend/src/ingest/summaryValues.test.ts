import { RegionCapacity } from '@worldscale/backstage-plugin-scaling-common';
import { headroomLasts, limitValues } from './summaryValues';

it.each<[RegionCapacity['verdict'], number | null, number | string | null]>([
  ['enoughTime', 1234.5, 1200],
  ['notEnoughTime', 3.26, 3.3],
  ['atLimit', 0, 0],
  // It is known: not unknown, and no number of minutes either.
  ['atLimit', null, 'none left'],
  ['notGrowing', null, 'not growing'],
  ['unknown', null, null],
])('says of %s with %s minutes: %s', (verdict, minutes, said) => {
  const headroom = { replicas: 4, units: null, minutes };
  expect(headroomLasts({ verdict, headroom })).toBe(said);
});

it('knows nothing where capacity was not looked at', () => {
  expect(headroomLasts(undefined)).toBeNull();
});

const headroom = { replicas: 3, percent: 25 };

it.each([
  [
    { sizing: 'autoscaled' as const, max: 12, headroom },
    { max: 12, headroom: 25 },
  ],
  [
    { sizing: 'unknown' as const, max: null, headroom: null },
    { max: null, headroom: null },
  ],
  [
    { sizing: 'fixed' as const, max: 1_200, headroom: null },
    { max: 'fixed at 1,200', headroom: 'fixed size' },
  ],
  [
    { sizing: 'fixed' as const, max: null, headroom: null },
    { max: 'fixed', headroom: 'fixed size' },
  ],
])('says of %j: %j', (region, said) => {
  expect(limitValues(region)).toEqual(said);
});
