import {
  cappedRegion,
  capacity,
  workload,
} from '../__testUtils__/scalingFixture';
import { spreadVerdict } from './spreadVerdict';

const rule = {
  topologyKey: 'topology.kubernetes.io/zone',
  maxSkew: 1,
  required: false,
};

function regionWith(totals: number[], spread = [rule], workloads = 1) {
  return {
    ...cappedRegion('2026-11-22T20:00:00Z'),
    workloads: Array.from({ length: workloads }, () => ({
      ...workload,
      spread,
    })),
    capacity: {
      ...capacity,
      zones: {
        ...capacity.zones,
        zones: totals.map((total, i) => ({
          zone: `zone-${i}`,
          ready: total,
          total,
        })),
      },
    },
  };
}

describe('spreadVerdict', () => {
  it.each([
    ['keeps a rule at its limit', [4, 4, 3], 'kept', 1],
    ['breaks it beyond', [6, 4, 2], 'broken', 4],
    ['counts a zone that has none', [2, 2], 'broken', 2],
    ['does not know where no zone is known', [], 'unknown', null],
  ])('%s', (_, totals, look, skew) => {
    expect(spreadVerdict(regionWith(totals))).toMatchObject({ look, skew });
  });

  it('does not know where the zones of nodes, or of some pods, are not known', () => {
    const known = regionWith([4, 4, 4]);
    const { zones } = known.capacity;
    const withZones = (change: Partial<typeof zones>) =>
      spreadVerdict({
        ...known,
        capacity: { ...known.capacity, zones: { ...zones, ...change } },
      });
    expect(withZones({}).look).toBe('kept');
    expect(withZones({ nodeZones: null }).look).toBe('unknown');
    const lost = { zone: '', ready: 1, total: 1 };
    expect(withZones({ zones: [...zones.zones, lost] }).look).toBe('unknown');
  });

  it('says that there is no rule about zones', () => {
    const host = { ...rule, topologyKey: 'kubernetes.io/hostname' };
    expect(spreadVerdict(regionWith([4, 4], [host])).look).toBe('none');
  });

  it('does not judge the pods of several workloads by the rule of one', () => {
    expect(spreadVerdict(regionWith([6, 2], [rule], 2)).look).toBe('unknown');
  });
});
