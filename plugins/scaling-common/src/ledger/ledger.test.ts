import {
  readDeployment,
  readFleet,
  readRollout,
  Workload,
} from '../kubernetes/workload';
import { readAnnouncement } from './announcement';
import { tellReason } from './changeWording';
import { recordedSteps } from './recordedSteps';
import {
  compareVersions,
  findChanges,
  isReached,
  knowAlso,
  observeSize,
  SizeObservation,
} from './sizeChange';

const AT = Date.parse('2026-11-22T20:00:00Z');
const MINUTE = 60_000;

function seen(workload: Workload): SizeObservation {
  const observation = observeSize(workload);
  if (!observation) throw new Error('nothing to be seen');
  return observation;
}

const version = (
  resourceVersion: string,
  generation: number | null = 1,
  uid = 'a',
  createdAt: string | null = null,
) => ({ resourceVersion, generation, uid, createdAt });

describe('compareVersions', () => {
  it.each([
    ['the same version', version('10'), version('10'), 'same'],
    ['a later version', version('100'), version('99'), 'newer'],
    ['an earlier version', version('99'), version('100'), 'older'],
    [
      'a version beyond what a number holds',
      version('9007199254740993'),
      version('9007199254740992'),
      'newer',
    ],
    [
      'versions that are no numbers, by generation',
      version('b', 3),
      version('a', 4),
      'older',
    ],
    ['no generation either', version('b', null), version('a', null), 'newer'],
    ['another object', version('20', 1, 'b'), version('10'), 'successor'],
    ['the object before', version('10', 1, 'b'), version('20'), 'older'],
    [
      'the object before, by when it was created',
      version('x', 1, 'b', '2026-01-01T00:00:00Z'),
      version('y', 1, 'a', '2026-02-01T00:00:00Z'),
      'older',
    ],
  ])('tells %s', (_, one, other, order) => {
    expect(compareVersions(one, other)).toBe(order);
  });
});

describe('findChanges', () => {
  const metadata = { name: 'shop', namespace: 'aurora', uid: 'a' };
  const rollout = (
    active: string,
    newest: string,
    {
      replicas = 8,
      previewReplicaCount = undefined as number | undefined,
    } = {},
  ) =>
    seen(
      readRollout({
        metadata: { ...metadata, resourceVersion: '1', generation: 2 },
        spec: {
          replicas,
          strategy: { blueGreen: { previewReplicaCount } },
        },
        status: {
          observedGeneration: '2',
          currentPodHash: newest,
          blueGreen: { activeSelector: active },
        },
      }),
    );

  it('sees the stack of a new version come and go beside the first', () => {
    const before = rollout('one', 'one');
    const during = rollout('one', 'two');
    const after = rollout('two', 'two');
    expect(findChanges(during, before)).toEqual([
      { stack: 'preview', from: 0, to: 8, isRecreated: false },
    ]);
    expect(findChanges(after, during)).toEqual([
      { stack: 'preview', from: 8, to: 0, isRecreated: false },
    ]);
  });

  it('takes the size of a preview where it has one of its own', () => {
    const preview = rollout('one', 'two', { previewReplicaCount: 2 });
    expect(preview.previewSize).toBe(2);
  });

  it('does not count a preview again when the workload grows under it', () => {
    const grown = rollout('one', 'two', { replicas: 12 });
    expect(findChanges(grown, rollout('one', 'two'))).toEqual([
      { stack: null, from: 8, to: 12, isRecreated: false },
    ]);
  });

  it('knows nothing of stacks while the controller lags, and keeps what it knew', () => {
    const lagging = seen(
      readRollout({
        metadata: { ...metadata, resourceVersion: '9', generation: 3 },
        spec: { replicas: 8, strategy: { blueGreen: {} } },
        status: { observedGeneration: '2' },
      }),
    );
    const known = knowAlso(rollout('one', 'two'), undefined);
    expect(lagging.previewSize).toBeNull();
    expect(findChanges(lagging, known)).toEqual([]);
    expect(knowAlso(lagging, known).previewSize).toBe(8);
  });

  it('takes the rollout of a Deployment for no change of size', () => {
    const deployment = (template: string, updated: number) =>
      seen(
        readDeployment({
          metadata: { ...metadata, generation: 4 },
          spec: {
            replicas: 8,
            template: { metadata: { labels: { template } } },
          },
          status: {
            observedGeneration: 4,
            replicas: 10,
            updatedReplicas: updated,
          },
        }),
      );
    expect(findChanges(deployment('b', 3), deployment('a', 8))).toEqual([]);
  });

  it('sees no size where it is malformed', () => {
    const object = { metadata, spec: { replicas: -3 } };
    expect(observeSize(readDeployment(object))).toBeUndefined();
  });

  it('waits until the controller has seen the new size', () => {
    const lagging = seen(
      readDeployment({
        metadata: { ...metadata, generation: 5 },
        spec: { replicas: 8 },
        status: { observedGeneration: 4, replicas: 9, readyReplicas: 9 },
      }),
    );
    expect(isReached({ stack: null, to: 8 }, lagging)).toBe(false);
    expect(isReached({ stack: null, to: 8 }, { ...lagging, ready: 8 })).toBe(
      true,
    );
    const preview = { stack: 'preview' as const, to: 4 };
    const whole = { ...lagging, ready: 8, isPreviewReady: true };
    expect(isReached(preview, { ...lagging, ready: 9 })).toBe(false);
    expect(isReached(preview, whole)).toBe(true);
    expect(isReached({ ...preview, to: 0 }, { ...whole, ready: 7 })).toBe(
      false,
    );
  });

  it('counts allocated game servers as ready', () => {
    const fleet = seen(
      readFleet({
        metadata,
        spec: { replicas: 10 },
        status: { replicas: 10, readyReplicas: 3, allocatedReplicas: 7 },
      }),
    );
    expect(isReached({ stack: null, to: 10 }, fleet)).toBe(true);
  });
});

