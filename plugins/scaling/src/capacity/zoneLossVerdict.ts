import {
  formatNumber,
  RegionCapacity,
} from '@worldscale/backstage-plugin-scaling-common';
import { State } from '@worldscale/backstage-plugin-worlds-common';
import { spellAge } from '@worldscale/backstage-plugin-worlds-react';
import { numberOrUnknown } from '../wording';

/**
 * What is left when the largest zone is gone, in one line, and how grave that is.
 *
 * An autoscaler keeps no more than its target asks for, so most services are short for
 * as long as a start takes. That is a fact to know, not a warning: it is one where the
 * other zones have no room for what is missing, or nothing is left.
 */
export function zoneLossVerdict(capacity: RegionCapacity | undefined): {
  text: string;
  /** Undefined: a fact, neither good nor bad. */
  state: State | undefined;
} {
  if (!capacity) {
    return { text: 'unknown: its zones were not looked at', state: 'unknown' };
  }
  const { verdict, sentence, readyWithoutLargest: rest } = capacity.zones;
  const { missing, roomElsewhere: room } = capacity.zones;
  if (verdict === 'unknown' || rest === null) {
    return { text: sentence, state: 'unknown' };
  }
  const left = `${formatNumber(rest)} of ${numberOrUnknown(
    capacity.replicas.ready,
  )} are left`;
  if (verdict === 'holds') {
    return { text: `it holds: ${left}`, state: 'healthy' };
  }
  const short = `${left}, ${numberOrUnknown(missing)} missing`;
  if (rest === 0) return { text: `nothing is left: ${short}`, state: 'atRisk' };
  if (missing === null || room === null) {
    return {
      text: `${short}; whether other zones have room is not known`,
      state: 'unknown',
    };
  }
  if (room < missing) {
    return {
      text: `it breaks: ${short}, and other zones have room for ${formatNumber(
        room,
      )}`,
      state: 'atRisk',
    };
  }
  const { replicaSeconds } = capacity.leadTime;
  return {
    text: `${short} until they start anew in other zones${
      replicaSeconds === null
        ? ''
        : `, which takes ${spellAge(replicaSeconds * 1000)}`
    }`,
    state: undefined,
  };
}
