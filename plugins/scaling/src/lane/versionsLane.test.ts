import { RouteResolutionApi } from '@backstage/frontend-plugin-api';
import {
  ScalingApi,
  ServicesVersions,
  VersionRecord,
} from '@worldscale/backstage-plugin-scaling-common';
import { entity } from '../__testUtils__/scalingFixture';
import { loadVersions } from './versionsLane';

const toMs = Date.parse('2026-11-22T20:00:00Z');
const span = { fromMs: toMs - 24 * 3_600_000, toMs };
const ref = 'component:default/aurora-gateway';
const version: VersionRecord = {
  ...{ id: 'v1', entityRef: ref, cluster: 'fra' },
  ...{ region: 'eu-frankfurt', regionTitle: 'Europe (Frankfurt)' },
  ...{ kind: 'Deployment', namespace: 'aurora', name: 'aurora-gateway' },
  ...{ at: '2026-11-22T19:00:00Z', notBefore: null },
  from: [{ container: 'app', image: 'gateway:1' }],
  to: [{ container: 'app', image: 'gateway:2' }],
  actor: { type: 'automation', kind: null, name: 'argocd-controller' },
  ...{ title: '1 → 2', sentence: 'A new version of the gateway.' },
};

const load = (answer: Partial<ServicesVersions>, entities = [entity]) => {
  const scaling: Partial<ScalingApi> = {
    getVersionsOfServices: async () => ({
      ...{ versions: [version], cut: false, missing: [], unreadClusters: [] },
      observedSince: { [ref]: '2026-11-01T00:00:00Z' },
      gaps: [],
      ...answer,
    }),
  };
  const routes = { resolve: () => () => '/catalog/x' };
  return loadVersions(
    { ...span, entities, signal: new AbortController().signal },
    {
      scaling: scaling as ScalingApi,
      routes: routes as unknown as RouteResolutionApi,
    },
  );
};

describe('new versions', () => {
  it('are marks of deployments with who, where and a way to the service', async () => {
    const { marks, gaps } = await load({});
    expect(marks).toEqual([
      {
        ...{ id: 'v1', atMs: Date.parse(version.at), title: '1 → 2' },
        ...{ sentence: version.sentence, where: 'Europe (Frankfurt)' },
        ...{ shape: 'event', topic: 'deployment', isInferred: false },
        actor: 'Automation (argocd-controller)',
        href: '/catalog/x/scaling?region=eu-frankfurt&in=eu-frankfurt',
      },
    ]);
    expect(gaps).toEqual([]);
  });

  it('name the service among several, and say when nobody saw them begin', async () => {
    const chat = { ...entity, metadata: { name: 'chat', title: 'Chat' } };
    const { marks } = await load(
      {
        versions: [
          {
            ...{ ...version, notBefore: '2026-11-22T18:00:00Z' },
            entityRef: 'component:default/chat',
            actor: { type: 'unknown', kind: null, name: null },
          },
        ],
      },
      [entity, chat],
    );
    expect(marks).toMatchObject([
      {
        ...{ title: 'Chat: 1 → 2', isInferred: true, actor: undefined },
        sentence: expect.stringMatching(/ It began at some time since /),
      },
    ]);
  });

  describe('of several services', () => {
    const named = (name: string) => ({ ...entity, metadata: { name } });
    const refOf = (name: string) => `component:default/${name}`;
    const names = ['a', 'b', 'c', 'd', 'e'];
    const since = (at: string | null, of: readonly string[]) =>
      Object.fromEntries(of.map(name => [refOf(name), at]));
    const reasonsOf = async (observedSince: Record<string, string | null>) => {
      const answer = { versions: [], observedSince };
      const { gaps = [] } = await load(answer, names.map(named));
      return [...new Set(gaps.map(({ reason }) => reason))];
    };

    it('are said once to be unknown for all that are alike', async () => {
      const [reason, ...others] = await reasonsOf({
        ...since('2026-11-22T08:00:01Z', ['a', 'b']),
        ...since('2026-11-22T08:00:07Z', ['c', 'd', 'e']),
      });
      expect(others).toEqual([]);
      expect(reason).toMatch(
        /^Versions of all 5 services are observed since .*; those before are not known\.$/,
      );
    });

    it('name those that differ, as long as they are few', async () => {
      expect(
        await reasonsOf({
          ...since(null, ['a']),
          ...since('2026-11-22T08:00:00Z', ['b', 'c']),
        }),
      ).toEqual([
        'Versions of a are not observed yet.',
        expect.stringMatching(/^Versions of 2 services \(b, c\) are observed/),
      ]);
      expect(await reasonsOf(since(null, ['a', 'b', 'c', 'd']))).toEqual([
        'Versions of 4 services are not observed yet.',
      ]);
    });

    it('are said not to be asked for where there are too many', async () => {
      const many = Array.from({ length: 501 }, (_, i) => named(`s${i}`));
      const { gaps } = await load({ versions: [], observedSince: {} }, many);
      expect(gaps).toEqual([
        {
          ...span,
          reason:
            'Only 500 of 501 services are asked for at once; versions of the others stand on the timeline of each.',
        },
      ]);
    });
  });

  it.each<[string, Partial<ServicesVersions>, number, RegExp]>([
    [
      'before they were observed',
      { observedSince: { [ref]: '2026-11-22T08:00:00Z' } },
      Date.parse('2026-11-22T08:00:00Z'),
      /^Versions of aurora-gateway are observed since .*; those before are not known\.$/,
    ],
    [
      'where they are not yet',
      { observedSince: { [ref]: null } },
      toMs,
      /^Versions of aurora-gateway are not observed yet\.$/,
    ],
    [
      'of a time that nobody watched',
      {
        gaps: [
          {
            ...{ entityRef: ref, cluster: 'fra', region: 'eu-frankfurt' },
            regionTitle: 'Europe (Frankfurt)',
            ...{ from: '2026-11-20T08:00:00Z', to: '2026-11-22T08:00:00Z' },
          },
        ],
      },
      Date.parse('2026-11-22T08:00:00Z'),
      /^Nobody watched Europe \(Frankfurt\): versions of aurora-gateway that came and went are not known\.$/,
    ],
    [
      'of services that the ledger does not know',
      { missing: ['component:default/x'] },
      toMs,
      /^component:default\/x is not known/,
    ],
    [
      'of several that the ledger does not know',
      { missing: ['a', 'b', 'c', 'd', 'e'] },
      toMs,
      /^5 services are not known to the ledger: a, b, c and 2 more\.$/,
    ],
    [
      'of which there are too many',
      { cut: true },
      Date.parse(version.at),
      /^Only the newest 1 versions are shown/,
    ],
  ])('are not known %s', async (_, answer, endMs, reason) => {
    const { gaps } = await load(answer);
    expect(gaps).toEqual([
      {
        ...{ fromMs: span.fromMs, toMs: endMs },
        reason: expect.stringMatching(reason),
      },
    ]);
  });
});
