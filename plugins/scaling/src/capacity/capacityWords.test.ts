import { capacity, cappedRegion } from '../__testUtils__/scalingFixture';
import { headroomLines, isLastKnown, timeLeftText } from './capacityWords';

type Changes = Partial<typeof capacity>;
const region = (changes: Changes) => ({
  ...cappedRegion('2026-11-22T20:00:00Z'),
  capacity: { ...capacity, ...changes },
});
const lines = (
  replicas: number | null,
  units: number | null,
  unitsInPresent: number,
) =>
  headroomLines(
    region({ headroom: { replicas, units, unitsInPresent, minutes: null } }),
  );

describe('headroom in words', () => {
  it('adds up, whether there is room in the replicas there are or demand waits', () => {
    expect(lines(3, 5_960, 0)).toEqual(['3 more', 'for 5,960 players']);
    expect(lines(3, 7_159, 1_199)).toEqual([
      '3 more',
      'for 7,159 players, 1,199 of them in the replicas there are',
    ]);
    expect(lines(0, 1_199, 1_199)).toEqual([
      '0 more',
      'for 1,199 players, all of them in the replicas there are',
    ]);
    expect(lines(3, 3_179, -2_781)).toEqual([
      '3 more',
      'for 3,179 players: of the 5,960 that they carry, the present demand takes 2,781',
    ]);
  });

  it('says at most how much where the maximum is not known', () => {
    const [limit] = capacity.limits;
    const hidden = region({
      limits: [{ ...limit, kind: 'autoscalerMax', unknown: '403 Forbidden' }],
      binding: capacity.binding && { ...capacity.binding, leftReplicas: 152 },
      headroom: { replicas: null, units: null, minutes: null },
    });
    expect(headroomLines(hidden)[0]).toMatch(/^unknown: at most 152 more/);
    expect(headroomLines(region({ ...hidden.capacity, limits: [] }))).toEqual([
      'unknown',
    ]);
  });
});

describe('the time left in words', () => {
  it('is said once where it is not known', () => {
    const sentence = 'What limits it is not known, so neither is its headroom.';
    expect(timeLeftText({ ...capacity, verdict: 'unknown', sentence })).toBe(
      sentence,
    );
  });

  it('tells demand that falls from demand that stays', () => {
    expect(timeLeftText({ ...capacity, verdict: 'notGrowing' })).toBe(
      'demand falls',
    );
    expect(
      timeLeftText({ ...capacity, verdict: 'notGrowing', demand: null }),
    ).toBe('demand does not grow');
  });
});

it('takes figures for last known where they are too old, whatever was known', () => {
  const fresh = cappedRegion('2026-11-22T20:00:00Z');
  expect(isLastKnown(fresh)).toBe(false);
  expect(isLastKnown({ ...fresh, freshness: 'unknown' })).toBe(true);
});
