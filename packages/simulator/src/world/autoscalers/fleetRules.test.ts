import fc from 'fast-check';
import {
  capacityReplicas,
  CapacityRule,
  fleetReplicas,
  FleetRule,
  holdings,
  isOpen,
} from './fleetRules';

const rule: CapacityRule = {
  ...{ type: 'Counter', key: 'players', each: 10 },
  ...{ playersPerUnit: 1, freePercent: 20 },
};
const policy = { bufferSize: 2, minReplicas: 2, maxReplicas: 10 };

describe('a counter or list', () => {
  it.each([
    // 40 taken: ceil(40 * 100 / 80) - 40 = 10 free are wanted.
    ['stays where as much is free as is wanted', 5, 4, 40, 5, false],
    ['grows by what is missing', 4, 4, 40, 5, false],
    ['lets go of those that nobody needs', 8, 4, 40, 5, false],
    ['keeps game servers that hold somebody', 8, 7, 40, 7, false],
    ['stops at its maximum and says so', 9, 9, 90, 10, true],
    ['comes up to its minimum', 1, 0, 0, 2, true],
    ['stops at its minimum and says so', 4, 0, 0, 2, true],
  ])('%s', (_, replicas, allocated, taken, expected, limited) => {
    expect(
      capacityReplicas({ replicas, allocated, taken }, rule, policy),
    ).toEqual({ replicas: expected, limited });
  });

  it('shares what is held among game servers, none above its capacity', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.5, max: 1.5, noNaN: true }), {
          minLength: 1,
          maxLength: 40,
        }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (weights, share) => {
          const taken = Math.floor(share * weights.length * 10);
          const held = holdings(taken, 10, weights);
          expect(Math.max(...held)).toBeLessThanOrEqual(10);
          expect(held.reduce((sum, units) => sum + units, 0)).toBe(taken);
        },
      ),
    );
  });
});

describe('a chain', () => {
  const chain: FleetRule & { type: 'Chain' } = {
    ...{ type: 'Chain', id: 'after-school', timeZone: 'America/New_York' },
    ...{ startHour: 14, hours: 6 },
    buffer: { bufferSize: 5, minReplicas: 2, maxReplicas: 10 },
  };
  // New York is five hours behind in winter.
  it.each([
    ['18:59', false, 5],
    ['19:00', true, 8],
    ['00:59', true, 8],
    ['01:00', false, 5],
  ])('at %s UTC is open: %s', (time, open, replicas) => {
    const atMs = Date.parse(`2026-11-20T${time}:00Z`);
    expect(isOpen(chain, atMs)).toBe(open);
    const fleet = { replicas: 5, allocated: 3, taken: 0 };
    expect(fleetReplicas(fleet, policy, chain, atMs).replicas).toBe(replicas);
  });
});
