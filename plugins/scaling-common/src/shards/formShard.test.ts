import { readGameServer } from '../kubernetes/gameServer';
import { readPod } from '../kubernetes/pod';
import { formShard, LATE_START_MS } from './formShard';
import { memberOfGameServer, memberOfPod, versionOf } from './shardMember';

const NOW = Date.parse('2026-11-22T20:00:00Z');

function gameServer(
  status: Record<string, unknown>,
  metadata: Record<string, unknown> = {},
) {
  return memberOfGameServer(
    readGameServer({
      metadata: {
        name: 'aurora-shards-x',
        namespace: 'aurora',
        creationTimestamp: '2026-11-22T19:59:00Z',
        ...metadata,
      },
      spec: { template: { spec: { containers: [{ image: 'shard:4.2.1' }] } } },
      status,
    }),
    'eu-frankfurt-a',
  );
}

const counters = (count: number, capacity: number, name = 'players') => ({
  counters: { [name]: { count, capacity } },
});

describe('a shard of one game server', () => {
  it.each([
    ['Ready', 'ready', 'healthy', 'It waits for players.'],
    ['Allocated', 'allocated', 'healthy', 'It has 0 of 100 players.'],
    [
      'Reserved',
      'reserved',
      'healthy',
      'It is held for players who are yet to come.',
    ],
    ['PortAllocation', 'starting', 'healthy', 'It starts.'],
    ['Scheduled', 'starting', 'healthy', 'It starts.'],
    ['', 'starting', 'healthy', 'It starts.'],
    ['Shutdown', 'shuttingDown', 'healthy', 'It shuts down.'],
    ['Unhealthy', 'unhealthy', 'breached', 'Its game server is unhealthy.'],
    [
      'Error',
      'unhealthy',
      'breached',
      'Its game server is in the state Error.',
    ],
    [
      'Hibernating',
      'unknown',
      'unknown',
      "What its state 'Hibernating' means is not known here.",
    ],
  ])('in the state %s is %s and %s', (state, phase, judged, reason) => {
    const shard = formShard([gameServer({ state, ...counters(0, 100) })], NOW);
    expect(shard).toMatchObject({ phase, state: judged, reason });
  });

  it('shuts down once it was asked to go, whatever its state says', () => {
    const leaving = gameServer(
      { state: 'Allocated' },
      { deletionTimestamp: '2026-11-22T19:59:59Z' },
    );
    expect(formShard([leaving], NOW).phase).toBe('shuttingDown');
  });

  it.each([
    [94, 'healthy', 'It has 94 of 100 players.'],
    [95, 'atRisk', 'Nearly full: 95 of 100 players.'],
    [100, 'atRisk', 'Full: 100 of 100 players.'],
    [101, 'breached', 'It holds more than it is made for: 101 of 100 players.'],
  ])('with %d of 100 players is %s', (count, state, reason) => {
    const status = { state: 'Allocated', ...counters(count, 100) };
    expect(formShard([gameServer(status)], NOW)).toMatchObject({
      ...{ state, reason, players: count, capacity: 100 },
      utilizationPercent: count,
    });
  });

  it('that does not tell its players has unknown ones, not none', () => {
    expect(formShard([gameServer({ state: 'Allocated' })], NOW)).toMatchObject({
      ...{ players: null, capacity: null, utilizationPercent: null },
      state: 'healthy',
      reason: 'It has players; how many is not told.',
    });
  });

  it('takes absurd counts for unknown', () => {
    const status = { state: 'Allocated', ...counters(-4, 100) };
    expect(formShard([gameServer(status)], NOW)).toMatchObject({
      players: null,
      utilizationPercent: null,
    });
  });

  it('of no capacity has no utilisation', () => {
    const status = { state: 'Allocated', ...counters(4, 0) };
    expect(formShard([gameServer(status)], NOW)).toMatchObject({
      ...{ players: 4, capacity: 0, utilizationPercent: null },
    });
  });

  it('reads lists before counters, and players that are tracked', () => {
    const list = {
      state: 'Allocated',
      lists: { players: { values: ['a', 'b'], capacity: 10 } },
      ...counters(9, 10),
    };
    expect(formShard([gameServer(list)], NOW).players).toBe(2);
    const tracked = { state: 'Allocated', players: { count: 3, capacity: 8 } };
    expect(formShard([gameServer(tracked)], NOW)).toMatchObject({
      ...{ players: 3, capacity: 8, utilizationPercent: 37.5 },
    });
  });

  it('is as full as the only thing that it counts', () => {
    const status = { state: 'Allocated', ...counters(7, 28, 'ships') };
    expect(formShard([gameServer(status)], NOW)).toMatchObject({
      ...{ players: null, capacity: null, utilizationPercent: 25 },
      reason: 'It has 7 of 28 ships.',
    });
  });

  it('is late when it still starts after ten minutes', () => {
    const starting = gameServer({ state: 'Scheduled' });
    const startedMs = Date.parse('2026-11-22T19:59:00Z');
    expect(formShard([starting], NOW)).toMatchObject({
      state: 'healthy',
      lateAtMs: startedMs + LATE_START_MS,
    });
    expect(formShard([starting], startedMs + LATE_START_MS)).toMatchObject({
      state: 'atRisk',
      reason: 'It has been starting for more than 10 minutes.',
      lateAtMs: null,
    });
  });
});

