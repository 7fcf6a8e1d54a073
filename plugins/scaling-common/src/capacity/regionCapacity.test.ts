import { readFleetAutoscaler } from '../kubernetes/autoscaler';
import { readFleet } from '../kubernetes/workload';
import { capacityOf, facts, growth, players } from '../__testUtils__/capacity';
import { explain, NOW } from '../__testUtils__/explain';
import { explainWorkload } from '../state/explainWorkload';
import { nextProgress } from '../state/progress';
import { growthOf } from './growth';

function fleet({ ready = 6, allocated = 34, max = 60 } = {}) {
  const replicas = ready + allocated;
  const workload = readFleet({
    metadata: { name: 'shards', namespace: 'aurora' },
    spec: { replicas },
    status: {
      ...{ replicas, readyReplicas: ready, allocatedReplicas: allocated },
      reservedReplicas: 0,
    },
  });
  return explainWorkload(
    {
      ...{ cluster: 'fra', workload },
      autoscalers: [
        readFleetAutoscaler({
          metadata: { name: 'shards-autoscaler', namespace: 'aurora' },
          spec: {
            fleetName: 'shards',
            policy: {
              type: 'Buffer',
              buffer: { bufferSize: 6, minReplicas: 5, maxReplicas: max },
            },
          },
          status: { desiredReplicas: replicas, currentReplicas: replicas },
        }),
      ],
      progress: nextProgress(undefined, workload, NOW),
    },
    NOW,
  );
}

describe('what binds first', () => {
  it('is the limit that leaves the fewest replicas', () => {
    const { binding, headroom } = capacityOf();
    expect(binding).toMatchObject({
      ...{ kind: 'autoscalerMax', leftReplicas: 7, isCertain: true },
      sentence:
        '7 more replicas are possible, then the maximum of the autoscaler gateway (12) is reached.',
    });
    expect(headroom.replicas).toBe(7);
  });

  it('is the nodes, or a quota, where they leave fewer', () => {
    const room = [{ zone: 'a', pods: 3 }];
    expect(capacityOf({ facts: facts({ room }) }).binding).toMatchObject({
      ...{ kind: 'nodePool', leftReplicas: 3 },
      name: 'room on the nodes of cluster fra',
    });
    const quota = {
      ...{ quota: 'compute', resource: 'requests.cpu', unit: 'cores' as const },
      ...{ hard: 10, used: 9, leftReplicas: 1 },
    };
    const tight = capacityOf({ facts: facts({ room, quotas: [quota] }) });
    expect(tight.binding?.sentence).toBe(
      '1 more replica is possible, then the quota compute of namespace aurora in fra (requests.cpu) is reached.',
    );
  });

  it('is the first by name of those that leave the same', () => {
    const room = [{ zone: 'a', pods: 7 }];
    expect(capacityOf({ facts: facts({ room }) }).binding?.kind).toBe(
      'autoscalerMax',
    );
  });

  it('has a total only where that is known', () => {
    const room = [{ zone: 'a', pods: 330 }];
    const { limits } = capacityOf({ facts: facts({ room }) });
    expect(limits.find(({ kind }) => kind === 'nodePool')).toMatchObject({
      ...{ used: null, amount: null, leftReplicas: 330, unknown: null },
    });
  });

  it('is not certain where another limit is not known', () => {
    const whyNoRoom = 'the nodes of Frankfurt may not be read: 403 Forbidden';
    const blind = capacityOf({ facts: facts({ room: null, whyNoRoom }) });
    expect(blind.binding).toMatchObject({
      ...{ kind: 'autoscalerMax', isCertain: false },
    });
    expect(blind.binding?.sentence).toMatch(/Other limits are not known\.$/);
    expect(blind.unknowns).toEqual([
      `What is left of the room on the nodes of cluster fra is not known: ${whyNoRoom}.`,
    ]);
  });

  it('is not known before the cluster was looked through', () => {
    const early = capacityOf({ facts: null });
    expect(early.binding?.isCertain).toBe(false);
    expect(early.observedAt).toBeNull();
    expect(early.zones.verdict).toBe('unknown');
    expect(early.limits.map(({ leftReplicas }) => leftReplicas)).toEqual([
      ...[7, null, null],
    ]);
  });

  it('of a size that nothing changes is the size itself', () => {
    const fixed = [explain({ desired: 10 })];
    const declared = { amount: 1_000, unit: 'players' };
    const known = capacityOf({
      ...{ workloads: fixed, declared },
      series: players({ value: 7_200 }),
    });
    expect(known.binding).toMatchObject({ kind: 'fixedSize', leftReplicas: 2 });
    expect(known.demand?.neededReplicas).toBe(8);
    expect(known.binding?.sentence).toBe(
      '2 replicas of the size of the Deployment gateway, which no autoscaler changes are to spare.',
    );
    const unmeasured = capacityOf({ workloads: fixed });
    expect(unmeasured.binding).toBeNull();
    expect(unmeasured.verdict).toBe('unknown');
    expect(unmeasured.unknowns[0]).toMatch(/no autoscaler measures it/);
  });
});

