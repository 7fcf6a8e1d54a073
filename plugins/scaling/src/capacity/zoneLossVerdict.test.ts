import { capacity } from '../__testUtils__/scalingFixture';
import { zoneLossVerdict } from './zoneLossVerdict';

const without = (zones: Partial<typeof capacity.zones>) =>
  zoneLossVerdict({ ...capacity, zones: { ...capacity.zones, ...zones } });

describe('the loss of the largest zone', () => {
  it('is a fact where other zones have room for what is missing', () => {
    expect(without({ roomElsewhere: 8 })).toEqual({
      text: '7 of 12 are left, 8 missing until they start anew in other zones, which takes 45 seconds',
      state: undefined,
    });
  });

  it('is a warning where they have not, or nothing is left', () => {
    expect(without({ roomElsewhere: 3 })).toEqual({
      text: 'it breaks: 7 of 12 are left, 8 missing, and other zones have room for 3',
      state: 'atRisk',
    });
    const all = without({
      ...{ readyWithoutLargest: 0, missing: 12, roomElsewhere: 40 },
    });
    expect(all.state).toBe('atRisk');
  });

  it('is no verdict where it is not known whether there is room', () => {
    expect(without({ roomElsewhere: null })).toEqual({
      text: '7 of 12 are left, 8 missing; whether other zones have room is not known',
      state: 'unknown',
    });
    expect(zoneLossVerdict(undefined).state).toBe('unknown');
  });

  it('holds where enough are left', () => {
    expect(without({ verdict: 'holds', missing: 0 })).toEqual({
      ...{ text: 'it holds: 7 of 12 are left', state: 'healthy' },
    });
  });
});
