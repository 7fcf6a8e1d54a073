import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { besideCatalog } from './besideCatalog';

describe('besideCatalog', () => {
  let root: string;
  const write = async (path: string, content: string | Uint8Array) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  };
  const paths = async () =>
    [...(await besideCatalog(join(root, 'catalog'))).keys()].sort();

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'beside-catalog-'));
    await mkdir(join(root, 'catalog'));
    await write('docs/index.md', '# Index');
    await write('docs/guides/one.md', '# One');
    await write('docs/picture.png', Buffer.from([0x89, 0xff, 0x00]));
    await write('package.json', '{}');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('takes the site and its files by their paths in the repository', async () => {
    await write('mkdocs.yml', 'site_name: Blueprint');
    expect(await paths()).toEqual([
      'docs/guides/one.md',
      'docs/index.md',
      'docs/picture.png',
      'mkdocs.yml',
    ]);
    const files = await besideCatalog(join(root, 'catalog'));
    expect(files.get('docs/guides/one.md')?.toString()).toBe('# One');
    expect([...files.get('docs/picture.png')!]).toEqual([0x89, 0xff, 0x00]);
  });

  it('takes templates whole, hidden files included', async () => {
    await write('templates/shard/template.yaml', 'kind: Template');
    await write(
      'templates/shard/skeleton/.gitea/workflows/ci.yaml',
      'on: push',
    );
    await write('templates/shard/skeleton/.gitignore', 'dist');
    await write(
      'templates/shard/skeleton/deploy/{{ name }}.yaml',
      'a: ${{ b }}',
    );
    await write('templates/shard/node_modules/left-out.js', '');
    await symlink('/etc/hostname', join(root, 'templates/shard/link'));
    expect(await paths()).toEqual([
      'templates/shard/skeleton/.gitea/workflows/ci.yaml',
      'templates/shard/skeleton/.gitignore',
      'templates/shard/skeleton/deploy/{{ name }}.yaml',
      'templates/shard/template.yaml',
    ]);
  });

  it('takes no pages where there is no site', async () => {
    expect(await paths()).toEqual([]);
  });
});