describe('a shard of several game servers', () => {
  it('adds up what they hold and says what its best member does', () => {
    const shard = formShard(
      [
        gameServer({ state: 'Allocated', ...counters(40, 50) }),
        gameServer({ state: 'Ready', ...counters(0, 50) }),
      ],
      NOW,
    );
    expect(shard).toMatchObject({
      ...{ members: 2, phase: 'allocated', players: 40, capacity: 100 },
      ...{ utilizationPercent: 40, zone: 'eu-frankfurt-a', version: '4.2.1' },
    });
  });

  it('is at risk while one of them is unhealthy', () => {
    const shard = formShard(
      [
        gameServer({ state: 'Allocated', ...counters(40, 50) }),
        gameServer({ state: 'Unhealthy', ...counters(0, 50) }),
      ],
      NOW,
    );
    expect(shard).toMatchObject({
      ...{ phase: 'allocated', state: 'atRisk' },
      reason: '1 of its 2 game servers is unhealthy. It has 40 of 100 players.',
    });
  });

  it('does not know its players where one of them does not tell', () => {
    const shard = formShard(
      [
        gameServer({ state: 'Allocated', ...counters(40, 50) }),
        gameServer({ state: 'Allocated' }),
      ],
      NOW,
    );
    expect(shard).toMatchObject({ players: null, utilizationPercent: null });
  });

  it('does not count those that leave', () => {
    const shard = formShard(
      [
        gameServer({ state: 'Allocated', ...counters(40, 50) }),
        gameServer({ state: 'Shutdown' }),
      ],
      NOW,
    );
    expect(shard).toMatchObject({ players: 40, capacity: 50, members: 2 });
  });
});

describe('a shard of a pod', () => {
  const pod = (status: Record<string, unknown>) =>
    memberOfPod(
      readPod({
        metadata: { name: 'tidefall-db-0', namespace: 'tidefall' },
        spec: { nodeName: 'node-1' },
        status,
      }),
      undefined,
    );
  const ready = [{ type: 'Ready', status: 'True' }];
  const notReady = [{ type: 'Ready', status: 'False' }];

  it.each([
    ['ready', { phase: 'Running', conditions: ready }],
    ['starting', { phase: 'Pending' }],
    ['starting', { phase: 'Running', conditions: notReady }],
    [
      'unhealthy',
      {
        phase: 'Running',
        conditions: notReady,
        containerStatuses: [{ restartCount: 2 }],
      },
    ],
    ['unhealthy', { phase: 'Failed' }],
    ['shuttingDown', { phase: 'Succeeded' }],
    ['unknown', { phase: 'Unknown' }],
  ])('is %s from %j', (phase, status) => {
    expect(formShard([pod(status)], NOW)).toMatchObject({
      ...{ phase, players: null, node: 'node-1', zone: null },
    });
  });
});

describe('a version', () => {
  it.each([
    ['registry:5000/aurora/shard:4.2.1', {}, '4.2.1'],
    ['shard:4.2.1@sha256:0123456789abcdef', {}, '4.2.1'],
    ['registry:5000/shard', { 'app.kubernetes.io/version': '7' }, '7'],
    ['shard@sha256:0123456789abcdef', {}, '0123456789ab'],
    ['shard', {}, null],
    [undefined, {}, null],
  ])('of %s with %j is %s', (image, labels, version) => {
    expect(versionOf(image, labels)).toBe(version);
  });
});
