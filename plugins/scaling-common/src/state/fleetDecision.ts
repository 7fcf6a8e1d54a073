import { FleetBuffer, FleetPolicy } from '../kubernetes/fleetPolicy';
import { Workload } from '../kubernetes/workload';
import { Decision, notComputed } from './Decision';
import { ReplicaRange } from './replicaRange';
import { count, formatNumber } from './wording';
import { PolicyInForce } from './policyInForce';

/**
 * What an Agones FleetAutoscaler should want (agones, pkg/fleetautoscalers). A buffer
 * is kept on top of the game servers that are allocated; those that are ready, reserved
 * or starting do not matter to it. A counter or list is kept spare over the capacity of
 * all: how many more game servers that takes follows from the Fleet, how many fewer
 * from which of them would go, which its totals do not tell. A webhook is somebody
 * else's decision.
 *
 * @param lookEverySeconds how often the autoscaler looks at the Fleet
 */
export function decideFleet(
  { policy, steps }: PolicyInForce,
  fleet: Workload,
  reported: number | null,
  lookEverySeconds: number,
): Decision {
  if (!policy) return notComputed(reported, ...steps);
  const answer = wantedBy(policy, fleet);
  const all = [...steps, ...answer.steps];
  const { range } = answer;
  if (!range || reported === null) {
    return { ...notComputed(reported, ...all), computed: range };
  }
  if (reported >= range.low && reported <= range.high) {
    return {
      ...{ computed: range, reported, verdict: 'agrees' },
      steps: [...all, `It wants ${count(reported, 'game server')}.`],
    };
  }
  return {
    ...{ computed: range, reported, verdict: 'differs' },
    steps: [
      ...all,
      `By these figures it should want ${describeRange(
        range,
      )}, but it reports ${formatNumber(reported)}; it looks every ${count(
        lookEverySeconds,
        'second',
      )}.`,
    ],
  };
}

interface Answer {
  range: ReplicaRange | null;
  steps: string[];
}

function wantedBy(policy: FleetPolicy, fleet: Workload): Answer {
  switch (policy.type) {
    case 'Buffer':
      return byBuffer(policy, fleet);
    case 'Counter':
    case 'List':
      return byCapacity(policy, fleet);
    case 'Webhook':
      return unknown(
        `A webhook (${policy.target}) decides; what it answers cannot be computed.`,
      );
    default:
      return unknown(
        `What a policy of type ${
          policy.type === 'other' ? policy.name : policy.type
        } wants cannot be computed.`,
      );
  }
}

function unknown(...steps: string[]): Answer {
  return { range: null, steps };
}

function exactly(replicas: number, ...steps: string[]): Answer {
  return { range: { low: replicas, high: replicas }, steps };
}

function describeRange({ low, high }: ReplicaRange): string {
  return low === high
    ? count(low, 'game server')
    : `${formatNumber(low)} to ${count(high, 'game server')}`;
}

function describeBuffer(buffer: FleetBuffer): string {
  return 'percent' in buffer
    ? `${formatNumber(buffer.percent)}%`
    : formatNumber(buffer.count);
}

function byBuffer(
  { buffer, min, max }: FleetPolicy & { type: 'Buffer' },
  { gameServers }: Workload,
): Answer {
  const allocated = gameServers?.allocated ?? null;
  if (!buffer) return unknown('The size of its buffer cannot be read.');
  if (allocated === null) {
    return unknown('How many game servers are allocated is not known.');
  }
  const wanted =
    'percent' in buffer
      ? Math.ceil((allocated * 100) / (100 - buffer.percent))
      : allocated + buffer.count;
  const share = 'percent' in buffer ? ' of all' : '';
  const said = `${count(allocated, 'game server')} ${
    allocated === 1 ? 'is' : 'are'
  } allocated; with ${describeBuffer(
    buffer,
  )}${share} spare that makes ${formatNumber(wanted)}.`;
  if (max !== null && wanted > max) {
    return exactly(
      max,
      said,
      `The maximum of ${formatNumber(max)} holds it there: demand is capped.`,
    );
  }
  if (min !== null && wanted < min) {
    return exactly(
      min,
      said,
      `The minimum of ${formatNumber(min)} holds it there: it is idle.`,
    );
  }
  return exactly(wanted, said);
}

function byCapacity(
  policy: FleetPolicy & { type: 'Counter' | 'List' },
  { current, capacities }: Workload,
): Answer {
  const { type, key, buffer, minCapacity, maxCapacity } = policy;
  const what = `${type.toLocaleLowerCase('en-US')} ${key}`;
  const total = capacities?.[`${type}/${key}`];
  if (!buffer) return unknown('The size of its buffer cannot be read.');
  if (!total || current === null) {
    return unknown(`The Fleet does not report the ${what}.`);
  }
  const { count: taken, capacity, allocatedCount, each } = total;
  if (
    taken === null ||
    capacity === null ||
    each === null ||
    each.capacity === 0
  ) {
    return unknown(`How much of the ${what} there is is not known.`);
  }
  const more = (missing: number, per: number) =>
    current + Math.ceil(missing / per);
  const shrinking = (why: string): Answer => ({
    range: { low: 1, high: current },
    steps: [
      why,
      'How many may go depends on which of them would, so at most the present size is all that can be said.',
    ],
  });
  if (maxCapacity !== null && capacity > maxCapacity) {
    return shrinking(
      `The ${what} has a capacity of ${formatNumber(
        capacity,
      )}, more than the maximum of ${formatNumber(maxCapacity)}.`,
    );
  }
  if (minCapacity !== null && capacity < minCapacity) {
    return exactly(
      more(minCapacity - capacity, each.capacity),
      `The ${what} has a capacity of ${formatNumber(
        capacity,
      )}, less than the minimum of ${formatNumber(minCapacity)}.`,
    );
  }
  let wanted: number;
  if ('count' in buffer) wanted = buffer.count;
  else if (allocatedCount === null) {
    return unknown(`How much of the ${what} is allocated is not known.`);
  } else if (allocatedCount === 0) {
    return exactly(
      1,
      `Nothing of the ${what} is taken on allocated game servers, so a share of it is nothing.`,
    );
  } else {
    wanted =
      Math.ceil((allocatedCount * 100) / (100 - buffer.percent)) -
      allocatedCount;
  }
  const available = capacity - taken;
  const said = `${formatNumber(available)} of the ${what} ${
    available === 1 ? 'is' : 'are'
  } free, of a capacity of ${formatNumber(capacity)}; ${formatNumber(
    wanted,
  )} are to be${'percent' in buffer ? ` (${describeBuffer(buffer)})` : ''}.`;
  if (available === wanted) return exactly(current, said);
  if (available > wanted) return shrinking(said);
  const free = each.capacity - each.count;
  if (free <= 0) {
    return unknown(said, 'A new game server would bring nothing that is free.');
  }
  const grown = more(wanted - available, free);
  const most =
    maxCapacity === null
      ? Infinity
      : current + Math.floor((maxCapacity - capacity) / each.capacity);
  return grown > most
    ? exactly(
        most,
        said,
        `The maximum capacity of ${formatNumber(
          maxCapacity ?? 0,
        )} holds it there: demand is capped.`,
      )
    : exactly(grown, said);
}
