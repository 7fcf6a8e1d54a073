import { GameServer } from '../kubernetes/gameServer';
import { Pod } from '../kubernetes/pod';
import { ShardMember, ShardPhase } from './shardsContract';

/**
 * States of a GameServer by what they mean for players.
 * Source: agones.dev, pkg/apis/agones/v1/gameserver.go.
 */
const phaseOfState: Readonly<Record<string, ShardPhase>> = {
  // It was made and its controller has not looked at it yet.
  '': 'starting',
  PortAllocation: 'starting',
  Creating: 'starting',
  Starting: 'starting',
  Scheduled: 'starting',
  RequestReady: 'starting',
  Ready: 'ready',
  Allocated: 'allocated',
  Reserved: 'reserved',
  Shutdown: 'shuttingDown',
  Error: 'unhealthy',
  Unhealthy: 'unhealthy',
};

/** A game server as a member of a shard. */
export function memberOfGameServer(
  server: GameServer,
  zone: string | undefined,
): ShardMember {
  return {
    kind: 'GameServer',
    name: server.name,
    phase: phaseOfServer(server),
    clusterState: server.state || null,
    ...(server.problem !== undefined && { problem: server.problem }),
    node: server.node ?? null,
    zone: zone ?? null,
    address: server.address ?? null,
    ports: [...server.ports],
    // How full it was says nothing of now.
    measures: server.problem === undefined ? [...server.measures] : [],
    conditions: [],
    restarts: null,
    version: versionOf(server.image, server.labels),
    startedAt: isoOf(server.createdMs),
  };
}

function phaseOfServer({ isLeaving, problem, state }: GameServer): ShardPhase {
  if (problem !== undefined) return 'unknown';
  return isLeaving ? 'shuttingDown' : phaseOfState[state] ?? 'unknown';
}

/** A pod behind no game server as a member of a shard. */
export function memberOfPod(pod: Pod, zone: string | undefined): ShardMember {
  return {
    kind: 'Pod',
    name: pod.name,
    phase: phaseOfPod(pod),
    clusterState: pod.phase || null,
    node: pod.node ?? null,
    zone: zone ?? null,
    address: null,
    ports: [],
    measures: [],
    conditions: pod.conditions.map(condition => ({
      ...condition,
      lastTransitionTime: condition.lastTransitionTime ?? null,
    })),
    restarts: pod.restarts,
    version: versionOf(pod.image, pod.labels),
    startedAt: isoOf(pod.createdMs),
  };
}

function phaseOfPod({ isLeaving, phase, ready, restarts }: Pod): ShardPhase {
  if (isLeaving || phase === 'Succeeded') return 'shuttingDown';
  if (ready) return 'ready';
  if (phase === 'Failed') return 'unhealthy';
  if (phase === 'Pending') return 'starting';
  // One that has been stopped before and is not ready is in trouble, not new.
  if (phase === 'Running') return restarts > 0 ? 'unhealthy' : 'starting';
  return 'unknown';
}

/** A digest says no version to people, so of it only the first letters are kept. */
const DIGEST_LETTERS = 12;

/** Tag of an image, else the label `app.kubernetes.io/version`, else its digest. */
export function versionOf(
  image: string | undefined,
  labels: Readonly<Record<string, string>>,
): string | null {
  const [named = '', digest] = (image ?? '').split('@');
  const tag = /:([^:/]+)$/.exec(named)?.[1];
  if (tag) return tag;
  const label = labels['app.kubernetes.io/version'];
  if (label) return label;
  const letters = digest?.split(':')[1];
  return letters ? letters.slice(0, DIGEST_LETTERS) : null;
}

function isoOf(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}
