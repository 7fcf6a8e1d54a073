import { createExtensionTester } from '@backstage/frontend-test-utils';
import {
  LedgerExtent,
  scalingChannel,
} from '@worldscale/backstage-plugin-scaling-common';
import { TimelineLaneBlueprint } from '@worldscale/backstage-plugin-worlds-react';
import {
  Answers,
  change,
  depsOf,
  fromMs,
  observed,
  ref,
  signal,
  span,
  toMs,
} from '../__testUtils__/laneScene';
import { entity } from '../__testUtils__/scalingFixture';
import { loadChanges } from './changesLane';
import { changesLane, sizesLane } from './lanes';

const changesOf = (answers: Answers, entities = [entity]) =>
  loadChanges({ ...span, entities, signal }, depsOf(answers));

describe('the lanes of scaling', () => {
  it('are for world services, need permissions, and can be switched off by name', () => {
    const { lane } = TimelineLaneBlueprint.dataRefs;
    const changes = createExtensionTester(changesLane).get(lane);
    expect(changes.isFor(entity)).toBe(true);
    expect(changes.isFor({ ...entity, spec: { type: 'website' } })).toBe(false);
    expect(changes.permission?.name).toBe('scaling.change.read');
    expect(changes.signalChannels(ref)).toEqual([scalingChannel(ref)]);
    expect(createExtensionTester(sizesLane).get(lane)).toMatchObject({
      permission: { name: 'scaling.state.read' },
    });
  });
});

