import { ChangeActor } from './ledgerContract';
import {
  attributeVersion,
  describeVersion,
  mayHaveMissed,
  titleOfVersion,
  VersionChange,
} from './versionChange';
import { joinVersions, ServicesVersions } from './versionContract';

const images = (record: Record<string, string>) =>
  Object.entries(record).map(([container, image]) => ({ container, image }));
const unknown: ChangeActor = { type: 'unknown', kind: null, name: null };
const workload = { kind: 'Fleet', name: 'shards' };

describe('a new version in words', () => {
  it.each<[Record<string, string>, Record<string, string>, string, string]>([
    [
      { app: 'r.example/a/shards:1.41.0', proxy: 'proxy:3' },
      { app: 'r.example/a/shards:1.42.0', proxy: 'proxy:3' },
      '1.41.0 → 1.42.0',
      'A new version of the Fleet shards: app from shards:1.41.0 to shards:1.42.0.',
    ],
    [
      { app: 'r.example:5000/shards@sha256:0123456789abcdef' },
      { app: 'shards:2@sha256:fedcba9876543210' },
      '0123456789ab → 2',
      'A new version of the Fleet shards: app from shards@0123456789ab to shards:2.',
    ],
    [
      { app: 'shards:1', old: 'x:1' },
      { app: 'shards:2', proxy: 'proxy' },
      '1 → 2 and 2 more',
      'A new version of the Fleet shards: app from shards:1 to shards:2, old is gone and proxy (proxy) is new.',
    ],
    [
      { app: 'shards:1' },
      { app: 'shards:1' },
      'pods replaced, same images',
      'The pods of the Fleet shards are replaced: their template changed, and they have the same images as the version known before (shards:1).',
    ],
    [
      {},
      {},
      'new version',
      'A new version of the Fleet shards: its images are not known.',
    ],
    [
      {},
      { app: 'a/shards:2', proxy: 'proxy:3' },
      'new version',
      'A new version of the Fleet shards: shards:2 and proxy:3; the images before are not known.',
    ],
    [
      { app: 'shards:1' },
      {},
      'new version',
      'A new version of the Fleet shards: its images are not known.',
    ],
  ])('from %j to %j', (from, to, title, sentence) => {
    const change: VersionChange = { from: images(from), to: images(to) };
    expect(titleOfVersion(change)).toBe(title);
    expect(describeVersion(change, workload, unknown)).toBe(sentence);
  });

  it('names who wrote it', () => {
    const change = { from: images({ a: 'a:1' }), to: images({ a: 'a:2' }) };
    const by = (type: ChangeActor['type'], name: string) =>
      describeVersion(change, workload, { type, kind: null, name });
    expect(by('person', 'kubectl-set')).toMatch(
      /, written by hand, or by a script, with kubectl-set\.$/,
    );
    expect(by('unknown', 'own-tool')).toMatch(/, written by own-tool\.$/);
  });
});

describe('versions that nobody watched', () => {
  const state = (
    revision: string | undefined,
    generation: number | null,
    uid = 'u',
  ) => ({
    ...{ uid, generation },
    version: revision ? { revision, images: images({ app: 'a:1' }) } : null,
  });
  const known = state('revision:7', 4);

  it.each<[string, ReturnType<typeof state>, string, boolean]>([
    ['is the same generation', state('revision:7', 4), 'StatefulSet', false],
    ['has another generation', state('revision:7', 6), 'StatefulSet', true],
    ['has none', state('revision:7', null), 'StatefulSet', true],
    ['is another object', state('revision:7', 4, 'v'), 'Deployment', true],
    ['has the same revision', state('revision:7', 6), 'Deployment', false],
    ['has the next revision', state('revision:8', 6), 'Deployment', false],
    ['has one after the next', state('revision:9', 6), 'Deployment', true],
    ['has an earlier revision', state('revision:6', 6), 'Deployment', true],
    ['is not looked at yet', state(undefined, 6), 'Deployment', true],
  ])('may be missed where it %s', (_, seen, kind, expected) => {
    expect(mayHaveMissed({ ...seen, kind }, known)).toBe(expected);
    expect(mayHaveMissed({ ...seen, kind }, { ...known, version: null })).toBe(
      false,
    );
  });
});

describe('who brought a version', () => {
  const seenAtMs = Date.parse('2026-11-22T20:10:00Z');
  const knownAtMs = seenAtMs - 600_000;
  const writer = (at: string | null, manager = 'helm') => ({
    ...{ manager, subresource: null, at },
  });
  const by = (
    now: ReturnType<typeof writer> | null,
    before: ReturnType<typeof writer> | null = null,
  ) =>
    attributeVersion({
      ...{ kind: 'Deployment', knownAtMs, seenAtMs },
      ...{ writer: now, writerBefore: before },
    });

  it('is who wrote the template since, at the time that is noted', () => {
    expect(by(writer('2026-11-22T20:05:00Z'))).toEqual({
      actor: { type: 'automation', kind: null, name: 'helm' },
      atMs: Date.parse('2026-11-22T20:05:00Z'),
    });
    // A clock that is ahead tells of no future.
    expect(by(writer('2026-11-22T20:10:09Z')).atMs).toBe(seenAtMs);
    expect(by(writer('2026-11-20T00:00:00Z')).atMs).toBeNull();
    expect(by(writer(null)).atMs).toBeNull();
  });

  it('is not known where the same entry was there before, or none is', () => {
    const old = writer('2026-11-22T20:05:00Z');
    expect(by(old, old)).toEqual({ actor: unknown, atMs: null });
    expect(by(null)).toEqual({ actor: unknown, atMs: null });
  });
});

it('joins answers about groups of services, newest first', () => {
  const answer = (id: string, at: string): ServicesVersions => ({
    versions: [
      {
        ...{ id, at, entityRef: `component:default/${id}`, region: 'eu' },
        ...{ cluster: 'fra', ...workload, namespace: 'aurora', from: [] },
        ...{ to: [], notBefore: null, actor: unknown },
        ...{ title: '1 → 2', sentence: 'It moved on.' },
      },
    ],
    ...{ cut: false, missing: [`no-${id}`], unreadClusters: [] },
    observedSince: { [id]: at },
    gaps: [{ entityRef: id, region: 'eu', cluster: 'fra', from: at, to: at }],
  });
  const both = [
    answer('a', '2026-11-22T20:00:00.000Z'),
    answer('b', '2026-11-22T21:00:00.000Z'),
  ];
  expect(joinVersions(both, 1)).toMatchObject({
    ...{ versions: [{ id: 'b' }], cut: true, missing: ['no-a', 'no-b'] },
    observedSince: { a: expect.any(String), b: expect.any(String) },
    gaps: [{ entityRef: 'a' }, { entityRef: 'b' }],
  });
});
