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
  const { players, capacity, utilizationPercent } = load;
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
    ...{ players, capacity, utilizationPercent },
    ...judge(phase, load, members, isLate),
    node: common(members.map(({ node }) => node)),
    zone: common(members.map(({ zone }) => zone)),
    version:
      [...new Set(members.flatMap(m => m.version ?? []))].join(', ') || null,
    startedAt,
    lateAtMs: isLate ? null : lateAtMs,
  };
}

/** What members hold together of what they can hold. */
interface Fill {
  /** `players`, or as the game calls what it counts. */
  noun: string;
  count: number | null;
  capacity: number | null;
}

interface Load
  extends Pick<Shard, 'players' | 'capacity' | 'utilizationPercent'> {
  /** What the utilisation is of; null: nothing is told. */
  fill: Fill | null;
}

/**
 * What tells how full a member is: its list or counter `players` (Agones'
 * CountsAndLists), or the players that it tracks itself; a game that counts nothing but
 * something else (rooms, ships) is as full as that.
 */
function measureOf({ measures }: ShardMember): Fill | null {
  const named = measures.filter(({ name }) => name === 'players');
  const found =
    named.find(({ kind }) => kind === 'list') ??
    named.find(({ kind }) => kind === 'counter') ??
    named[0] ??
    (measures.length === 1 ? measures[0] : undefined);
  return (
    (found && {
      noun: found.name,
      count: found.count,
      capacity: found.capacity,
    }) ??
    null
  );
}

/** Where a member does not tell, or tells something else, the sum is not known. */
function loadOf(members: readonly ShardMember[]): Load {
  const staying = members.filter(({ phase }) => phase !== 'shuttingDown');
  const told = (staying.length > 0 ? staying : members).map(measureOf);
  const [first] = told;
  if (!first || told.some(each => each?.noun !== first.noun)) {
    return {
      ...{ players: null, capacity: null, utilizationPercent: null },
      fill: null,
    };
  }
  const { noun } = first;
  const count = sum(told.map(each => each?.count ?? null));
  const capacity = sum(told.map(each => each?.capacity ?? null));
  const isPlayers = noun === 'players';
  return {
    players: isPlayers ? count : null,
    capacity: isPlayers ? capacity : null,
    utilizationPercent:
      count === null || !capacity
        ? null
        : Math.round((1000 * count) / capacity) / 10,
    fill: { noun, count, capacity },
  };
}

function judge(
  phase: ShardPhase,
  { utilizationPercent, fill }: Load,
  members: readonly ShardMember[],
  isLate: boolean,
): { state: State; reason: string } {
  const said = sayPhase(phase, fill, members, isLate);
  const sick = members.filter(m => m.phase === 'unhealthy').length;
  if (sick > 0 && phase !== 'unhealthy') {
    return {
      state: worstState(['atRisk', said.state]),
      reason: `${sick} of its ${members.length} ${nounOf(members)}s ${
        sick === 1 ? 'is' : 'are'
      } unhealthy. ${said.reason}`,
    };
  }
  if (utilizationPercent === null || !fill || said.state !== 'healthy') {
    return said;
  }
  if (utilizationPercent > 100) {
    return {
      state: 'breached',
      reason: `It holds more than it is made for: ${of(fill)}.`,
    };
  }
  if (utilizationPercent >= NEARLY_FULL_PERCENT) {
    const how = utilizationPercent === 100 ? 'Full' : 'Nearly full';
    return { state: 'atRisk', reason: `${how}: ${of(fill)}.` };
  }
  return said;
}

function sayPhase(
  phase: ShardPhase,
  fill: Fill | null,
  members: readonly ShardMember[],
  isLate: boolean,
): { state: State; reason: string } {
  const noun = nounOf(members);
  switch (phase) {
    case 'allocated':
      return {
        state: 'healthy',
        reason:
          fill === null || fill.count === null
            ? 'It has players; how many is not told.'
            : `It has ${of(fill)}.`,
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
        reason: members[0].problem
          ? `Its ${noun} ${members[0].name} cannot be read now: it could not be understood (${members[0].problem}).`
          : `What its state '${
              members[0].clusterState ?? ''
            }' means is not known here.`,
      };
  }
}

function nounOf([first]: readonly ShardMember[]): string {
  return first.kind === 'Pod' ? 'pod' : 'game server';
}

function of({ noun, count, capacity }: Fill): string {
  return capacity === null
    ? `${formatNumber(count ?? 0)} ${noun}`
    : `${formatNumber(count ?? 0)} of ${formatNumber(capacity)} ${noun}`;
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