describe('changes of size', () => {
  it('are marks with who, why, where and a way to the ledger', async () => {
    const { marks, gaps } = await changesOf({});
    expect(marks).toEqual([
      {
        id: 'c1',
        atMs: Date.parse(change.at),
        title: '12 → 18 replicas',
        sentence:
          'cpu was at 92% against a target of 70%. Ready: after 40 seconds.',
        shape: 'up',
        isInferred: false,
        where: 'Europe (Frankfurt)',
        actor: 'HorizontalPodAutoscaler aurora-gateway',
        href: '/catalog/x/y/aurora-gateway/scaling?region=eu-frankfurt&in=eu-frankfurt',
      },
    ]);
    expect(gaps).toEqual([]);
  });

  it('look different where nobody saw the reason, or when it was', async () => {
    const { marks } = await changesOf({
      changes: {
        changes: [
          {
            ...change,
            ...{ from: null, reasonObserved: false, readiness: 'unknown' },
            ...{ kind: 'Fleet', notBefore: '2026-11-22T18:00:00Z' },
            actor: { type: 'unknown', kind: null, name: null },
            why: { ...change.why, sentence: 'Found in recorded series.' },
          },
          {
            ...{ ...change, id: 'c2', from: 18, to: 12, stack: 'preview' },
            actor: { type: 'rollout', kind: 'Rollout', name: 'aurora-gateway' },
          },
        ],
      },
    });
    expect(marks?.[0]).toMatchObject({
      title: 'to 18 game servers',
      shape: 'event',
      isInferred: true,
      actor: undefined,
      sentence: expect.stringMatching(
        /^Found in recorded series\. It took effect at some time since /,
      ),
    });
    expect(marks?.[1]).toMatchObject({
      title: '18 → 12 replicas of the preview',
      topic: 'deployment',
      shape: 'down',
    });
  });

  it('name the service where there are several, and are asked for together', async () => {
    const chat = { ...entity, metadata: { name: 'chat', title: 'Chat' } };
    const deps = depsOf({
      changes: {
        changes: [{ ...change, entityRef: 'component:default/chat' }],
        missing: ['component:default/aurora-gateway'],
        extents: {},
      },
    });
    const { marks, gaps } = await loadChanges(
      { ...span, entities: [entity, chat], signal },
      deps,
    );
    expect(deps.asked).toHaveBeenCalledTimes(1);
    expect(marks?.[0].title).toBe('Chat: 12 → 18 replicas');
    expect(gaps).toEqual([
      {
        ...span,
        reason: 'component:default/aurora-gateway is not known to the ledger.',
      },
    ]);
  });

  it.each<[string, Partial<LedgerExtent>, number, RegExp]>([
    [
      'without a Prometheus',
      {
        ...{ observedSince: '2026-11-22T08:00:00Z', backfill: 'none' },
        knownSince: '2026-11-22T08:00:00Z',
        reason: 'No Prometheus is configured.',
      },
      Date.parse('2026-11-22T08:00:00Z'),
      /^Changes of aurora-gateway are observed since .* No Prometheus is configured/,
    ],
    [
      'where recorded series told nothing',
      {
        observedSince: '2026-11-22T08:00:00Z',
        knownSince: '2026-11-22T08:00:00Z',
        reason: 'Recorded series hold nothing.',
      },
      Date.parse('2026-11-22T08:00:00Z'),
      /^Changes of aurora-gateway are observed since .* Recorded series hold nothing\.$/,
    ],
    [
      'beyond what recorded series told',
      {
        observedSince: '2026-11-22T08:00:00Z',
        knownSince: '2026-11-22T02:00:00Z',
      },
      Date.parse('2026-11-22T02:00:00Z'),
      /^Changes of aurora-gateway are known since .* Recorded series tell of no earlier ones\.$/,
    ],
    [
      'while the past is being taken over',
      {
        ...{ observedSince: '2026-11-22T08:00:00Z', backfill: 'pending' },
        reason: 'Prometheus does not answer.',
      },
      Date.parse('2026-11-22T08:00:00Z'),
      /still being taken over from recorded series\. Prometheus does not answer\.$/,
    ],
    [
      'before anything is observed',
      {
        ...{ observedSince: null, backfill: 'pending' },
        reason: 'No workload was seen yet.',
      },
      toMs,
      /are not observed yet\. Earlier ones are not yet taken over from recorded series\. No workload was seen yet\.$/,
    ],
  ])(
    'are not known %s before they were observed',
    async (_, extent, end, reason) => {
      const { gaps } = await changesOf({ extent });
      expect(gaps).toEqual([
        { fromMs, toMs: end, reason: expect.stringMatching(reason) },
      ]);
    },
  );

  it('are said once to be unknown for services that are alike, and for those not asked for', async () => {
    const many = Array.from({ length: 501 }, (_, i) => ({
      ...entity,
      metadata: { name: `s${i}` },
    }));
    const unwatched: LedgerExtent = {
      ...{ observedSince: null, knownSince: null, backfill: 'pending' },
      reason: null,
    };
    const deps = depsOf({
      changes: {
        extents: {
          'component:default/s0': unwatched,
          'component:default/s1': unwatched,
        },
      },
    });
    const { gaps = [] } = await loadChanges(
      { ...span, entities: many, signal },
      deps,
    );
    expect(new Set(gaps.map(({ reason }) => reason))).toEqual(
      new Set([
        'Changes of 2 services (s0, s1) are not observed yet. Earlier ones are not yet taken over from recorded series.',
        'Only 500 of 501 services are asked for at once; changes of the others stand on the timeline of each.',
      ]),
    );
  });

  it('are known where the watch began before the span', async () => {
    const { gaps } = await changesOf({
      extent: { backfill: 'none', knownSince: observed.observedSince },
    });
    expect(gaps).toEqual([]);
  });

  it('are not known since a cluster cannot be read', async () => {
    const cluster = {
      ...{ name: 'nrt', title: 'Tokyo', error: '503 Service Unavailable' },
    };
    const gapsWhere = async (readAt: string | null) =>
      (
        await changesOf({
          changes: { unreadClusters: [{ ...cluster, readAt }] },
        })
      ).gaps;
    const reason =
      'Tokyo cannot be read, so changes there are not known: 503 Service Unavailable';
    expect(await gapsWhere('2026-11-22T19:30:00Z')).toEqual([
      { fromMs: Date.parse('2026-11-22T19:30:00Z'), toMs, reason },
    ]);
    expect(await gapsWhere(null)).toEqual([{ ...span, reason }]);
    expect(await gapsWhere('2026-11-23T00:00:00Z')).toEqual([]);
  });

  it('are cut where there are too many, and what is before is not known', async () => {
    const { gaps } = await changesOf({ changes: { cut: true } });
    expect(gaps).toEqual([
      {
        fromMs,
        toMs: Date.parse(change.at),
        reason: expect.stringMatching(/^Only the newest 1 changes/),
      },
    ]);
  });
});