describe('headroom in minutes', () => {
  it('is the way to the ceiling at the present growth', () => {
    // 5,000 players on 5 replicas, all needed: 1,000 each. 7 more at 100 a minute.
    const { headroom, perReplica, verdict, sentence, carries } = capacityOf({
      series: players(),
    });
    expect(perReplica).toMatchObject({ amount: 1_000, basis: 'derived' });
    expect(headroom).toEqual({
      ...{ replicas: 7, units: 7_000, unitsInPresent: 0, minutes: 70 },
    });
    expect(carries).toBe(5_000);
    expect(verdict).toBe('enoughTime');
    expect(sentence).toBe(
      'At the present growth (100 players a minute) the headroom lasts 70 minutes; new capacity takes 15 minutes (15 minutes for a person to raise the limit and 40 seconds for a start).',
    );
  });

  it('is short where new capacity takes longer, which is an alarm', () => {
    const { verdict, findings, headroom } = capacityOf({
      series: players({ growth: growth(700) }),
    });
    expect(headroom.minutes).toBe(10);
    expect(verdict).toBe('notEnoughTime');
    expect(findings).toEqual([
      {
        ...{ code: 'headroomShort', state: 'atRisk' },
        sentence:
          'At the present growth (700 players a minute) the headroom lasts only 10 minutes, and new capacity takes 15 minutes (15 minutes for a person to raise the limit and 40 seconds for a start). The maximum of the autoscaler gateway binds first.',
      },
    ]);
  });

  it('asks for a node, not a person, where the nodes bind', () => {
    const room = [{ zone: 'a', pods: 3 }];
    const { leadTime, headroom } = capacityOf({
      ...{ series: players(), facts: facts({ room }) },
    });
    expect(headroom.minutes).toBe(30);
    expect(leadTime).toEqual({
      ...{ replicaSeconds: 40, replicaSamples: 12, nodeSeconds: 300 },
      ...{ personSeconds: null, totalSeconds: 340 },
    });
  });

  it('is measured by the autoscaler where no series is named', () => {
    const { demand, headroom } = capacityOf({
      facts: facts({ growth: growth(0.5) }),
    });
    expect(demand).toMatchObject({
      ...{ basis: 'autoscaler', value: 5, unit: 'replicas', neededReplicas: 5 },
      source: 'cpu of HorizontalPodAutoscaler gateway',
    });
    expect(headroom).toEqual({ replicas: 7, units: null, minutes: 14 });
  });

  it('is short of little room although demand grows little beside its level', () => {
    // 383,470 players on 193 of 195 replicas, 4 % an hour more.
    const line = Array.from({ length: 21 }, (_, i) => ({
      ...{ atMs: i * 60_000, value: 378_230 + 262 * i },
    }));
    const tight = capacityOf({
      workloads: [explain({ desired: 193, hpa: { cpu: 70, max: 195 } })],
      facts: facts({ room: [{ zone: 'a', pods: 60 }] }),
      series: players({ value: 383_470, growth: growthOf(line) }),
    });
    expect(tight.headroom.minutes).toBeCloseTo(15.2, 1);
    expect(tight.verdict).toBe('notEnoughTime');
    expect(tight.findings.map(({ code }) => code)).toEqual(['headroomShort']);
  });

  it('is no matter where demand does not grow, or falls', () => {
    const flat = capacityOf({ series: players({ growth: growth(1, true) }) });
    expect(flat.verdict).toBe('notGrowing');
    expect(flat.headroom.minutes).toBeNull();
    const falling = capacityOf({ series: players({ growth: growth(-90) }) });
    expect(falling.sentence).toMatch(/^Demand falls/);
  });

  it('is not known without growth', () => {
    const own = facts({ growth: null });
    const young = capacityOf({
      ...{ facts: own, series: players({ growth: null }) },
    });
    expect(young.verdict).toBe('unknown');
    expect(young.sentence).toMatch(/How fast demand grows is not known/);
    expect(young.headroom.replicas).toBe(7);
  });

  it('takes a series that is too old for unknown, and looks at the autoscaler', () => {
    const { demand, unknowns } = capacityOf({
      series: players({
        ...{
          freshness: 'unknown',
          problem: 'Players: last told 9 minutes ago.',
        },
      }),
    });
    expect(demand?.basis).toBe('autoscaler');
    expect(unknowns).toContain('Players: last told 9 minutes ago.');
  });

  it('takes a negative series for unknown', () => {
    const { perReplica, unknowns } = capacityOf({
      series: players({ value: -4 }),
    });
    expect(perReplica).toBeNull();
    expect(unknowns[0]).toBe('Players: the value -4 cannot be.');
  });

  it('is none at the maximum', () => {
    const capped = [explain({ desired: 12, hpa: { cpu: 90 } })];
    const { verdict, sentence, findings } = capacityOf({ workloads: capped });
    expect(verdict).toBe('atLimit');
    expect(sentence).toBe(
      'No headroom is left: the maximum of the autoscaler gateway is reached.',
    );
    // That it is capped, the rules about autoscalers say.
    expect(findings).toEqual([]);
  });

  it('adds up: what is left, and what fits in those there are', () => {
    // 4,200 players need 4.2 of 5 replicas: 7 more carry 7,000, and 800 fit already.
    const spare = capacityOf({
      workloads: [explain({ hpa: { cpu: 58.8 } })],
      series: players({ value: 4_200 }),
    });
    expect(spare.headroom.replicas).toBe(7);
    expect(spare.headroom.unitsInPresent).toBeCloseTo(800);
    expect(spare.headroom.units).toBeCloseTo(7_800);
    // 6,000 need six: 1,000 of the 7,000 are taken before any more come.
    const late = capacityOf({
      workloads: [explain({ hpa: { cpu: 84 } })],
      series: players({ value: 6_000 }),
    });
    expect(late.headroom.unitsInPresent).toBeCloseTo(-1_000);
    expect(late.headroom.units).toBeCloseTo(6_000);
  });

  it('says what still fits in those there are at the maximum', () => {
    const full = capacityOf({
      workloads: [explain({ desired: 12, hpa: { cpu: 66.5 } })],
      series: players({ value: 11_400 }),
    });
    expect(full.headroom.replicas).toBe(0);
    expect(full.headroom.units).toBeCloseTo(600);
    expect(full.sentence).toBe(
      'No headroom is left: the maximum of the autoscaler gateway is reached. Only 600 players more fit in the replicas there are.',
    );
  });

  it('says what it assumes where no start was seen', () => {
    const { leadTime, sentence } = capacityOf({
      ...{ series: players(), facts: facts({ starts: null }) },
    });
    expect(leadTime).toMatchObject({ replicaSeconds: 120, replicaSamples: 0 });
    expect(sentence).toMatch(/2 minutes for a start, which is assumed\)/);
  });
});

