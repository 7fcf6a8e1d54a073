import { readFleetAutoscaler } from '../kubernetes/autoscaler';
import { readFleet } from '../kubernetes/workload';
import { decideFleet } from './fleetDecision';
import { policyInForce } from './policyInForce';

const NOW = Date.parse('2026-11-22T20:00:00Z');

interface Case {
  policy: object;
  reported?: number | null;
  applied?: string;
  fleet?: object;
  spec?: object;
}

function decide({ policy, reported = null, applied, fleet, spec }: Case) {
  const autoscaler = readFleetAutoscaler({
    metadata: { name: 'shards' },
    spec: { fleetName: 'shards', policy },
    status: { desiredReplicas: reported, lastAppliedPolicy: applied },
  });
  const workload = readFleet({
    metadata: { name: 'shards' },
    spec: { replicas: 50, ...spec },
    status: {
      replicas: 50,
      readyReplicas: 10,
      allocatedReplicas: 40,
      ...fleet,
    },
  });
  return decideFleet(
    policyInForce(autoscaler.policy!, autoscaler.appliedPolicy, NOW),
    workload,
    autoscaler.desired,
    autoscaler.lookEverySeconds!,
  );
}

const buffer = (bufferSize: number | string, min = 0, max = 100) => ({
  type: 'Buffer',
  buffer: { bufferSize, minReplicas: min, maxReplicas: max },
});

/** Cases of TestApplyBufferPolicy in agones, pkg/fleetautoscalers. */
describe('what a Buffer policy wants', () => {
  it.each<[number, object, number]>([
    [40, buffer(20), 60],
    [40, buffer(20, 65), 65],
    [40, buffer(20, 0, 55), 55],
    [50, buffer('20%'), 63],
    [50, buffer('20%', 0, 60), 60],
    [50, buffer('20%', 65), 65],
    [1, buffer('10%', 0, 10), 2],
  ])('%i allocated, %j: %i', (allocatedReplicas, policy, wanted) => {
    expect(decide({ policy, fleet: { allocatedReplicas } }).computed).toEqual({
      low: wanted,
      high: wanted,
    });
  });

  it('is the smallest Fleet that leaves the buffer spare, within the limits', () => {
    for (let allocated = 0; allocated < 130; allocated += 1) {
      for (const size of [0, 1, 7, '1%', '15%', '50%', '99%']) {
        let enough = allocated;
        const spare = () =>
          typeof size === 'number'
            ? enough - allocated >= size
            : (enough - allocated) * 100 >= enough * parseInt(size, 10);
        while (!spare()) enough += 1;
        const wanted = Math.min(Math.max(enough, 5), 400);
        expect(
          decide({
            policy: buffer(size, 5, 400),
            fleet: { allocatedReplicas: allocated },
          }).computed,
        ).toEqual({ low: wanted, high: wanted });
      }
    }
  });
});

const players = (over: object = {}) => ({
  type: 'Counter',
  counter: {
    ...{ key: 'players', bufferSize: 50, minCapacity: 10, maxCapacity: 600 },
    ...over,
  },
});
const room = {
  template: { spec: { counters: { players: { count: 0, capacity: 10 } } } },
};
const held = (count: number, capacity = 500, allocatedCount = count) => ({
  counters: { players: { count, capacity, allocatedCount } },
});

