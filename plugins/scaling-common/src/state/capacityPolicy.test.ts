import { readFleetAutoscaler } from '../kubernetes/autoscaler';
import { readFleet } from '../kubernetes/workload';
import { explainWorkload } from './explainWorkload';
import { nextProgress } from './progress';

const NOW_MS = Date.parse('2026-11-22T20:00:00Z');

/** A Fleet of game servers for 10 players each, under a policy of their counter. */
function explained(
  replicas: number,
  taken: number,
  counter: { bufferSize: number | string; maxCapacity: number },
) {
  const metadata = { namespace: 'ember', name: 'shards' };
  const workload = readFleet({
    metadata,
    spec: {
      replicas,
      template: { spec: { counters: { players: { count: 0, capacity: 10 } } } },
    },
    status: {
      ...{ replicas, readyReplicas: 1, allocatedReplicas: replicas - 1 },
      counters: {
        players: {
          ...{ count: taken, allocatedCount: taken },
          capacity: replicas * 10,
        },
      },
    },
  });
  const autoscaler = readFleetAutoscaler({
    metadata,
    spec: {
      fleetName: 'shards',
      policy: {
        type: 'Counter',
        counter: { key: 'players', minCapacity: 25, ...counter },
      },
    },
    status: { currentReplicas: replicas, desiredReplicas: replicas },
  });
  return explainWorkload(
    {
      ...{ cluster: 'fra', workload, autoscalers: [autoscaler], budgets: [] },
      progress: nextProgress(undefined, workload, NOW_MS),
    },
    NOW_MS,
  );
}

describe('a policy of a counter', () => {
  it('has its limits in game servers, and headroom up to them', () => {
    const { min, max, headroom, metric, state } = explained(5, 30, {
      ...{ bufferSize: 20, maxCapacity: 109 },
    });
    expect({ min, max, state }).toEqual({ min: 3, max: 10, state: 'healthy' });
    expect(headroom).toEqual({ replicas: 5, percent: 50 });
    expect(metric).toMatchObject({
      ...{ name: 'free players', current: 20, target: 20, ratio: 1 },
    });
  });

  it('is capped where too little is free and nothing more may come', () => {
    const { state, reason } = explained(5, 45, {
      ...{ bufferSize: '40%', maxCapacity: 50 },
    });
    expect(state).toBe('breached');
    expect(reason).toBe(
      'At its maximum of 5 game servers while 5 players are free against 30 that are to be: demand is capped.',
    );
  });
});
