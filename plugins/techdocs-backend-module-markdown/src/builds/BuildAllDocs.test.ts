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

function setUp(
  entities: object[],
  results: Record<string, SyncResult | Error>,
) {
  const logger = mockServices.logger.mock();
  const synced: string[] = [];
  const builds = new BuildAllDocs({
    auth: mockServices.auth(),
    catalog: catalogServiceMock({ entities: entities as never[] }),
    logger,
    pauseMs: 0,
    sync: async ({ name }) => {
      synced.push(name);
      const result = results[name] ?? { state: 'unchanged' };
      if (result instanceof Error) throw result;
      return result;
    },
  });
  return { builds, logger, synced };
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
    const { builds, logger, synced } = setUp(
      ['a', 'b', 'c'].map(name => component(name)),
      {
        a: { state: 'failed', reason: 'no docs' },
        b: new Error('unreachable'),
        c: { state: 'built' },
      },
    );
    await builds.run(new AbortController().signal);
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

  it('stops when it is told to', async () => {
    const { builds, synced } = setUp([component('a'), component('b')], {});
    await builds.run(AbortSignal.abort());
    expect(synced).toEqual([]);
  });
});
