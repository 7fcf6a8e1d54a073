import { Finding } from '../state/Finding';
import { formatDuration, formatNumber } from '../state/wording';
import { RegionCapacity } from './capacityContract';

/**
 * What of a service's capacity is worth an alarm.
 *
 * - The headroom ends before new capacity can be there.
 * - Nothing more fits, although the autoscaler may still ask for more: what it asks for
 *   will stay pending. Not where it is not known whether nodes may be added. (That a maximum is reached, the rules about autoscalers say.)
 * - Spare game servers run out before the next ones have started: players will wait.
 * - All replicas stand in one of several zones: the loss of it takes everything.
 *
 * That the loss of a zone leaves too few for the present demand is said, but no alarm
 * by itself: an autoscaler keeps no more than its target asks for, so most services are
 * short for the minutes that new replicas take, and an alarm that is always on is none.
 */
export function judgeCapacity(
  capacity: RegionCapacity,
  replicasPerMinute: number | null,
): Finding[] {
  return [
    ...judgeTime(capacity),
    ...judgeRoom(capacity),
    ...judgeSpare(capacity, replicasPerMinute),
    ...judgeSpread(capacity),
  ];
}

function judgeTime({ verdict, sentence, binding }: RegionCapacity): Finding[] {
  if (verdict !== 'notEnoughTime' || !binding) return [];
  return [
    {
      code: 'headroomShort',
      state: 'atRisk',
      sentence: `${sentence} The ${binding.name} binds first.`,
    },
  ];
}

function judgeRoom({ binding }: RegionCapacity): Finding[] {
  if (!binding || binding.leftReplicas > 0) return [];
  if (binding.kind !== 'nodePool' && binding.kind !== 'resourceQuota') {
    return [];
  }
  // Full nodes are the rule where something adds nodes.
  if (binding.mayGrow === null) return [];
  return [{ code: 'noRoom', state: 'atRisk', sentence: binding.sentence }];
}

function judgeSpare(
  { replicas, leadTime, demand, noun }: RegionCapacity,
  replicasPerMinute: number | null,
): Finding[] {
  const { spare } = replicas;
  const seconds = leadTime.replicaSeconds;
  if (noun !== 'game server' || spare === null || seconds === null) return [];
  if (leadTime.replicaSamples === 0 || demand?.growth?.isFlat !== false) {
    return [];
  }
  if (replicasPerMinute === null || replicasPerMinute <= 0) return [];
  const lastsSeconds = (spare / replicasPerMinute) * 60;
  if (lastsSeconds >= seconds) return [];
  return [
    {
      code: 'spareShort',
      state: 'atRisk',
      sentence: `The ${formatNumber(
        spare,
      )} game servers that are ready will be taken within ${formatDuration(
        lastsSeconds * 1000,
      )} at the present growth, and a new one takes ${formatDuration(
        seconds * 1000,
      )} to start.`,
    },
  ];
}

function judgeSpread({ zones, replicas }: RegionCapacity): Finding[] {
  const { ready } = replicas;
  const isLost = zones.readyWithoutLargest === 0 && zones.verdict === 'breaks';
  // One replica cannot stand in two zones; where there is one zone, none can.
  if (!isLost || ready === null || ready < 2) return [];
  if (zones.nodeZones === null || zones.nodeZones < 2) return [];
  return [
    { code: 'zoneLossBreaks', state: 'atRisk', sentence: zones.sentence },
  ];
}
