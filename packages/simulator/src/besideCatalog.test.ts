import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { besideCatalog } from './besideCatalog';

describe('besideCatalog', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'beside-catalog-'));
    await mkdir(join(root, 'catalog'));
    await mkdir(join(root, 'docs', 'guides'), { recursive: true });
    await writeFile(join(root, 'docs', 'index.md'), '# Index');
    await writeFile(join(root, 'docs', 'guides', 'one.md'), '# One');
    await writeFile(join(root, 'docs', 'picture.png'), 'not text');
    await writeFile(join(root, 'package.json'), '{}');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('takes the site and its pages by their paths in the repository', async () => {
    await writeFile(join(root, 'mkdocs.yml'), 'site_name: Blueprint');
    const files = await besideCatalog(join(root, 'catalog'));
    expect([...files.keys()].sort()).toEqual([
      'docs/guides/one.md',
      'docs/index.md',
      'mkdocs.yml',
    ]);
    expect(files.get('docs/guides/one.md')).toBe('# One');
  });

  it('takes nothing where there is no site', async () => {
    expect((await besideCatalog(join(root, 'catalog'))).size).toBe(0);
  });
});