describe('a fleet of game servers', () => {
  const own = facts({ kind: 'Fleet', name: 'shards', growth: growth(1) });

  it('needs its buffer on top of what is in use', () => {
    const { replicas, demand, binding, noun, headroom } = capacityOf({
      ...{ workloads: [fleet()], facts: own },
    });
    expect(noun).toBe('game server');
    expect(replicas).toEqual({
      ...{ ready: 40, starting: 0, spare: 6, allocated: 34, reserved: 0 },
    });
    expect(demand?.neededReplicas).toBe(40);
    expect(binding?.name).toBe(
      'maximum of the fleet autoscaler shards-autoscaler',
    );
    expect(headroom.minutes).toBe(20);
  });

  it('is at risk where what is spare runs out before new ones start', () => {
    const fast = { ...own, growth: growth(12) };
    const { findings } = capacityOf({ workloads: [fleet()], facts: fast });
    expect(findings.map(({ code }) => code)).toEqual([
      ...['headroomShort', 'spareShort'],
    ]);
    expect(findings[1].sentence).toBe(
      'The 6 game servers that are ready will be taken within 30 seconds at the present growth, and a new one takes 40 seconds to start.',
    );
  });

  it('holds the loss of a zone by what is in use, not by its buffer', () => {
    const zones = [
      { zone: 'a', ready: 6, total: 6 },
      { zone: 'b', ready: 17, total: 17 },
      { zone: 'c', ready: 17, total: 17 },
    ];
    const tight = capacityOf({
      ...{ workloads: [fleet()], facts: { ...own, zones } },
    });
    expect(tight.zones).toMatchObject({ verdict: 'recovers', missing: 11 });
  });
});