describe('readAnnouncement', () => {
  it('reads both kinds of Events, and sizes as each controller speaks of them', () => {
    expect(
      readAnnouncement({
        metadata: { uid: 'e', namespace: 'aurora' },
        involvedObject: { kind: 'FleetAutoscaler', name: 'shards' },
        reason: 'AutoScalingFleet',
        message: 'Scaling fleet shards from 10 to 14',
        lastTimestamp: '2026-11-22T20:00:00Z',
      }),
    ).toMatchObject({ from: 10, to: 14, namespace: 'aurora' });
    expect(
      readAnnouncement({
        metadata: { namespace: 'aurora' },
        regarding: { kind: 'HorizontalPodAutoscaler', name: 'shop' },
        reason: 'SuccessfulRescale',
        note: 'New size: 7; reason: cpu above target',
        eventTime: '2026-11-22T20:00:00.123456Z',
      }),
    ).toMatchObject({ to: 7, at: '2026-11-22T20:00:00.123Z' });
  });

  it.each([
    ['nothing', null],
    [
      'no time',
      { metadata: {}, reason: 'x', involvedObject: { kind: 'A', name: 'b' } },
    ],
    [
      'nobody',
      { metadata: {}, reason: 'x', lastTimestamp: '2026-11-22T20:00:00Z' },
    ],
  ])('leaves out an Event of %s', (_, object) => {
    expect(readAnnouncement(object)).toBeUndefined();
  });
});

describe('recordedSteps', () => {
  const times = [0, 5, 10, 15, 20].map(minutes => AT + minutes * MINUTE);

  it('knows no more than between which samples', () => {
    expect(recordedSteps(times, [3, 3, 5, null, 4])).toEqual([
      { from: 3, to: 5, notBeforeMs: times[1], atMs: times[2] },
      { from: 5, to: 4, notBeforeMs: times[2], atMs: times[4] },
    ]);
  });

  it('joins on to what is known before and after, and to nothing without samples', () => {
    const before = { atMs: AT - MINUTE, size: 2 };
    const after = { atMs: AT + 30 * MINUTE, size: 9 };
    expect(recordedSteps(times, [3, 3, 3, 3, 3], before, after)).toEqual([
      { from: 2, to: 3, notBeforeMs: before.atMs, atMs: times[0] },
      { from: 3, to: 9, notBeforeMs: times[4], atMs: after.atMs },
    ]);
    expect(
      recordedSteps(
        times,
        times.map(() => null),
        before,
        after,
      ),
    ).toEqual([]);
  });

  it('leaves out what cannot be a size', () => {
    expect(recordedSteps(times, [3, -1, 2.5, 3, 3])).toEqual([]);
  });
});

describe('what is told of a change whose reason nobody observed', () => {
  it.each([
    [
      'It grew from 51 to 52 replicas because the HorizontalPodAutoscaler shop asked for it.',
      'It grew from 51 to 52 replicas; most likely the HorizontalPodAutoscaler shop asked for it (not observed).',
    ],
    [
      'It grew from 3 to 4 replicas: the size was set by foo.',
      'It grew from 3 to 4 replicas: the size was set by foo; the reason was not observed.',
    ],
    [
      'It grew from 3 to 4 replicas; who changed it and why was not to be seen.',
      'It grew from 3 to 4 replicas; who changed it and why was not observed.',
    ],
    ['', 'Its reason was not observed.'],
  ])('claims none: %j', (told, text) => {
    expect(tellReason(false, told)).toBe(text);
    expect(tellReason(false, text)).toBe(text);
    expect(tellReason(true, told)).toBe(told);
  });
});
