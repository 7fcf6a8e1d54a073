import { capacity } from '../__testUtils__/scalingFixture';
import { zoneLossVerdict } from './zoneLossVerdict';

const without = (zones: Partial<typeof capacity.zones>) =>
  zoneLossVerdict({ ...capacity, zones: { ...capacity.zones, ...zones } });

describe('the loss of the largest zone', () => {
  it('is a fact where what is missing starts anew elsewhere', () => {
    expect(without({ verdict: 'recovers', roomElsewhere: 8 })).toEqual({
      text: '7 of 12 are left, 8 missing until they start anew in other zones, which takes 45 seconds',
      state: undefined,
    });
    expect(without({ verdict: 'recovers', roomElsewhere: 2 })).toEqual({
      text: '7 of 12 are left, 8 missing until nodes are added for them',
      state: undefined,
    });
  });

  it('is a warning where it does not, or nothing is left', () => {
    expect(without({ verdict: 'breaks', roomElsewhere: 3 })).toEqual({
      text: 'it breaks: 7 of 12 are left, 8 missing, and other zones have room for 3',
      state: 'atRisk',
    });
    const nothing = { readyWithoutLargest: 0, missing: 12, roomElsewhere: 40 };
    expect(without({ ...nothing, verdict: 'breaks' })).toEqual({
      text: 'nothing is left: 0 of 12 are left, 12 missing',
      state: 'atRisk',
    });
  });

  it('is no verdict where it is not known what becomes of them', () => {
    expect(without({ verdict: 'unknown', roomElsewhere: null })).toEqual({
      text: '7 of 12 are left, 8 missing; whether other zones have room is not known',
      state: 'unknown',
    });
    expect(without({ verdict: 'unknown', roomElsewhere: 3 }).text).toBe(
      '7 of 12 are left, 8 missing, and other zones have room for 3; whether nodes may be added there is not known',
    );
    expect(zoneLossVerdict(undefined).state).toBe('unknown');
  });

  it('holds where enough are left', () => {
    expect(without({ verdict: 'holds', missing: 0 })).toEqual({
      ...{ text: 'it holds: 7 of 12 are left', state: 'healthy' },
    });
  });
});
