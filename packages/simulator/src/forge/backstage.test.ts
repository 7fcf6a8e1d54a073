/* The forge behind Backstage's own integration: reader and publishing action. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  GiteaUrlReader,
  UrlReaders,
} from '@backstage/backend-defaults/urlReader';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { createPublishGiteaAction } from '@backstage/plugin-scaffolder-backend-module-gitea';
import { TestForge } from './testing/startForge';

describe("Backstage's Gitea integration", () => {
  let forge: TestForge;
  let reader: ReturnType<typeof UrlReaders.create>;
  let config: ConfigReader;

  beforeEach(async () => {
    forge = await TestForge.start();
    const { host } = new URL(forge.url);
    config = new ConfigReader({
      integrations: {
        gitea: [
          {
            host,
            baseUrl: forge.url,
            username: 'lifeverse-bot',
            password: 'simulated',
          },
        ],
      },
    });
    reader = UrlReaders.create({
      logger: mockServices.logger.mock(),
      config,
      factories: [GiteaUrlReader.factory],
    });
  });

  afterEach(async () => {
    await forge.remove();
  });

  const at = (path: string) =>
    `${forge.url}/lifeverse/lifeverse/src/branch/main/${path}`;

  it('reads a file with its tag and time', async () => {
    const response = await reader.readUrl(at('catalog/aurora/docs/index.md'));
    const text = (await response.buffer()).toString();
    expect(text).toBe('# Aurora <3\n\nÄ line.\n');
    expect(response.etag).toMatch(/^"[0-9a-f]{40}"$/);
    expect(response.lastModifiedAt).toEqual(new Date(forge.clock.now()));
  });

  it('names what is not there', async () => {
    await expect(reader.readUrl(at('nothing.yaml'))).rejects.toMatchObject({
      name: 'NotFoundError',
    });
    await expect(
      reader.readTree(at('catalog').replace('main', 'nothing')),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
    const { files } = await reader.search(at('nothing.yaml'));
    expect(files).toEqual([]);
  });

  it('reads a folder, and knows when it has not changed', async () => {
    const long = `${'deep/'.repeat(30)}file.md`;
    await forge.writeSeed(`aurora/docs/${long}`, 'far down');
    await forge.writeSeed('aurora/docs/größe.md', 'Umlaut');
    await forge.face.refreshSeed();
    const tree = await reader.readTree(at('catalog/aurora'));
    const files = await tree.files();
    const found = await Promise.all(
      files.map(async f => [f.path, (await f.content()).toString()]),
    );
    expect(found.sort()).toEqual([
      ['catalog-info.yaml', 'kind: System\n'],
      [`docs/${long}`, 'far down'],
      ['docs/größe.md', 'Umlaut'],
      ['docs/index.md', '# Aurora <3\n\nÄ line.\n'],
    ]);
    const { etag } = tree;
    await expect(
      reader.readTree(at('catalog/aurora'), { etag }),
    ).rejects.toMatchObject({ name: 'NotModifiedError' });
    await forge.writeSeed('aurora/more.md', 'more');
    await forge.face.refreshSeed();
    const next = await reader.readTree(at('catalog/aurora'), { etag });
    expect(next.etag).not.toBe(etag);
    expect(await next.files()).toHaveLength(5);
  });

  it('finds a file by its exact address', async () => {
    const { files } = await reader.search(at('catalog/all.yaml'));
    expect(files).toHaveLength(1);
    expect((await files[0].content()).toString()).toBe('kind: Location\n');
  });

  it('publishes a scaffolded repository, once', async () => {
    const workspacePath = join(forge.folder, 'workspace');
    await mkdir(join(workspacePath, 'manifests'), { recursive: true });
    await writeFile(
      join(workspacePath, 'catalog-info.yaml'),
      'kind: Component\n',
    );
    await writeFile(
      join(workspacePath, 'manifests/chat.yaml'),
      'kind: Deployment\n',
    );
    const integrations = ScmIntegrations.fromConfig(config);
    const action = createPublishGiteaAction({ integrations, config });
    const output = new Map<string, unknown>();
    const context = {
      input: {
        repoUrl: `${new URL(forge.url).host}?owner=lifeverse&repo=new-service`,
        description: 'A service',
        defaultBranch: 'main',
      },
      workspacePath,
      logger: mockServices.logger.mock(),
      output: (name: string, value: unknown) => output.set(name, value),
    } as unknown as Parameters<typeof action.handler>[0];
    await action.handler(context);
    expect(output.get('remoteUrl')).toBe(
      `${forge.url}/lifeverse/new-service.git`,
    );
    await forge.face.close();
    expect(forge.pushes).toHaveLength(1);
    expect(forge.pushes[0]).toMatchObject({
      owner: 'lifeverse',
      repository: 'new-service',
      branch: 'main',
      isDefaultBranch: true,
      commit: output.get('commitHash'),
      paths: ['catalog-info.yaml', 'manifests/chat.yaml'],
    });
    const contents = output.get('repoContentsUrl');
    const file = await reader.readUrl(`${contents}catalog-info.yaml`);
    expect((await file.buffer()).toString()).toBe('kind: Component\n');
    await expect(action.handler(context)).rejects.toThrow(
      /Unable to create repository, 409/,
    );
  });
});
