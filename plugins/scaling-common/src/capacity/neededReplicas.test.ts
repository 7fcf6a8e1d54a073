import { readFleet } from '../kubernetes/workload';
import { readFleetAutoscaler } from '../kubernetes/autoscaler';
import { explain, NOW } from '../__testUtils__/explain';
import { explainWorkload } from '../state/explainWorkload';
import { nextProgress } from '../state/progress';
import { carryingReplicas, neededReplicas } from './neededReplicas';

function fleetWith(bufferSize: number | string, allocated: number | undefined) {
  const workload = readFleet({
    metadata: { name: 'shards', namespace: 'aurora' },
    spec: { replicas: 50 },
    status: {
      ...{ replicas: 50, readyReplicas: 10 },
      allocatedReplicas: allocated ?? 'many',
    },
  });
  return explainWorkload(
    {
      ...{ cluster: 'fra', workload },
      autoscalers: [
        readFleetAutoscaler({
          metadata: { name: 'shards', namespace: 'aurora' },
          spec: {
            fleetName: 'shards',
            policy: {
              type: 'Buffer',
              buffer: { bufferSize, minReplicas: 5, maxReplicas: 60 },
            },
          },
          status: { desiredReplicas: 50, currentReplicas: 50 },
        }),
      ],
      progress: nextProgress(undefined, workload, NOW),
    },
    NOW,
  );
}

describe('neededReplicas', () => {
  it('of an autoscaler is what is ready times current by target', () => {
    const need = neededReplicas(explain({ hpa: { cpu: 84 } }));
    expect(need).toMatchObject({ replicas: 6, inUse: 6, perFurther: 1 });
    expect(neededReplicas(explain({ hpa: { cpu: 85 } }))?.replicas).toBe(7);
  });

  it('goes beyond the maximum where demand does', () => {
    const capped = explain({ desired: 12, hpa: { cpu: 140 } });
    expect(neededReplicas(capped)?.replicas).toBe(24);
  });

  it('of a fleet is what is allocated and its buffer on top', () => {
    const need = neededReplicas(fleetWith(10, 40));
    expect(need).toMatchObject({ replicas: 50, inUse: 40, perFurther: 1 });
    // agones, fleetautoscalers: ceil(40 * 100 / (100 - 20))
    expect(neededReplicas(fleetWith('20%', 40))).toMatchObject({
      ...{ replicas: 50, inUse: 40, perFurther: 1.25 },
    });
    expect(neededReplicas(fleetWith('30%', 41))?.replicas).toBe(59);
  });

  it('is not known where nothing measures it', () => {
    expect(neededReplicas(explain({}))).toBeNull();
    expect(neededReplicas(explain({ hpa: { cpu: null } }))).toBeNull();
    expect(neededReplicas(fleetWith(10, undefined))).toBeNull();
  });

  it('counts of a blue/green Rollout only the stack with the traffic', () => {
    const workload = explain({ desired: 10, ready: 10, hpa: { cpu: 70 } });
    const alone = neededReplicas(workload)!.replicas;
    const stacks = [
      { role: 'active' as const, replicas: 10 },
      { role: 'preview' as const, replicas: 10 },
    ];
    const rollout = {
      ...{ strategy: 'blueGreen' as const, stacks, weightPercent: null },
      ...{ pauses: [], aborted: false },
    };
    const beside = { ...workload, ready: 20, current: 20, rollout };
    expect(neededReplicas(beside)!.replicas).toBe(alone);
    const unread = { ...rollout, stacks: [] };
    expect(neededReplicas({ ...beside, rollout: unread })).toBeNull();
    expect(carryingReplicas({ ...beside, rollout: unread })).toBeNull();
  });

  it.each<[string, number | null, number]>([
    ['with a share of the traffic', 10, 12],
    ['without any yet', 0, 10],
    ['that shares it by its size', null, 12],
  ])('counts among those that carry a canary %s', (_, weightPercent, carry) => {
    const stacks = [
      { role: 'stable' as const, replicas: 10 },
      { role: 'canary' as const, replicas: 2 },
    ];
    const rollout = {
      ...{ strategy: 'canary' as const, stacks, weightPercent },
      ...{ pauses: [], aborted: false },
    };
    const workload = { ...explain({ desired: 12 }), rollout };
    expect(carryingReplicas(workload)).toBe(carry);
    expect(carryingReplicas({ ...workload, ready: 5 })).toBe(5);
  });
});
