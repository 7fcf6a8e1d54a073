import { NOW } from '../__testUtils__/explain';
import { explainWorkload } from '../state/explainWorkload';
import { nextProgress } from '../state/progress';
import { RolloutStack } from './rollout';
import { readRollout } from './workload';

function rollout(strategy: 'blueGreen' | 'canary', status: object, spec = {}) {
  return readRollout({
    metadata: { name: 'gateway', generation: 4 },
    spec: { replicas: 10, strategy: { [strategy]: {} }, ...spec },
    status: {
      ...{ observedGeneration: '4', replicas: 10, readyReplicas: 10 },
      ...{ updatedReplicas: 10, currentPodHash: 'new' },
      ...status,
    },
  });
}

function explain(workload: ReturnType<typeof readRollout>) {
  const progress = nextProgress(undefined, workload, NOW);
  return explainWorkload(
    { cluster: 'fra', workload, autoscalers: [], progress },
    NOW,
  );
}

describe('the stacks of a Rollout', () => {
  it.each<[string, 'blueGreen' | 'canary', object, RolloutStack[]]>([
    [
      'one that is live',
      'blueGreen',
      { blueGreen: { activeSelector: 'new', previewSelector: 'new' } },
      [{ role: 'active', replicas: 10 }],
    ],
    [
      'a preview beside the active one',
      'blueGreen',
      {
        ...{ replicas: 20, HPAReplicas: 10 },
        blueGreen: { activeSelector: 'old', previewSelector: 'new' },
      },
      [
        { role: 'active', replicas: 10 },
        { role: 'preview', replicas: 10 },
      ],
    ],
    [
      'a smaller preview, with one before that is about to go',
      'blueGreen',
      {
        ...{ replicas: 15, HPAReplicas: 10, updatedReplicas: 2 },
        blueGreen: { activeSelector: 'old' },
      },
      [
        { role: 'active', replicas: 10 },
        { role: 'preview', replicas: 2 },
        { role: 'earlier', replicas: 3 },
      ],
    ],
    [
      'the one before, after the promotion',
      'blueGreen',
      { replicas: 20, blueGreen: { activeSelector: 'new' } },
      [
        { role: 'active', replicas: 10 },
        { role: 'earlier', replicas: 10 },
      ],
    ],
    [
      'a canary beside the stable one',
      'canary',
      { updatedReplicas: 2, stableRS: 'old' },
      [
        { role: 'stable', replicas: 8 },
        { role: 'canary', replicas: 2 },
      ],
    ],
    [
      'a canary that is done',
      'canary',
      { stableRS: 'new' },
      [{ role: 'stable', replicas: 10 }],
    ],
    [
      'counts that cannot be true',
      'canary',
      { updatedReplicas: 12, stableRS: 'old' },
      [
        { role: 'stable', replicas: null },
        { role: 'canary', replicas: 12 },
      ],
    ],
  ])('are %s', (_, strategy, status, stacks) => {
    expect(rollout(strategy, status).rollout?.stacks).toEqual(stacks);
  });

  it.each<[string, 'blueGreen' | 'canary', object, string[] | null]>([
    [
      'the active revision beside a preview',
      'blueGreen',
      { blueGreen: { activeSelector: 'old', previewSelector: 'new' } },
      ['old'],
    ],
    ['the newest before anything is active', 'blueGreen', {}, ['new']],
    [
      'both while a canary goes on',
      'canary',
      { stableRS: 'old' },
      ['old', 'new'],
    ],
    [
      'the stable one while a canary has no weight',
      'canary',
      { stableRS: 'old', canary: { weights: { canary: { weight: 0 } } } },
      ['old'],
    ],
    ['the newest when it is done', 'canary', { stableRS: 'new' }, ['new']],
    ['not known without a hash', 'canary', { currentPodHash: undefined }, null],
  ])('take traffic: %s', (_, strategy, status, hashes) => {
    expect(rollout(strategy, status).rollout?.trafficHashes).toEqual(hashes);
  });

  it('are not told from a status of a generation before', () => {
    expect(
      rollout('canary', { observedGeneration: '3' }).rollout,
    ).toBeUndefined();
    expect(
      rollout('canary', { observedGeneration: 'x1' }).rollout,
    ).toBeDefined();
  });

  it.each<[string, object, string[]]>([
    [
      'BlueGreenPause',
      { pauseConditions: [{ reason: 'BlueGreenPause' }] },
      ['it waits for its preview to be promoted'],
    ],
    [
      'CanaryPauseStep',
      {
        controllerPause: true,
        pauseConditions: [{ reason: 'CanaryPauseStep' }],
      },
      ['it waits at a step of its canary'],
    ],
    [
      'another reason',
      { pauseConditions: [{ reason: 'Moon' }] },
      ['it is paused (Moon)'],
    ],
    ['no reason', { controllerPause: true }, ['it waits to go on']],
  ])('say why they wait: %s', (_, status, pauses) => {
    const workload = rollout('canary', status);
    expect(workload.rollout?.pauses).toEqual(pauses);
    expect(explain(workload)).toMatchObject({ state: 'healthy' });
  });

  it.each([
    ['of the stack with the traffic, as they are reported', 9, 9],
    ['of all stacks, as earlier releases reported them', 17, 10],
  ])('count as ready those %s', (_, readyReplicas, ready) => {
    const workload = rollout('blueGreen', {
      ...{ replicas: 20, readyReplicas, HPAReplicas: 10 },
      blueGreen: { activeSelector: 'old' },
    });
    expect(workload).toMatchObject({ current: 20, ready });
    expect(explain(workload)).toMatchObject({ desired: 10, ready });
  });

  it('say when a preview is whole', () => {
    const isReady = (status: object) =>
      rollout('blueGreen', status).rollout?.isPreviewReady;
    const preview = { blueGreen: { activeSelector: 'old' } };
    const pauseConditions = [{ reason: 'BlueGreenPause' }];
    expect(isReady(preview)).toBe(false);
    expect(isReady({ ...preview, pauseConditions })).toBe(true);
    expect(isReady({ blueGreen: { activeSelector: 'new' } })).toBe(true);
  });

  it('need somebody where an analysis came to no result, or it was aborted', () => {
    const pauseConditions = [{ reason: 'InconclusiveAnalysisRun' }];
    expect(explain(rollout('canary', { pauseConditions }))).toMatchObject({
      state: 'atRisk',
      reason: expect.stringMatching(/came to no result: somebody must decide/),
    });
    expect(explain(rollout('canary', { abort: true }))).toMatchObject({
      state: 'atRisk',
      reason: expect.stringMatching(/^Its rollout was aborted/),
      rollout: { aborted: true },
    });
  });

  it('stay in words where all is well', () => {
    const paused = rollout(
      'blueGreen',
      {
        ...{ replicas: 20, readyReplicas: 20, HPAReplicas: 10 },
        blueGreen: { activeSelector: 'old' },
        pauseConditions: [{ reason: 'BlueGreenPause' }],
      },
      { paused: true },
    );
    expect(explain(paused).reason).toMatch(
      /its rollout is paused: it is paused by hand and it waits for its preview to be promoted/,
    );
  });
});
