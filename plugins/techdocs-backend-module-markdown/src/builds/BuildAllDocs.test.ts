import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { BuildAllDocs } from './BuildAllDocs';
import type { SyncResult } from './syncEntity';

function component(name: string, hasDocs = true) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: hasDocs ? { 'backstage.io/techdocs-ref': 'dir:.' } : {},
    },
  };
}

const minutes = 60_000;

function setUp(
  entities: object[],
  results: Record<string, SyncResult | Error>,
) {
  const logger = mockServices.logger.mock();
  const synced: string[] = [];
  const clock = { now: 1_000_000 };
  const builds = new BuildAllDocs({
    auth: mockServices.auth(),
    catalog: catalogServiceMock({ entities: entities as never[] }),
    logger,
    pauseMs: 0,
    recheckMs: 30 * minutes,
    now: () => clock.now,
    sync: async ({ name }) => {
      synced.push(name);
      const result = results[name] ?? { state: 'unchanged' };
      if (result instanceof Error) throw result;
      return result;
    },
  });
  return { builds, clock, logger, synced };
}

describe('BuildAllDocs', () => {
  it('builds the docs of every entity that has some, over all pages of the catalog', async () => {
    const entities = Array.from({ length: 250 }, (_, i) => component(`c${i}`));
    const { builds, synced } = setUp(
      [...entities, component('none', false)],
      {},
    );
    await builds.run(new AbortController().signal);
    expect(synced).toHaveLength(250);
    expect(synced).not.toContain('none');
  });

  it('goes on after a failure, and tells each reason once', async () => {
    const { builds, clock, logger, synced } = setUp(
      ['a', 'b', 'c'].map(name => component(name)),
      {
        a: { state: 'failed', reason: 'no docs' },
        b: new Error('unreachable'),
        c: { state: 'built' },
      },
    );
    await builds.run(new AbortController().signal);
    clock.now += 30 * minutes;
    await builds.run(new AbortController().signal);
    expect(synced).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
    expect(logger.warn.mock.calls.map(([message]) => message)).toEqual([
      'The docs of component:default/a could not be built: no docs',
      'The docs of component:default/b could not be built: unreachable',
    ]);
    expect(logger.info).toHaveBeenCalledWith(
      'Docs: 1 sites built, 0 unchanged, 2 failed',
    );
  });

  it('asks hosts again only when it is time to, and sooner after a failure', async () => {
    const { builds, clock, synced } = setUp(
      ['fine', 'down'].map(name => component(name)),
      { down: new Error('unreachable') },
    );
    const runAfter = async (passed: number) => {
      clock.now += passed;
      synced.length = 0;
      await builds.run(new AbortController().signal);
      return [...synced];
    };
    expect(await runAfter(0)).toEqual(['fine', 'down']);
    expect(await runAfter(1 * minutes)).toEqual([]);
    expect(await runAfter(5 * minutes)).toEqual(['down']);
    expect(await runAfter(25 * minutes)).toEqual(['fine', 'down']);
  });

  it('stops when it is told to', async () => {
    const { builds, synced } = setUp([component('a'), component('b')], {});
    await builds.run(AbortSignal.abort());
    expect(synced).toEqual([]);
  });
});
