/* Git's own client against the forge; where it is absent the test says so. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missingGit, runGit } from '../testing/gitBinary';
import { TestForge } from '../testing/startForge';

jest.setTimeout(60_000);

const missing = missingGit();

if (missing) {
  process.stdout.write(`Not tried with Git's own client: ${missing}\n`);
}

const describeWithGit = missing ? describe.skip : describe;

describeWithGit("Git's own client", () => {
  let forge: TestForge;
  let folder: string;
  let work: string;

  const git = (...args: string[]) => runGit(work, ...args);
  const remote = (credentials = '') =>
    `${forge.url.replace('//', `//${credentials}`)}/lifeverse/lifeverse.git`;
  const bot = 'lifeverse-bot:simulated@';

  async function change(path: string, text: string, message = path) {
    await mkdir(join(work, path, '..'), { recursive: true });
    await writeFile(join(work, path), text);
    await git('add', '-A');
    await git('commit', '-qm', message);
  }

  beforeEach(async () => {
    forge = await TestForge.start();
    folder = await mkdtemp(join(tmpdir(), 'git-work-'));
    work = join(folder, 'work');
    await runGit(folder, 'clone', '-q', remote(bot), 'work');
  });

  afterEach(async () => {
    await forge.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it('clones', async () => {
    const text = await readFile(join(work, 'catalog/all.yaml'), 'utf8');
    expect(text).toBe('kind: Location\n');
    expect(await git('branch', '--show-current')).toBe('main');
    expect(await git('fsck', '--full', '--strict')).toBe('');
  });

  it('clones with protocol version 2 asked for and refused', async () => {
    const args = ['-c', 'protocol.version=2', 'clone', '-q', remote(), 'two'];
    await runGit(folder, ...args);
    const text = await readFile(join(folder, 'two/README.md'), 'utf8');
    expect(text).toBe('# LifeVerse\n');
  });

  it('pushes, and everybody sees it', async () => {
    await change('catalog/ember/catalog-info.yaml', 'kind: System\n');
    await git('push', '-q', 'origin', 'main');
    const head = await git('rev-parse', 'HEAD');
    const path = '/api/v1/repos/lifeverse/lifeverse/git/commits/main';
    expect((await forge.get(path)).json.sha).toBe(head);
    await forge.face.close();
    expect(forge.pushes).toHaveLength(1);
    expect(forge.pushes[0]).toMatchObject({ branch: 'main', commit: head });
    const file = await forge.pushes[0].readFile(
      'catalog/ember/catalog-info.yaml',
    );
    expect(file.toString()).toBe('kind: System\n');
  });

  it('pushes deltas, and fetches only what is new', async () => {
    const lines = Array.from({ length: 5000 }, (_, i) => `line ${i} ${i * 7}`);
    await change('big.txt', lines.join('\n'));
    await git('push', '-q', 'origin', 'main');
    const other = join(folder, 'other');
    await runGit(folder, 'clone', '-q', remote(), 'other');
    for (let i = 0; i < 5; i++) {
      lines[i * 100] += ' changed';
      await change('big.txt', lines.join('\n'), `Change ${i}`);
    }
    await git('push', '-q', 'origin', 'main');
    await runGit(other, 'pull', '-q', '--ff-only');
    expect(await runGit(other, 'rev-parse', 'HEAD')).toBe(
      await git('rev-parse', 'HEAD'),
    );
    await runGit(other, 'fsck', '--full', '--strict');
    await forge.restart();
    const fresh = join(folder, 'fresh');
    await runGit(folder, 'clone', '-q', remote(), 'fresh');
    expect(await runGit(fresh, 'log', '--format=%s', '-2')).toBe(
      'Change 4\nChange 3',
    );
  });

  it('clones shallowly and deepens', async () => {
    await change('one', '1');
    await change('two', '2');
    await git('push', '-q', 'origin', 'main');
    const args = ['clone', '-q', '--depth', '1', remote(), 'shallow'];
    await runGit(folder, ...args);
    const shallow = join(folder, 'shallow');
    const count = () => runGit(shallow, 'rev-list', '--count', 'HEAD');
    expect(await count()).toBe('1');
    await change('three', '3');
    await git('push', '-q', 'origin', 'main');
    await runGit(shallow, 'pull', '-q', '--ff-only');
    expect(await count()).toBe('2');
    await runGit(shallow, 'fetch', '-q', '--unshallow');
    expect(await count()).toBe('4');
    await runGit(shallow, 'fsck', '--full');
  });

  it('pushes and fetches branches and annotated tags, and deletes them', async () => {
    await git('checkout', '-qb', 'feature/deep/name');
    await change('feature.txt', 'f');
    await git('tag', '-am', 'First', 'v1');
    await git('push', '-q', 'origin', 'feature/deep/name', 'v1');
    const args = ['ls-remote', remote()];
    const refs = await runGit(folder, ...args);
    expect(refs).toMatch(/refs\/heads\/feature\/deep\/name/);
    expect(refs).toMatch(/refs\/tags\/v1\n.*refs\/tags\/v1\^\{\}/);
    await runGit(folder, 'clone', '-q', '-b', 'v1', remote(), 'tagged');
    const view =
      '/lifeverse/lifeverse/src/branch/feature/deep/name/feature.txt';
    expect((await forge.get(view)).code).toBe(200);
    const tag = '/lifeverse/lifeverse/src/tag/v1/feature.txt';
    expect((await forge.get(tag)).code).toBe(200);
    await git('push', '-q', 'origin', ':feature/deep/name', ':v1');
    expect(await runGit(folder, ...args)).not.toMatch(/feature|v1/);
    await expect(git('push', '-q', 'origin', ':main')).rejects.toThrow(
      'refusing to delete the default branch',
    );
  });

  it('may not push without credentials or with wrong ones', async () => {
    await change('a', 'a');
    for (const credentials of ['', 'lifeverse-bot:wrong@']) {
      await git('remote', 'set-url', 'origin', remote(credentials));
      await expect(git('push', '-q', 'origin', 'main')).rejects.toThrow(
        /could not read Username|Authentication failed/,
      );
    }
    await git('remote', 'set-url', 'origin', remote('secret-token:@'));
    await git('push', '-q', 'origin', 'main');
  });

  it('may not rewrite history, nor overtake somebody', async () => {
    await change('a', 'a');
    await git('push', '-q', 'origin', 'main');
    const head = await git('rev-parse', 'HEAD');
    await git('reset', '-q', '--hard', 'HEAD~1');
    await change('b', 'b');
    await expect(git('push', '-q', 'origin', 'main')).rejects.toThrow(
      /rejected/,
    );
    await expect(git('push', '-q', '-f', 'origin', 'main')).rejects.toThrow(
      'non-fast-forward',
    );
    const path = '/api/v1/repos/lifeverse/lifeverse/git/commits/main';
    expect((await forge.get(path)).json.sha).toBe(head);
  });

  it('fills an empty repository, whatever its first branch is called', async () => {
    await forge.send('POST', '/api/v1/orgs/lifeverse/repos', {
      name: 'fresh',
    });
    await git('checkout', '-qb', 'trunk');
    const fresh = remote(bot).replace('lifeverse.git', 'fresh.git');
    await git('push', '-q', fresh, 'trunk');
    const { json } = await forge.get('/api/v1/repos/lifeverse/fresh');
    expect(json).toMatchObject({ default_branch: 'trunk', empty: false });
    await runGit(folder, 'clone', '-q', fresh, 'again');
  });

  it('is told plainly that a push is too large', async () => {
    await forge.remove();
    forge = await TestForge.start({ maxPushBytes: 20_000 });
    const random = Array.from({ length: 9000 }, (_, i) => Math.sin(i)).join();
    await change('large.txt', random);
    await git('remote', 'set-url', 'origin', remote(bot));
    await expect(git('push', '-q', '-f', 'origin', 'main')).rejects.toThrow(
      '413',
    );
  });

  it('is told that there is no such repository', async () => {
    const nothing = remote().replace('lifeverse.git', 'nothing.git');
    await expect(runGit(folder, 'ls-remote', nothing)).rejects.toThrow(
      /could not read Username/,
    );
    const known = remote(bot).replace('lifeverse.git', 'nothing.git');
    await expect(runGit(folder, 'ls-remote', known)).rejects.toThrow(
      /not found/,
    );
  });
});
