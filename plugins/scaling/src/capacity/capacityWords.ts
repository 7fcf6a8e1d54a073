import {
  formatNumber,
  RegionCapacity,
  RegionScaling,
} from '@worldscale/backstage-plugin-scaling-common';
import { spellAge } from '@worldscale/backstage-plugin-worlds-react';
import { numberOrUnknown, readyText, stacksText } from '../wording';

/** `3 players`, `1 replica`; units that are counted are told without an s. */
export function amountText(value: number | null, unit: string): string {
  return value === null ? 'unknown' : `${formatNumber(value)} ${unit}`;
}

const MINUTE_MS = 60_000;

/** `38 minutes`, `3 hours`; rounded down, so that nobody counts on too much. */
export function minutesText(minutes: number): string {
  return minutes < 1 ? 'less than a minute' : spellAge(minutes * MINUTE_MS);
}

/** `2 minutes`, or that it is not known. */
export function leadTimeText({ totalSeconds }: RegionCapacity['leadTime']) {
  return totalSeconds === null ? 'unknown' : spellAge(totalSeconds * 1000);
}

/** What is asked for, in a line or two, beside the metric that drives. */
export function demandLines({ demand, noun }: RegionCapacity): string[] {
  if (!demand || demand.value === null) return [];
  const { title, value, unit, growth, neededReplicas, basis } = demand;
  const isSame = title.toLocaleLowerCase('en-US') === unit;
  const asked = isSame
    ? amountText(value, unit)
    : `${title}: ${amountText(value, unit)}`;
  const needs =
    neededReplicas === null
      ? []
      : [
          `needs ${formatNumber(neededReplicas)} ${noun}${
            neededReplicas === 1 ? '' : 's'
          }`,
        ];
  // What the autoscaler counts in replicas is said by what it needs.
  const lines = basis === 'series' ? [asked, ...needs] : needs;
  if (!growth) return lines;
  return [...lines, growthText(growth.perMinute, growth.isFlat, unit)];
}

function growthText(perMinute: number, isFlat: boolean, unit: string): string {
  if (isFlat) return 'steady';
  const sign = perMinute > 0 ? '+' : '−';
  return `${sign}${formatNumber(Math.abs(perMinute))} ${unit} a minute`;
}

/** Where capacity was not looked at: what the Fleets themselves report. */
function serversLines(region: RegionScaling): string[] {
  const servers = region.workloads.map(({ gameServers }) => gameServers);
  const [only] = servers;
  return servers.length === 1 && only
    ? [
        `${numberOrUnknown(only.allocated)} allocated, ${numberOrUnknown(
          only.ready,
        )} ready, ${numberOrUnknown(only.reserved)} reserved`,
      ]
    : [readyText(region)];
}

/** What carries demand: stacks of a blue/green Rollout and game servers told apart. */
export function capacityLines(region: RegionScaling): string[] {
  const { capacity, workloads } = region;
  const stacks = workloads.flatMap(({ rollout }) =>
    rollout && rollout.stacks.length > 1 ? [stacksText(rollout)] : [],
  );
  if (!capacity) return [...serversLines(region), ...stacks];
  const { spare, allocated, reserved, starting } = capacity.replicas;
  const comes =
    starting === null
      ? 'how many start is unknown'
      : `${formatNumber(starting)} starting`;
  if (capacity.noun === 'game server') {
    return [
      `${numberOrUnknown(allocated)} allocated, ${numberOrUnknown(
        spare,
      )} ready`,
      `${numberOrUnknown(reserved)} reserved, ${comes}`,
    ];
  }
  return stacks.length > 0
    ? [...stacks, `${numberOrUnknown(region.ready)} ready in all, ${comes}`]
    : [`${readyText(region)}, ${comes}`];
}

/** How much more fits: in replicas, in units of demand, in time. */
export function headroomLines(region: RegionScaling): string[] {
  const { capacity, headroom, sizing } = region;
  if (!capacity) {
    if (sizing === 'fixed') return ['none: fixed size'];
    return headroom === null
      ? ['unknown']
      : [
          `${formatNumber(headroom.replicas)} more (${formatNumber(
            headroom.percent,
          )}%)`,
        ];
  }
  const { replicas } = capacity.headroom;
  if (replicas === null) return [mostText(capacity)];
  return [`${formatNumber(replicas)} more`, ...unitsLines(capacity)];
}

/** Where the autoscaler's own maximum is unknown, other limits say only the most. */
function mostText({ binding, limits }: RegionCapacity): string {
  const isHidden = limits.some(
    ({ kind, unknown }) =>
      (kind === 'autoscalerMax' || kind === 'fleetMax') && unknown !== null,
  );
  return binding && isHidden
    ? `unknown: at most ${formatNumber(
        binding.leftReplicas,
      )} more, as far as other limits go; the autoscaler’s maximum is not known`
    : 'unknown';
}

/**
 * What that is in units of demand, so that the numbers add up: replicas are counted
 * beyond those asked for, units beyond the present demand.
 */
function unitsLines({ headroom, demand, noun }: RegionCapacity): string[] {
  if (!demand || headroom.units === null) return [];
  const units = Math.round(headroom.units);
  if (units <= 0) return [];
  const total = amountText(units, demand.unit);
  const present = Math.round(headroom.unitsInPresent ?? 0);
  if (present === 0) return [`for ${total}`];
  if (present > 0) {
    const which = present === units ? 'all' : formatNumber(present);
    return [`for ${total}, ${which} of them in the ${noun}s there are`];
  }
  return [
    `for ${total}: of the ${formatNumber(
      units - present,
    )} that they carry, the present demand takes ${formatNumber(-present)}`,
  ];
}

/** Headroom in time, against the time that new capacity takes. */
export function timeLeftText(capacity: RegionCapacity | undefined): string {
  if (!capacity) return 'unknown';
  const { minutes } = capacity.headroom;
  switch (capacity.verdict) {
    case 'notGrowing':
      return capacity.demand?.growth?.isFlat === false
        ? 'demand falls'
        : 'demand does not grow';
    case 'atLimit':
      return 'none: it is at its limit';
    case 'unknown':
      return capacity.sentence;
    default:
      return minutes === null
        ? 'unknown'
        : `${minutesText(minutes)}; new capacity takes ${leadTimeText(
            capacity.leadTime,
          )}`;
  }
}

/** The limit that is reached first, by name. */
export function bindingLines(capacity: RegionCapacity | undefined): string[] {
  const binding = capacity?.binding;
  if (!binding) return ['unknown'];
  const left = `${formatNumber(binding.leftReplicas)} left`;
  return [
    binding.name,
    binding.isCertain ? left : `${left}; another limit is not known`,
  ];
}

/** Whether its figures are those of an earlier reading, which no longer count. */
export function isLastKnown({ lastKnown, freshness }: RegionScaling): boolean {
  return lastKnown !== null || freshness === 'unknown';
}
