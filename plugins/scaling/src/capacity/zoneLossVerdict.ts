import {
  formatNumber,
  RegionCapacity,
  zoneLossStates,
} from '@worldscale/backstage-plugin-scaling-common';
import { State } from '@worldscale/backstage-plugin-worlds-common';
import { spellAge } from '@worldscale/backstage-plugin-worlds-react';
import { numberOrUnknown } from '../wording';

/** What is left when the largest zone is gone, in one line, and how grave that is. */
export function zoneLossVerdict(capacity: RegionCapacity | undefined): {
  text: string;
  /** Undefined: a fact, neither good nor bad. */
  state: State | undefined;
} {
  if (!capacity) {
    return { text: 'unknown: its zones were not looked at', state: 'unknown' };
  }
  const { verdict } = capacity.zones;
  return { text: textOf(capacity), state: zoneLossStates[verdict] };
}

function textOf({ zones, replicas, leadTime }: RegionCapacity): string {
  const { verdict, readyWithoutLargest: rest, missing } = zones;
  if (rest === null || missing === null) return zones.sentence;
  const left = `${formatNumber(rest)} of ${numberOrUnknown(
    replicas.ready,
  )} are left`;
  const short = `${left}, ${formatNumber(missing)} missing`;
  const room = zones.roomElsewhere;
  switch (verdict) {
    case 'holds':
      return `it holds: ${left}`;
    case 'breaks':
      return rest === 0
        ? `nothing is left: ${short}`
        : `it breaks: ${short}, and other zones have room for ${numberOrUnknown(
            room,
          )}`;
    case 'recovers': {
      if (room === null || room < missing) {
        return `${short} until nodes are added for them`;
      }
      const { replicaSeconds: seconds } = leadTime;
      return `${short} until they start anew in other zones${
        seconds === null ? '' : `, which takes ${spellAge(seconds * 1000)}`
      }`;
    }
    default:
      return room === null
        ? `${short}; whether other zones have room is not known`
        : `${short}, and other zones have room for ${formatNumber(
            room,
          )}; whether nodes may be added there is not known`;
  }
}
