import { count, formatDuration, formatNumber, listOf } from '../state/wording';
import { CapacityVerdict, LeadTime, RegionCapacity } from './capacityContract';
import { DemandPicture } from './demand';
import { Bound } from './limits';

/** Where a maximum cannot be read: what the other limits leave at most. */
export function describeHidden(
  { limit }: Bound,
  bound: Bound | undefined,
  noun: RegionCapacity['noun'],
): string {
  const most = bound?.limit.leftReplicas ?? null;
  return `${
    most === null
      ? 'Headroom is not known'
      : `At most ${count(most, `more ${noun}`)} ${
          most === 1 ? 'is' : 'are'
        } possible`
  }: the ${limit.name} is not known (${limit.unknown}).`;
}

/** One sentence about headroom against the time that new capacity takes. */
export function describeVerdict(
  verdict: CapacityVerdict,
  bound: Bound | undefined,
  { growth, demand, unknowns }: DemandPicture,
  { minutes, units }: RegionCapacity['headroom'],
  leadTime: LeadTime,
  noun: RegionCapacity['noun'],
): string {
  const window = growth
    ? `the last ${count(Math.round(growth.windowMinutes), 'minute')}`
    : '';
  switch (verdict) {
    case 'atLimit':
      return bound?.limit.kind === 'fixedSize'
        ? `No headroom is left: the demand needs all of its ${
            bound.limit.amount === null
              ? ''
              : `${formatNumber(bound.limit.amount)} `
          }replicas, and no autoscaler adds any.`
        : `No headroom is left: the ${bound?.limit.name} is reached.${
            units !== null && Math.round(units) > 0 && demand
              ? ` Only ${formatNumber(Math.round(units))} ${
                  demand.unit
                } more fit in the ${noun}s there are.`
              : ''
          }`;
    case 'notGrowing':
      return growth && !growth.isFlat
        ? `Demand falls (over ${window}), so the headroom lasts.`
        : `Demand does not grow (over ${window}), so the headroom lasts.`;
    case 'enoughTime':
    case 'notEnoughTime': {
      const lasts = formatDuration((minutes ?? 0) * 60_000);
      const takes = formatDuration((leadTime.totalSeconds ?? 0) * 1000);
      const pace = growth
        ? `${formatNumber(growth.perMinute)} ${
            demand?.unit ?? 'replicas'
          } a minute`
        : '';
      const parts = describeLead(leadTime);
      return verdict === 'enoughTime'
        ? `At the present growth (${pace}) the headroom lasts ${lasts}; new capacity takes ${takes}${parts}.`
        : `At the present growth (${pace}) the headroom lasts only ${lasts}, and new capacity takes ${takes}${parts}.`;
    }
    default:
      return bound
        ? `Whether the headroom lasts is not known. ${unknowns[0] ?? ''}`.trim()
        : 'What limits it is not known, so neither is its headroom.';
  }
}

/** `: 40 seconds for a replica to start, after 15 minutes for a person to act`. */
function describeLead({
  replicaSeconds,
  replicaSamples,
  nodeSeconds,
  personSeconds,
}: LeadTime): string {
  const before = [
    ...(personSeconds === null
      ? []
      : [
          `${formatDuration(
            personSeconds * 1000,
          )} for a person to raise the limit`,
        ]),
    ...(nodeSeconds === null
      ? []
      : [`${formatDuration(nodeSeconds * 1000)} for a node`]),
  ];
  const start =
    replicaSeconds === null ? '' : formatDuration(replicaSeconds * 1000);
  return ` (${listOf([
    ...before,
    `${start} for a start${replicaSamples > 0 ? '' : ', which is assumed'}`,
  ])})`;
}
