import fc from 'fast-check';
import { capacityOf, facts, growth, players } from '../__testUtils__/capacity';
import { explain } from '../__testUtils__/explain';
import { zoneLossOf } from './zoneLoss';

const share = fc.integer({ min: 1, max: 300 });
const pods = fc.integer({ min: 0, max: 60 });
const size = fc.integer({ min: 1, max: 40 });

describe('capacity, whatever the figures are', () => {
  it('has never more headroom with more demand', () => {
    fc.assert(
      fc.property(size, share, share, pods, (desired, a, b, room) => {
        const at = (cpu: number) =>
          capacityOf({
            workloads: [explain({ desired, hpa: { cpu, max: 50 } })],
            facts: facts({
              ...{ room: [{ zone: 'a', pods: room }], growth: growth(1) },
            }),
          }).headroom;
        const less = at(Math.min(a, b));
        const more = at(Math.max(a, b));
        expect(more.replicas).toBe(less.replicas);
        expect(more.minutes ?? 0).toBeLessThanOrEqual(less.minutes ?? 0);
      }),
    );
  });

  it('binds at the least of all limits that are known', () => {
    fc.assert(
      fc.property(size, pods, fc.array(pods), (desired, room, quotas) => {
        const { binding, limits } = capacityOf({
          workloads: [explain({ desired, hpa: { cpu: 50, max: 60 } })],
          facts: facts({
            room: [{ zone: 'a', pods: room }],
            quotas: quotas.map((leftReplicas, i) => ({
              ...{ quota: `q${i}`, resource: 'pods', unit: 'pods' },
              ...{ hard: 99, used: 0, leftReplicas },
            })),
          }),
        });
        const left = limits.map(limit => limit.leftReplicas ?? Infinity);
        expect(binding?.leftReplicas).toBe(Math.min(...left));
      }),
    );
  });

  it('lasts never longer where demand grows faster', () => {
    fc.assert(
      fc.property(share, share, (a, b) => {
        const at = (pace: number) =>
          capacityOf({ series: players({ growth: growth(pace) }) }).headroom
            .minutes ?? Infinity;
        expect(at(Math.max(a, b))).toBeLessThanOrEqual(at(Math.min(a, b)));
      }),
    );
  });

  it('is never more without a zone than with it', () => {
    fc.assert(
      fc.property(
        fc.array(pods, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 0, max: 400 }),
        (ready, inUse) => {
          const zones = ready.map((n, i) => ({
            ...{ zone: `z${i}`, ready: n, total: n },
          }));
          const all = ready.reduce((sum, n) => sum + n, 0);
          const loss = zoneLossOf({
            ...{ facts: [facts({ zones })], inUse, noun: 'replica' },
          });
          const rest = loss.readyWithoutLargest ?? 0;
          expect(rest).toBeLessThanOrEqual(all);
          // No other zone's loss would leave fewer.
          expect(rest).toBeLessThanOrEqual(all - Math.max(...ready));
          expect(loss.verdict === 'holds' && rest < inUse).toBe(false);
        },
      ),
    );
  });
});