describe('alarms about capacity', () => {
  it('tell that nothing more fits', () => {
    const room = [{ zone: 'a', pods: 0 }];
    expect(capacityOf({ facts: facts({ room }) }).findings).toEqual([
      {
        ...{ code: 'noRoom', state: 'atRisk' },
        sentence:
          'No further replica is possible: the room on the nodes of cluster fra is reached.',
      },
    ]);
  });

  it('tell that all replicas are in one of several zones', () => {
    const zones = [{ zone: 'a', ready: 5, total: 5 }];
    const codes = (changes: object) =>
      capacityOf({ facts: facts({ zones, ...changes }) }).findings.map(
        ({ code }) => code,
      );
    expect(codes({})).toEqual(['zoneLossBreaks']);
    // Where there is only one zone, none can be spared.
    expect(codes({ room: [{ zone: 'a', pods: 30 }] })).toEqual([]);
  });

  it('are none for a loss that every service at its target feels', () => {
    const { zones, findings } = capacityOf();
    expect(zones.verdict).toBe('recovers');
    expect(findings).toEqual([]);
  });
});

describe('a service with several workloads, or none', () => {
  it('binds where one of them binds first', () => {
    const one = explain({ hpa: { cpu: 70 } });
    const other = { ...explain({ hpa: { cpu: 70, max: 6 } }), name: 'chat' };
    const both = capacityOf({ workloads: [one, other], series: players() });
    expect(both.replicas.ready).toBe(10);
    expect(both.demand?.neededReplicas).toBe(10);
    expect(both.binding).toMatchObject({
      ...{ leftReplicas: 1, workload: 'Deployment aurora/chat in fra' },
    });
    // Each takes its half of the growth: 500 players a replica, 50 a minute.
    expect(both.headroom.minutes).toBe(10);
  });

  it('knows nothing of one without workload', () => {
    const none = capacityOf({ workloads: [] });
    expect(none).toMatchObject({
      ...{ binding: null, demand: null, verdict: 'unknown', limits: [] },
    });
    expect(none.replicas.ready).toBeNull();
  });
});
