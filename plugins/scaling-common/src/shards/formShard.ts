import { State, worstState } from '@worldscale/backstage-plugin-worlds-common';
import { formatNumber } from '../state/wording';
import { Shard, ShardMember, ShardPhase } from './shardsContract';

/** From here on (percent) hardly anybody else finds a place. */
export const NEARLY_FULL_PERCENT = 95;

/**
 * A shard that starts for longer (milliseconds) has a trouble: pulling an image and
 * getting a node take minutes, not ten.
 */
export const LATE_START_MS = 600_000;

/** What its members say of a shard. */
export type FormedShard = Pick<
  Shard,
  | 'members'
  | 'phase'
  | 'state'
  | 'reason'
  | 'players'
  | 'capacity'
  | 'utilizationPercent'
  | 'node'
  | 'zone'
  | 'version'
  | 'startedAt'
> & {
  /** When it counts as late if it still starts then (Unix milliseconds). */
  lateAtMs: number | null;
};

/** What a shard does is what the member does that players notice first. */
const phasesByPresence: readonly ShardPhase[] = [
  'allocated',
  'reserved',
  'ready',
  'starting',
  'unhealthy',
  'unknown',
  'shuttingDown',
];

/**
 * One shard out of its game servers or pods.
 *
 * @param members at least one
 */
export function formShard(
  members: readonly ShardMember[],
  nowMs: number,
): FormedShard {
  const phase = phasesByPresence.find(each =>
    members.some(member => member.phase === each),
  )!;
  const load = loadOf(members);
  const started = members.flatMap(({ startedAt }) => startedAt ?? []).sort();
  const startedAt = started[0] ?? null;
  const lateAtMs =
    phase === 'starting' && startedAt !== null
      ? Date.parse(startedAt) + LATE_START_MS
      : null;
  const isLate = lateAtMs !== null && lateAtMs <= nowMs;
  return {
    members: members.length,
    phase,
    ...load,
    ...judge(phase, load, members, isLate),
    node: common(members.map(({ node }) => node)),
    zone: common(members.map(({ zone }) => zone)),
    version:
      [...new Set(members.flatMap(m => m.version ?? []))].join(', ') || null,
    startedAt,
    lateAtMs: isLate ? null : lateAtMs,
  };
}

type Load = Pick<Shard, 'players' | 'capacity' | 'utilizationPercent'>;

/**
 * Players and places of one member: its list or counter `players` (Agones'
 * CountsAndLists), or the players that it tracks itself.
 */
export function playersOf({ measures }: ShardMember) {
  const named = measures.filter(({ name }) => name === 'players');
  return (
    named.find(({ kind }) => kind === 'list') ??
    named.find(({ kind }) => kind === 'counter') ??
    named[0] ?? { count: null, capacity: null }
  );
}

/** Of members that leave nobody can be told a place; of none, nothing is known. */
function loadOf(members: readonly ShardMember[]): Load {
  const staying = members.filter(({ phase }) => phase !== 'shuttingDown');
  const told = (staying.length > 0 ? staying : members).map(playersOf);
  const players = sum(told.map(({ count }) => count));
  const capacity = sum(told.map(each => each.capacity));
  return {
    players,
    capacity,
    utilizationPercent:
      players === null || !capacity
        ? null
        : Math.round((1000 * players) / capacity) / 10,
  };
}

function judge(
  phase: ShardPhase,
  { players, capacity, utilizationPercent }: Load,
  members: readonly ShardMember[],
  isLate: boolean,
): { state: State; reason: string } {
  const said = sayPhase(phase, players, capacity, members, isLate);
  const sick = members.filter(m => m.phase === 'unhealthy').length;
  if (sick > 0 && phase !== 'unhealthy') {
    return {
      state: worstState(['atRisk', said.state]),
      reason: `${sick} of its ${members.length} ${nounOf(members)}s ${
        sick === 1 ? 'is' : 'are'
      } unhealthy. ${said.reason}`,
    };
  }
  if (utilizationPercent === null || said.state !== 'healthy') return said;
  if (utilizationPercent > 100) {
    return {
      state: 'breached',
      reason: `It holds more players than it is made for: ${of(
        players,
        capacity,
      )}.`,
    };
  }
  if (utilizationPercent >= NEARLY_FULL_PERCENT) {
    const how = utilizationPercent === 100 ? 'Full' : 'Nearly full';
    return { state: 'atRisk', reason: `${how}: ${of(players, capacity)}.` };
  }
  return said;
}

function sayPhase(
  phase: ShardPhase,
  players: number | null,
  capacity: number | null,
  members: readonly ShardMember[],
  isLate: boolean,
): { state: State; reason: string } {
  const noun = nounOf(members);
  switch (phase) {
    case 'allocated':
      return {
        state: 'healthy',
        reason:
          players === null
            ? 'It has players; how many is not told.'
            : `It has ${of(players, capacity)}.`,
      };
    case 'ready':
      return {
        state: 'healthy',
        reason: noun === 'pod' ? 'Its pod is ready.' : 'It waits for players.',
      };
    case 'reserved':
      return {
        state: 'healthy',
        reason: 'It is held for players who are yet to come.',
      };
    case 'starting':
      return isLate
        ? {
            state: 'atRisk',
            reason: `It has been starting for more than ${
              LATE_START_MS / 60_000
            } minutes.`,
          }
        : { state: 'healthy', reason: 'It starts.' };
    case 'shuttingDown':
      return { state: 'healthy', reason: 'It shuts down.' };
    case 'unhealthy':
      return {
        state: 'breached',
        reason: `Its ${noun} is ${
          members[0].clusterState === 'Error'
            ? 'in the state Error'
            : 'unhealthy'
        }.`,
      };
    default:
      return {
        state: 'unknown',
        reason: `What its state '${
          members[0].clusterState ?? ''
        }' means is not known here.`,
      };
  }
}

function nounOf([first]: readonly ShardMember[]): string {
  return first.kind === 'Pod' ? 'pod' : 'game server';
}

function of(players: number | null, capacity: number | null): string {
  const noun = players === 1 && capacity === null ? 'player' : 'players';
  return capacity === null
    ? `${formatNumber(players ?? 0)} ${noun}`
    : `${formatNumber(players ?? 0)} of ${formatNumber(capacity)} ${noun}`;
}

function sum(values: ReadonlyArray<number | null>): number | null {
  return values.reduce(
    (total, value) => (total === null || value === null ? null : total + value),
    0,
  );
}

function common(values: ReadonlyArray<string | null>): string | null {
  return new Set(values).size === 1 ? values[0] : null;
}
