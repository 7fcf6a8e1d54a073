import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import techdocsPlugin from '@backstage/plugin-techdocs-backend';
import fs from 'node:fs';
import path from 'node:path';
import request from 'supertest';
import {
  removeTemporaryFolders,
  temporaryFolder,
  writeFiles,
} from './__testUtils__/buildSite';
import { techdocsModuleMarkdown } from './module';

// A backend takes seconds to start on a busy machine.
jest.setTimeout(60_000);

afterEach(removeTemporaryFolders);

async function start(source: string, techdocs: object = {}) {
  const published = temporaryFolder();
  const backend = await startTestBackend({
    features: [
      techdocsPlugin,
      techdocsModuleMarkdown,
      mockServices.scheduler.factory({
        includeInitialDelayedTasksOnStartup: true,
      }),
      catalogServiceMock.factory({
        entities: [
          {
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'Component',
            metadata: {
              name: 'harbour',
              namespace: 'default',
              uid: `uid-${published}`,
              annotations: {
                'backstage.io/techdocs-ref': 'dir:.',
                'backstage.io/managed-by-location': `file:${source}/catalog-info.yaml`,
              },
            },
          },
        ],
      }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost' },
          backend: { baseUrl: 'http://localhost' },
          techdocs: {
            builder: 'local',
            publisher: {
              type: 'local',
              local: { publishDirectory: published },
            },
            ...techdocs,
          },
        },
      }),
    ],
  });
  const get = (at: string) => request(backend.server).get(`/api/techdocs${at}`);
  return {
    published: path.join(published, 'default/component/harbour'),
    get,
    sync: () => get('/sync/default/Component/harbour'),
    stop: () => backend.stop(),
  };
}

const quiet = { markdown: { builds: { enabled: false } } };

describe('the module in a backend', () => {
  it('builds docs when its reader asks, and serves them', async () => {
    const source = temporaryFolder();
    writeFiles(source, { 'docs/index.md': '# Harbour\n\n[none](none.md)\n' });
    const backend = await start(source, quiet);

    const { text } = await backend.sync();
    expect(text).toContain('event: finish\ndata: {"updated":true}');
    expect(text).toContain('leads to a page that does not exist');
    const page = await backend.get(
      '/static/docs/default/component/harbour/index.html',
    );
    expect(page.text).toContain('Harbour');
    const metadata = await backend.get(
      '/metadata/techdocs/default/Component/harbour',
    );
    expect(metadata.body).toMatchObject({ site_name: 'harbour' });
    await backend.stop();
  });

  it('reports links to where the portal has no pages, by its own list', async () => {
    const source = temporaryFolder();
    writeFiles(source, {
      'docs/index.md': '# Harbour\n\n[a](/wiki/x) [b](/shards)\n',
    });
    const problem = (href: string) =>
      `The link ${href} starts at the root of the portal`;
    const withDefault = await start(source, quiet);
    const { text } = await withDefault.sync();
    expect(text).toContain(problem('/wiki/x'));
    expect(text).not.toContain(problem('/shards'));
    await withDefault.stop();

    const withOwn = await start(source, {
      markdown: { ...quiet.markdown, portalPaths: ['/wiki/'] },
    });
    const { text: own } = await withOwn.sync();
    expect(own).toContain(problem('/shards'));
    expect(own).not.toContain(problem('/wiki/x'));
    await withOwn.stop();
  });

  it('does not start with a list that is wrong, and says why', async () => {
    await expect(
      start(temporaryFolder(), {
        markdown: { ...quiet.markdown, portalPaths: ['wiki'] },
      }),
    ).rejects.toThrow('techdocs.markdown.portalPaths: "wiki" is no path');
  });

  it('builds docs that nobody has opened, soon after the start', async () => {
    const source = temporaryFolder();
    writeFiles(source, { 'docs/index.md': '# Harbour' });
    const backend = await start(source, {
      markdown: {
        builds: {
          schedule: {
            frequency: { minutes: 10 },
            timeout: { minutes: 1 },
            initialDelay: { milliseconds: 1 },
          },
        },
      },
    });
    const index = path.join(backend.published, 'search/search_index.json');
    for (let i = 0; i < 400 && !fs.existsSync(index); i++)
      await new Promise(resolve => setTimeout(resolve, 50));
    expect(fs.existsSync(index)).toBe(true);
    await backend.stop();
  });
});
