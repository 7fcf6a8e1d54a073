import { serviceKinds } from './newService';
import { MOST_INSTANCES, planCapacity } from './planCapacity';

describe('planCapacity', () => {
  it('sizes shards by hand-worked numbers', () => {
    const plan = planCapacity({
      kind: 'stateful-shard',
      regions: 2,
      peakPlayers: 5000,
      playersPerInstance: 200,
    });
    // 2,500 players / 160 = 15.6; a tenth ready; a fifth at night; twice when alone
    expect(plan).toMatchObject({ atPeak: 16, buffer: 2, min: 6, max: 34 });
    expect(plan.steps.map(({ formula }) => formula)).toEqual([
      '5,000 players / 2 regions',
      'ceil(2,500 / (200 × 0.8))',
      'max(2, ceil(16 × 0.1))',
      'ceil(16 × 0.2) + 2',
      'ceil(16 × 2) + 2',
    ]);
  });

  it('sizes pods so that two zones carry the peak', () => {
    const plan = planCapacity({
      kind: 'stateless-service',
      regions: 5,
      peakPlayers: 100_000,
      playersPerInstance: 1000,
    });
    // 20,000 / 700 = 28.6; half of it for the third zone; 5/4 when a region is lost
    expect(plan).toMatchObject({ atPeak: 29, buffer: 15, min: 9, max: 52 });
  });

  it('gives the smallest service one pod per zone, and one shard with a reserve', () => {
    const smallest = { regions: 1, peakPlayers: 1, playersPerInstance: 100 };
    expect(
      planCapacity({ kind: 'stateless-service', ...smallest }),
    ).toMatchObject({ min: 3, max: 3 });
    expect(planCapacity({ kind: 'stateful-shard', ...smallest })).toMatchObject(
      { min: 3, max: 4, buffer: 2 },
    );
  });

  it('does not round what binary fractions add', () => {
    // 8 / (10 × 0.8) is 1 on paper and not quite in binary.
    const plan = planCapacity({
      kind: 'stateful-shard',
      regions: 1,
      peakPlayers: 560,
      playersPerInstance: 7,
    });
    expect(plan.atPeak).toBe(100);
  });

  it.each(serviceKinds)(
    'keeps the bounds of a %s in order for any size',
    kind => {
      for (let regions = 1; regions <= 6; regions++) {
        for (const peakPlayers of [1, 3, 99, 1000, 12_345, 400_000]) {
          for (const playersPerInstance of [1000, 2000, 50_000]) {
            const plan = planCapacity({
              kind,
              regions,
              peakPlayers,
              playersPerInstance,
            });
            expect(plan.min).toBeGreaterThanOrEqual(1);
            expect(plan.max).toBeGreaterThanOrEqual(plan.min);
            expect(plan.max).toBeGreaterThanOrEqual(plan.atPeak + plan.buffer);
            // Agones refuses a minimum below the buffer.
            const least = kind === 'stateful-shard' ? plan.buffer : 1;
            expect(plan.min).toBeGreaterThanOrEqual(least);
          }
        }
      }
    },
  );

  it.each(serviceKinds)('never plans a %s smaller for more players', kind => {
    let before = 0;
    for (let peakPlayers = 1; peakPlayers < 100_000; peakPlayers += 997) {
      const { max } = planCapacity({
        kind,
        regions: 3,
        peakPlayers,
        playersPerInstance: 500,
      });
      expect(max).toBeGreaterThanOrEqual(before);
      before = max;
    }
  });

  it.each([
    ['peakPlayers', { peakPlayers: 0 }],
    ['peakPlayers', { peakPlayers: 1.5 }],
    ['peakPlayers', { peakPlayers: Number.NaN }],
    ['peakPlayers', { peakPlayers: 60_000_000 }],
    ['playersPerInstance', { playersPerInstance: -1 }],
    ['playersPerInstance', { playersPerInstance: Number.POSITIVE_INFINITY }],
    ['regions', { regions: 0 }],
  ])('names %s where it is wrong: %p', (field, wrong) => {
    const request = {
      kind: 'stateful-shard' as const,
      regions: 1,
      peakPlayers: 100,
      playersPerInstance: 10,
      ...wrong,
    };
    expect(() => planCapacity(request)).toThrow(RangeError);
    expect(() => planCapacity(request)).toThrow(new RegExp(`^${field}: `));
  });

  it('refuses a service that is too large for one fleet, and says what helps', () => {
    expect(() =>
      planCapacity({
        kind: 'stateful-shard',
        regions: 1,
        peakPlayers: 1_000_000,
        playersPerInstance: 10,
      }),
    ).toThrow(
      `one service holds at most ${MOST_INSTANCES.toLocaleString('en-US')}`,
    );
  });
});
