import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchSources } from './watchSources';

describe('watchSources', () => {
  let root: string;
  let looks: number;
  let stop: () => void;
  const settled = async (count: number) => {
    while (looks < count) {
      await new Promise(resolve => {
        setTimeout(resolve, 20);
      });
    }
  };

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'watch-'));
    await mkdir(join(root, 'catalog'));
    looks = 0;
    stop = watchSources(
      [
        { folder: join(root, 'catalog') },
        { folder: root, only: ['mkdocs.yml', 'templates'] },
      ],
      () => {
        looks += 1;
      },
    );
  });
  afterEach(async () => {
    stop();
    await rm(root, { recursive: true, force: true });
  });

  it('notices a file, a folder that comes later, and what is in it', async () => {
    const templates = join(root, 'templates');
    const gitea = join(templates, 'shard', '.gitea');
    const changes = [
      () => writeFile(join(root, 'mkdocs.yml'), 'site_name: a'),
      () => mkdir(gitea, { recursive: true }),
      () => writeFile(join(gitea, 'ci.yaml'), 'on: push'),
      () => rm(templates, { recursive: true }),
      () => writeFile(join(root, 'catalog', 'all.yaml'), 'kind: Location'),
    ];
    for (const change of changes) {
      const before = looks;
      await change();
      await settled(before + 1);
    }
    expect(looks).toBeGreaterThanOrEqual(changes.length);
  });

  it('leaves the rest alone', async () => {
    await writeFile(join(root, 'package.json'), '{}');
    await writeFile(join(root, 'mkdocs.yml'), 'site_name: a');
    await settled(1);
    expect(looks).toBe(1);
  });
});
