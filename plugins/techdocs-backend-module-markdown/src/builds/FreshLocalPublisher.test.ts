import { mockServices } from '@backstage/backend-test-utils';
import fs from 'node:fs';
import path from 'node:path';
import {
  buildSite,
  removeTemporaryFolders,
  temporaryFolder,
  writeFiles,
} from '../__testUtils__/buildSite';
import { FreshLocalPublisher } from './FreshLocalPublisher';

afterEach(removeTemporaryFolders);

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'Harbour', namespace: 'default' },
};
const ref = { kind: 'Component', namespace: 'default', name: 'Harbour' };

async function createPublisher(root: string) {
  return FreshLocalPublisher.fromConfig(
    mockServices.rootConfig({
      data: {
        techdocs: {
          publisher: { type: 'local', local: { publishDirectory: root } },
        },
      },
    }),
    {
      logger: mockServices.logger.mock(),
      discovery: mockServices.discovery(),
    },
  );
}

describe('FreshLocalPublisher', () => {
  it('removes pages that the next build no longer has', async () => {
    const root = temporaryFolder();
    const source = temporaryFolder();
    const publisher = await createPublisher(root);
    const publish = async () =>
      publisher.publish({ entity, directory: (await buildSite(source)).dir });
    const has = (file: string) =>
      fs.existsSync(path.join(root, 'default/component/harbour', file));
    writeFiles(source, {
      'docs/index.md': '# A',
      'docs/old/page.md': '# Old',
      'docs/old/picture.png': 'x',
    });
    await publish();
    expect(has('old/page/index.html')).toBe(true);

    fs.rmSync(path.join(source, 'docs/old'), { recursive: true });
    await publish();
    expect(has('index.html')).toBe(true);
    expect(has('old')).toBe(false);
  });

  it('misses no file while it publishes anew, also twice at once', async () => {
    const root = temporaryFolder();
    const source = temporaryFolder();
    const publisher = await createPublisher(root);
    writeFiles(source, { 'docs/index.md': '# A', 'docs/b.md': '# B' });
    const { dir } = await buildSite(source);
    await publisher.publish({ entity, directory: dir });
    const site = path.join(root, 'default/component/harbour');
    const files = fs
      .readdirSync(site, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => path.join(entry.parentPath, entry.name));
    expect(files.length).toBeGreaterThan(4);

    let isDone = false;
    const missing: string[] = [];
    const both = Promise.all([
      publisher.publish({ entity, directory: dir }),
      publisher.publish({ entity, directory: dir }),
    ]).finally(() => {
      isDone = true;
    });
    while (!isDone) {
      missing.push(...files.filter(file => !fs.existsSync(file)));
      await new Promise(resolve => setImmediate(resolve));
    }
    await both;
    expect(missing).toEqual([]);
    expect(fs.existsSync(path.join(root, '.publishing/default'))).toBe(true);
    expect(
      fs.readdirSync(path.join(root, '.publishing/default/component')),
    ).toEqual([]);
  });

  it('leaves the sites of others alone', async () => {
    const root = temporaryFolder();
    const source = temporaryFolder();
    writeFiles(root, { 'default/component/other/index.html': 'other' });
    writeFiles(source, { 'docs/index.md': '# A' });
    const publisher = await createPublisher(root);
    await publisher.publish({
      entity,
      directory: (await buildSite(source)).dir,
    });
    expect(
      fs.existsSync(path.join(root, 'default/component/other/index.html')),
    ).toBe(true);
  });

  it('has sites of other generators built again', async () => {
    const root = temporaryFolder();
    const publisher = await createPublisher(root);
    const write = (metadata: object) =>
      writeFiles(root, {
        'default/component/harbour/techdocs_metadata.json':
          JSON.stringify(metadata),
      });
    write({ site_name: 'A', etag: 'abc' });
    expect((await publisher.fetchTechDocsMetadata(ref)).etag).toBe('');

    const source = temporaryFolder();
    writeFiles(source, { 'docs/index.md': '# A' });
    await publisher.publish({
      entity,
      directory: (await buildSite(source)).dir,
    });
    expect((await publisher.fetchTechDocsMetadata(ref)).etag).toBe('abc');
  });
});
