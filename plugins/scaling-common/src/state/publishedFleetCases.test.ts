import { readFleetAutoscaler } from '../kubernetes/autoscaler';
import { readFleet } from '../kubernetes/workload';
import { decideFleet } from './fleetDecision';
import { policyInForce } from './policyInForce';

/*
 * The cases of agones, pkg/fleetautoscalers/fleetautoscalers_test.go, by the names that
 * they have there: TestApplyCounterPolicy and TestApplyListPolicy. Those of the Buffer
 * policy stand in fleetDecision.test.ts. Left out are cases about feature flags, and
 * "scale down by percent to Zero", whose answer differs between versions (0, then 1).
 */
interface Case {
  kind: 'Counter' | 'List';
  /** What a new game server brings: taken, of a capacity. */
  each: [taken: number, capacity: number];
  replicas: number;
  /** Over all game servers, and of those that are allocated. */
  total: [taken: number, capacity: number, allocated?: number];
  buffer: number | string;
  limits: [min: number, max: number];
  wanted: number;
}

function decide(c: Case) {
  const [taken, capacity] = c.each;
  const [count, allCapacity, allocatedCount] = c.total;
  const [minCapacity, maxCapacity] = c.limits;
  const field = c.kind === 'Counter' ? 'counters' : 'lists';
  const template =
    c.kind === 'Counter'
      ? { count: taken, capacity }
      : { values: Array.from({ length: taken }, (_, i) => `${i}`), capacity };
  const autoscaler = readFleetAutoscaler({
    metadata: { name: 'shards' },
    spec: {
      fleetName: 'shards',
      policy: {
        type: c.kind,
        [c.kind === 'Counter' ? 'counter' : 'list']: {
          ...{ key: 'rooms', bufferSize: c.buffer, minCapacity, maxCapacity },
        },
      },
    },
    status: { desiredReplicas: c.wanted },
  });
  const fleet = readFleet({
    metadata: { name: 'shards' },
    spec: {
      replicas: c.replicas,
      template: { spec: { [field]: { rooms: template } } },
    },
    status: {
      replicas: c.replicas,
      [field]: { rooms: { count, capacity: allCapacity, allocatedCount } },
    },
  });
  return decideFleet(
    policyInForce(autoscaler.policy!, undefined, 0),
    fleet,
    autoscaler.desired,
    30,
  );
}

const counter = (
  each: Case['each'],
  replicas: number,
  total: Case['total'],
  buffer: Case['buffer'],
  limits: Case['limits'],
  wanted: number,
): Case => ({ kind: 'Counter', each, replicas, total, buffer, limits, wanted });
const list = (...rest: Parameters<typeof counter>): Case => ({
  ...counter(...rest),
  kind: 'List',
});

describe('the published cases of Agones', () => {
  it.each<[string, Case]>([
    ['Counter: scale up', counter([0, 7], 10, [68, 70], 10, [10, 100], 12)],
    [
      'Counter: scale up integer',
      counter([7, 10], 3, [21, 30], 25, [10, 100], 9),
    ],
    ['Counter: scale same', counter([0, 7], 10, [60, 70], 10, [10, 100], 10)],
    [
      'Counter: scale down limited must scale up',
      counter([0, 7], 7, [1, 49], 10, [70, 700], 10),
    ],
    [
      'Counter: scale up limited',
      counter([0, 7], 14, [98, 98], 10, [10, 100], 14),
    ],
    [
      'Counter: scale up to MinCapacity',
      counter([0, 10], 3, [20, 30], '10%', [50, 100], 5),
    ],
    [
      'Counter: scale up by percent',
      counter([0, 1], 10, [8, 10, 8], '30%', [10, 100], 12),
    ],
    [
      'Counter: scale up by percent with Count',
      counter([3, 10], 3, [20, 30, 20], '50%', [10, 100], 5),
    ],
    ['List: scale up', list([2, 3], 10, [29, 30], 5, [10, 100], 14)],
    ['List: scale up limited', list([2, 3], 10, [29, 30], 5, [10, 30], 10)],
    [
      'List: scale up by percent limited',
      list([3, 10], 3, [20, 30, 20], '50%', [10, 45], 4),
    ],
    [
      'List: scale up by percent',
      list([1, 3], 11, [30, 30, 29], '10%', [10, 50], 13),
    ],
  ])('%s', (_, published) => {
    const { wanted } = published;
    expect(decide(published)).toMatchObject({
      computed: { low: wanted, high: wanted },
      verdict: 'agrees',
    });
  });

  it.each<[string, Case]>([
    [
      'Counter: scale down at MinCapacity',
      counter([0, 7], 10, [1, 70], 10, [70, 700], 10),
    ],
    [
      'Counter: scale down limited',
      counter([0, 7], 4, [1, 36], 1, [7, 700], 2),
    ],
    [
      'Counter: scale up limited must scale down',
      counter([0, 7], 1, [7, 7], 1, [0, 2], 1),
    ],
    [
      'Counter: scale down to max capacity',
      counter([0, 5], 3, [0, 15], 5, [1, 5], 1),
    ],
    [
      'Counter: scale down by integer buffer',
      counter([7, 10], 3, [21, 30], 5, [10, 100], 2),
    ],
    ['List: scale down', list([1, 10], 8, [15, 70], 10, [10, 70], 3)],
    ['List: scale down limited', list([0, 5], 4, [3, 20], 1, [10, 100], 2)],
  ])('%s: no more than that it shrinks follows from totals', (_, published) => {
    expect(decide(published)).toMatchObject({
      computed: { low: 1, high: published.replicas },
      verdict: 'agrees',
    });
  });
});