describe('how a FleetAutoscaler came to a size', () => {
  it.each<[string, Case, string, string]>([
    [
      'by a buffer',
      { policy: buffer(8), reported: 48 },
      'agrees',
      '40 game servers are allocated; with 8 spare that makes 48. It wants 48 game servers.',
    ],
    [
      'capped by its maximum',
      { policy: buffer('20%', 0, 45), reported: 45 },
      'agrees',
      '40 game servers are allocated; with 20% of all spare that makes 50. The maximum of 45 holds it there: demand is capped. It wants 45 game servers.',
    ],
    [
      'idle at its minimum',
      { policy: buffer(2, 45), reported: 45 },
      'agrees',
      '40 game servers are allocated; with 2 spare that makes 42. The minimum of 45 holds it there: it is idle. It wants 45 game servers.',
    ],
    [
      'other than it should',
      { policy: buffer(8), reported: 44 },
      'differs',
      '40 game servers are allocated; with 8 spare that makes 48. By these figures it should want 48 game servers, but it reports 44; it looks every 30 seconds.',
    ],
    [
      'by a counter that runs short',
      {
        ...{ policy: players(), reported: 53, spec: room },
        fleet: held(475),
      },
      'agrees',
      '25 of the counter players are free, of a capacity of 500; 50 are to be. It wants 53 game servers.',
    ],
    [
      'by a counter at its maximum',
      {
        policy: players({ bufferSize: 400 }),
        ...{ reported: 60, spec: room, fleet: held(480) },
      },
      'agrees',
      '20 of the counter players are free, of a capacity of 500; 400 are to be. The maximum capacity of 600 holds it there: demand is capped. It wants 60 game servers.',
    ],
    [
      'by a counter with too much left',
      { policy: players(), reported: 44, spec: room, fleet: held(300) },
      'agrees',
      '200 of the counter players are free, of a capacity of 500; 50 are to be. How many may go depends on which of them would, so at most the present size is all that can be said. It wants 44 game servers.',
    ],
    [
      'by a share of a counter',
      {
        policy: players({ bufferSize: '10%' }),
        ...{ reported: 51, spec: room, fleet: held(455, 500, 450) },
      },
      'agrees',
      '45 of the counter players are free, of a capacity of 500; 50 are to be (10%). It wants 51 game servers.',
    ],
    [
      'by a list that the Fleet does not report',
      {
        policy: {
          type: 'List',
          list: { key: 'rooms', bufferSize: 1, maxCapacity: 9 },
        },
      },
      'notComputed',
      'The Fleet does not report the list rooms.',
    ],
    [
      'by a webhook, of which no secret is told',
      {
        policy: {
          type: 'Webhook',
          webhook: { url: 'https://plan.example/scale?token=abc' },
        },
      },
      'notComputed',
      'A webhook (https://plan.example/scale) decides; what it answers cannot be computed.',
    ],
    [
      'by the link of a chain that is said to apply',
      {
        ...{ reported: 60, applied: 'Chain:weekend:Buffer' },
        policy: {
          type: 'Chain',
          chain: [
            {
              id: 'weekend',
              type: 'Schedule',
              schedule: {
                activePeriod: { startCron: '0 0 * * 6', duration: '48h' },
                policy: buffer(20),
              },
            },
            { id: 'week', ...buffer(5) },
          ],
        },
      },
      'agrees',
      'Link weekend of its chain applies. Its schedule is open. 40 game servers are allocated; with 20 spare that makes 60. It wants 60 game servers.',
    ],
    [
      'by the first link of a chain that is open',
      {
        reported: 45,
        policy: {
          type: 'Chain',
          chain: [
            {
              id: 'launch',
              type: 'Schedule',
              schedule: {
                between: { end: '2026-11-20T00:00:00Z' },
                policy: buffer(20),
              },
            },
            { id: 'week', ...buffer(5) },
          ],
        },
      },
      'agrees',
      'Link week of its chain applies. 40 game servers are allocated; with 5 spare that makes 45. It wants 45 game servers.',
    ],
    [
      'by a schedule that is not open',
      {
        policy: {
          type: 'Schedule',
          schedule: {
            between: { start: '2026-12-01T00:00:00Z' },
            policy: buffer(20),
          },
        },
      },
      'notComputed',
      'Its schedule is not open now, so the size stays as it is.',
    ],
    [
      'by a schedule of which it does not say whether it is open',
      {
        policy: {
          type: 'Schedule',
          schedule: {
            activePeriod: { startCron: '0 18 * * *' },
            policy: buffer(20),
          },
        },
      },
      'notComputed',
      'Whether its schedule (0 18 * * *) is open now it does not report.',
    ],
    [
      'by a policy that is not known',
      { policy: { type: 'Wasm' } },
      'notComputed',
      'What a policy of type Wasm wants cannot be computed.',
    ],
  ])('%s', (_, c, verdict, words) => {
    const decision = decide(c);
    expect(decision.steps.join(' ')).toBe(words);
    expect(decision.verdict).toBe(verdict);
  });
});
