import { decideReplicas, emptyHpaMemory, HpaLimits } from './hpaController';

const START_MS = Date.UTC(2026, 0, 1);
const SYNC_MS = 15_000;

/** Feeds proposals sync by sync and returns what was decided. */
function run(start: number, proposals: number[], limits: HpaLimits) {
  const memory = emptyHpaMemory();
  let current = start;
  return proposals.map((proposed, i) => {
    const decision = decideReplicas(
      current,
      proposed,
      limits,
      memory,
      START_MS + i * SYNC_MS,
    );
    current = decision.replicas;
    return decision;
  });
}

const limits = { minReplicas: 2, maxReplicas: 20 };

describe('decideReplicas without behavior', () => {
  it('says that the desired count is within range when nothing holds it', () => {
    expect(run(5, [6], limits)[0]).toEqual({
      replicas: 6,
      able: 'ReadyForNewScale',
      limited: 'DesiredWithinRange',
      isLimited: false,
    });
  });

  it('holds a scale-down for five minutes at the highest recommendation', () => {
    const decisions = run(10, [10, ...new Array(20).fill(4), 4], limits);
    expect(decisions[20]).toMatchObject({
      replicas: 10,
      able: 'ScaleDownStabilized',
    });
    expect(decisions[21]).toMatchObject({
      replicas: 4,
      able: 'ReadyForNewScale',
    });
  });

  it('grows to twice the size at once and no further', () => {
    expect(run(3, [15, 15], limits)).toMatchObject([
      { replicas: 6, limited: 'ScaleUpLimit', isLimited: true },
      { replicas: 12, limited: 'ScaleUpLimit', isLimited: true },
    ]);
  });

  it('lets the smallest targets grow to four', () => {
    expect(run(1, [9], limits)[0].replicas).toBe(4);
  });

  it('is capped at the maximum and says so', () => {
    expect(run(18, [25], limits)[0]).toMatchObject({
      replicas: 20,
      limited: 'TooManyReplicas',
      isLimited: true,
    });
  });

  it('rests at the minimum and says so', () => {
    expect(run(2, [1], limits)[0]).toMatchObject({
      replicas: 2,
      limited: 'TooFewReplicas',
      isLimited: true,
    });
  });
});

describe('decideReplicas with behavior', () => {
  it('adds no more pods per period than the policy allows', () => {
    const behavior = {
      scaleUp: {
        policies: [{ type: 'Pods' as const, value: 2, periodSeconds: 60 }],
      },
    };
    const sizes = run(4, [12, 12, 12, 12, 12, 12], { ...limits, behavior });
    expect(sizes.map(({ replicas }) => replicas)).toEqual([6, 6, 6, 6, 8, 8]);
    expect(sizes[1].limited).toBe('ScaleUpLimit');
  });

  it('rounds a percentage up, so that one pod can become two', () => {
    const behavior = {
      scaleUp: {
        policies: [{ type: 'Percent' as const, value: 10, periodSeconds: 60 }],
      },
    };
    expect(
      run(1, [5], { minReplicas: 1, maxReplicas: 9, behavior })[0].replicas,
    ).toBe(2);
  });

  it('takes the smaller change where the policy says Min', () => {
    const behavior = {
      scaleDown: {
        stabilizationWindowSeconds: 0,
        selectPolicy: 'Min' as const,
        policies: [
          { type: 'Pods' as const, value: 1, periodSeconds: 60 },
          { type: 'Percent' as const, value: 50, periodSeconds: 60 },
        ],
      },
    };
    expect(run(10, [2], { ...limits, behavior })[0]).toMatchObject({
      replicas: 9,
      limited: 'ScaleDownLimit',
    });
  });

  it('does not scale in a direction that is disabled', () => {
    const behavior = {
      scaleDown: {
        stabilizationWindowSeconds: 0,
        selectPolicy: 'Disabled' as const,
      },
    };
    expect(run(10, [2], { ...limits, behavior })[0].replicas).toBe(10);
  });

  it('waits for the lowest recommendation of the window before it grows', () => {
    const behavior = { scaleUp: { stabilizationWindowSeconds: 60 } };
    const decisions = run(4, [4, 8, 8, 8, 8, 8], { ...limits, behavior });
    expect(decisions.map(({ replicas }) => replicas)).toEqual([
      4, 4, 4, 4, 8, 8,
    ]);
    expect(decisions[1].able).toBe('ScaleUpStabilized');
  });
});
