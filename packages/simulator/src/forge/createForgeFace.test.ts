import { readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { asBot, TestForge } from './testing/startForge';

const repo = '/api/v1/repos/lifeverse/lifeverse';

describe('createForgeFace', () => {
  let forge: TestForge;

  beforeEach(async () => {
    forge = await TestForge.start();
  });

  afterEach(async () => {
    await forge.remove();
  });

  it('serves the seed folder and the extra files as a repository', async () => {
    const { json } = await forge.get(`${repo}/git/trees/main?recursive=true`);
    const files = json.tree.filter(e => e.type === 'blob');
    expect(files.map(e => e.path)).toEqual([
      'README.md',
      'catalog/all.yaml',
      'catalog/aurora/catalog-info.yaml',
      'catalog/aurora/docs/index.md',
    ]);
    const about = await forge.get(repo);
    expect(about.json).toMatchObject({
      full_name: 'lifeverse/lifeverse',
      default_branch: 'main',
      empty: false,
      clone_url: `${forge.url}/lifeverse/lifeverse.git`,
    });
  });

  it('gives a file with its content, tag and time', async () => {
    const path = `${repo}/contents/catalog/aurora/docs/index.md?ref=main`;
    const { json, headers } = await forge.get(path);
    expect(json).toMatchObject({
      name: 'index.md',
      path: 'catalog/aurora/docs/index.md',
      type: 'file',
      encoding: 'base64',
      html_url: `${forge.url}/lifeverse/lifeverse/src/branch/main/catalog/aurora/docs/index.md`,
      last_commit_when: '2026-01-15T12:00:00Z',
    });
    const text = Buffer.from(json.content, 'base64').toString();
    expect(text).toBe('# Aurora <3\n\nÄ line.\n');
    expect(json.size).toBe(Buffer.byteLength(text));
    expect(headers.get('last-modified')).toBe('Thu, 15 Jan 2026 12:00:00 GMT');
    const etag = headers.get('etag')!;
    const again = await forge.get(path, { headers: { 'if-none-match': etag } });
    expect(again.code).toBe(304);
  });

  it('lists folders, the root among them', async () => {
    const root = await forge.get(`${repo}/contents?ref=main`);
    expect(root.list.map(e => e.path)).toEqual(['README.md', 'catalog']);
    const folder = await forge.get(`${repo}/contents/catalog/aurora`);
    expect(folder.list.map(e => [e.path, e.type])).toEqual([
      ['catalog/aurora/catalog-info.yaml', 'file'],
      ['catalog/aurora/docs', 'dir'],
    ]);
  });

  it.each([
    `${repo}/contents/nothing.yaml?ref=main`,
    `${repo}/contents/catalog/all.yaml/deeper`,
    `${repo}/contents/catalog/all.yaml?ref=nothing`,
    `${repo}/contents/catalog/..%2f..%2fHEAD`,
    `${repo}/contents/%2e%2e/%2e%2e/HEAD`,
    `${repo}/git/commits/config`,
    `${repo}/git/commits/..%2fHEAD`,
    `${repo}/git/blobs/${'0'.repeat(40)}`,
    `${repo}/git/trees/${'0'.repeat(40)}`,
    `${repo}/branches/nothing`,
    `${repo}/nothing`,
    '/api/v1/repos/lifeverse/nothing',
    '/api/v1/repos/..%2f..%2fetc/passwd',
    '/api/v1/orgs/nothing',
    '/api/v1/users/nothing',
    '/api/v1/nothing',
  ])('answers 404 in the form of Gitea for %s', async path => {
    const { code, json } = await forge.get(path);
    expect(code).toBe(404);
    expect(json).toEqual({
      errors: [expect.any(String)],
      message: "The target couldn't be found.",
      url: `${forge.url}/api/swagger`,
    });
    expect(forge.errors).toEqual([]);
  });

  it('shows files and folders to people, with everything escaped', async () => {
    await forge.writeSeed('<b>.md', '<script>alert(1)</script>');
    await forge.face.refreshSeed();
    const base = '/lifeverse/lifeverse/src/branch/main';
    const folder = await forge.get(`${base}/catalog`);
    expect(folder.code).toBe(200);
    expect(folder.text).toContain('&lt;b&gt;.md');
    expect(folder.text).not.toContain('<b>.md');
    const file = await forge.get(
      `${base}/catalog/${encodeURIComponent('<b>.md')}`,
    );
    expect(file.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(file.headers.get('content-security-policy')).toContain(
      "default-src 'none'",
    );
    const root = await forge.get('/lifeverse/lifeverse');
    expect(root.text).toContain('# LifeVerse');
    const home = await forge.get('/');
    expect(home.text).toContain('lifeverse/lifeverse');
    const history = await forge.get('/lifeverse/lifeverse/commits/branch/main');
    expect(history.text).toContain('Update catalog/&lt;b&gt;.md');
    const missing = await forge.get(`${base}/nothing`, {
      headers: { accept: 'text/html' },
    });
    expect(missing.code).toBe(404);
    expect(missing.text).toContain('no nothing in branch main');
  });

  it('never serves a file in a way that a browser would run', async () => {
    const path = '/lifeverse/lifeverse/raw/branch/main/README.md';
    const { headers, text } = await forge.get(path);
    expect(text).toBe('# LifeVerse\n');
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    const api = await forge.get(`${repo}/raw/README.md?ref=main`);
    expect(api.text).toBe('# LifeVerse\n');
  });

  it('commits what has changed in the seed folder since the last start', async () => {
    const before = await forge.get(`${repo}/commits`);
    expect(before.json).toHaveLength(1);
    await forge.restart();
    expect((await forge.get(`${repo}/commits`)).json).toHaveLength(1);

    await forge.shut();
    await forge.writeSeed('all.yaml', 'kind: Location\nmetadata: {}\n');
    forge.clock.advance(60_000);
    await forge.open();
    const after = await forge.get(`${repo}/commits`);
    expect(after.json).toHaveLength(2);
    expect(after.list[0].commit.message).toBe('Update catalog/all.yaml\n');
    expect(after.list[0].parents[0].sha).toBe(before.list[0].sha);
    const file = await forge.get(`${repo}/raw/catalog/all.yaml`);
    expect(file.text).toContain('metadata');
    expect(forge.pushes.map(p => p.commit)).toEqual([after.list[0].sha]);
  });

  it('keeps what people changed in other files when the seed changes', async () => {
    const content = Buffer.from('# Ours\n').toString('base64');
    const { json } = await forge.get(`${repo}/contents/README.md`);
    const { sha } = json;
    const change = await forge.send('PUT', `${repo}/contents/README.md`, {
      content,
      sha,
    });
    expect(change.code).toBe(200);
    await forge.writeSeed('new.yaml', 'kind: Group\n');
    await forge.face.refreshSeed();
    expect((await forge.get(`${repo}/raw/README.md`)).text).toBe('# Ours\n');
    expect((await forge.get(`${repo}/raw/catalog/new.yaml`)).code).toBe(200);
    expect(await forge.face.refreshSeed()).toBeUndefined();
  });

  it('does not follow links out of the seed folder', async () => {
    await symlink('/etc/hostname', join(forge.seedFolder, 'link.yaml'));
    await forge.face.refreshSeed();
    expect((await forge.get(`${repo}/contents/catalog/link.yaml`)).code).toBe(
      404,
    );
  });

  it('creates a repository for who may, once', async () => {
    const body = { name: 'fresh', description: 'New', private: false };
    const path = '/api/v1/orgs/lifeverse/repos';
    const nobody = await forge.send('POST', path, body, { authorization: '' });
    expect(nobody.code).toBe(401);
    expect(nobody.headers.get('www-authenticate')).toBe('Basic realm="Gitea"');
    expect(nobody.json.message).toBe('token is required');
    const made = await forge.send('POST', path, body);
    expect(made.code).toBe(201);
    expect(made.json).toMatchObject({
      full_name: 'lifeverse/fresh',
      empty: true,
    });
    const again = await forge.send('POST', path, { ...body, name: 'FRESH' });
    expect(again.code).toBe(409);
    expect(again.json.message).toBe(
      'The repository with the same name already exists.',
    );
    expect((await forge.get('/lifeverse/fresh')).text).toContain('is empty');
    expect((await forge.get('/lifeverse/fresh/src/branch/main')).code).toBe(
      404,
    );
    await forge.restart();
    expect((await forge.get('/api/v1/repos/lifeverse/fresh')).code).toBe(200);
  });

  it('creates one of many repositories of one name that are asked for at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () =>
        forge.send('POST', '/api/v1/orgs/lifeverse/repos', {
          name: 'race',
          auto_init: true,
        }),
      ),
    );
    const codes = answers.map(a => a.code).sort();
    expect(codes).toEqual([201, ...Array(11).fill(409)]);
    expect(await readdir(join(forge.dataFolder, 'drafts'))).toEqual([]);
  });

  it.each([
    ['', '[Name]: Required'],
    [undefined, '[Name]: Required'],
    ['../evil', '[Name]: AlphaDashDot'],
    ['a/b', '[Name]: AlphaDashDot'],
    ['..', 'name is reserved [name: ..]'],
    ['x.git', 'name pattern is not allowed [pattern: *.git]'],
    ['a'.repeat(101), '[Name]: MaxSize'],
    [{ a: 1 }, '[Name]: Required'],
  ])('refuses the name %j', async (name, message) => {
    const path = '/api/v1/orgs/lifeverse/repos';
    const { code, json } = await forge.send('POST', path, { name });
    expect([code, json.message]).toEqual([422, message]);
  });

  it('refuses a body that is no JSON, and one that is too large', async () => {
    const path = '/api/v1/orgs/lifeverse/repos';
    const init = { method: 'POST', headers: asBot };
    const broken = await forge.get(path, { ...init, body: '{' });
    expect(broken.code).toBe(422);
    expect(broken.json.message).toMatch(/^body is not valid JSON/);
    const body = Buffer.alloc(17 * 1024 * 1024, ' ');
    const large = await forge.get(path, { ...init, body });
    expect(large.code).toBe(413);
    expect(large.json.message).toBe(
      'request body is larger than 16777216 bytes',
    );
  });

  it('takes a token and refuses wrong credentials even for reading', async () => {
    const as = (authorization: string) =>
      forge.get('/api/v1/user', { headers: { authorization } });
    expect((await as('token secret-token')).json.login).toBe('lifeverse-bot');
    expect((await as('Bearer secret-token')).code).toBe(200);
    expect((await as(asBot.authorization.replace('B', 'b'))).code).toBe(200);
    expect((await as('token wrong')).code).toBe(401);
    expect((await forge.get('/api/v1/user')).code).toBe(401);
    const read = await forge.get(repo, {
      headers: { authorization: 'token wrong' },
    });
    expect(read.code).toBe(401);
    expect(read.json.message).toBe('invalid username, password or token');
  });

  it('hides a private repository from who may not see it', async () => {
    await forge.send('POST', '/api/v1/orgs/lifeverse/repos', {
      name: 'hidden',
      private: true,
      auto_init: true,
    });
    const path = '/api/v1/repos/lifeverse/hidden';
    expect((await forge.get(path)).code).toBe(404);
    expect((await forge.get('/lifeverse/hidden')).code).toBe(404);
    expect((await forge.get('/')).text).not.toContain('hidden');
    const refs = '/lifeverse/hidden.git/info/refs?service=git-upload-pack';
    expect((await forge.get(refs)).code).toBe(401);
    expect((await forge.get(path, { headers: asBot })).code).toBe(200);
    expect((await forge.get(refs, { headers: asBot })).code).toBe(200);
  });

  it('adds, changes and deletes single files and tells of it', async () => {
    const path = `${repo}/contents/services/chat.yaml`;
    const content = Buffer.from('a: 1\n').toString('base64');
    const made = await forge.send('POST', path, {
      content,
      message: 'Add chat',
    });
    expect(made.code).toBe(201);
    expect(made.json.commit.message).toBe('Add chat\n');
    const { sha } = (await forge.get(path)).json;
    expect((await forge.send('POST', path, { content })).code).toBe(422);
    const stale = await forge.send('PUT', path, {
      content,
      sha: '0'.repeat(40),
    });
    expect(stale.code).toBe(422);
    const branch = await forge.send('DELETE', path, {
      sha,
      new_branch: 'feature/tidy',
    });
    expect(branch.code).toBe(200);
    expect((await forge.get(`${path}?ref=feature/tidy`)).code).toBe(404);
    expect((await forge.get(`${path}?ref=main`)).code).toBe(200);
    const view = '/lifeverse/lifeverse/src/branch/feature/tidy/README.md';
    expect((await forge.get(view)).code).toBe(200);
    await forge.face.close();
    expect(forge.pushes.map(p => [p.branch, p.isDefaultBranch])).toEqual([
      ['main', true],
      ['feature/tidy', false],
    ]);
    expect(forge.pushes[0].paths).toContain('services/chat.yaml');
    const read = await forge.pushes[0].readFile('services/chat.yaml');
    expect(read.toString()).toBe('a: 1\n');
    await expect(forge.pushes[1].readFile('../HEAD')).rejects.toThrow(
      'no file',
    );
  });

  it('lists organisations, users, repositories, branches and commits', async () => {
    const get = async (path: string) => (await forge.get(path)).json;
    expect(await get('/api/v1/version')).toEqual({ version: '1.24.0' });
    expect((await get('/api/v1/orgs/lifeverse')).username).toBe('lifeverse');
    expect(await get('/api/v1/orgs/lifeverse/repos')).toHaveLength(1);
    expect(await get('/api/v1/users/lifeverse/repos')).toHaveLength(1);
    const found = await get('/api/v1/repos/search?q=life');
    expect(found).toMatchObject({ ok: true, data: [{ name: 'lifeverse' }] });
    const { list } = await forge.get(`${repo}/branches`);
    expect(list[0].name).toBe('main');
    const branch = await get(`${repo}/branches/main`);
    const commit = await get(`${repo}/git/commits/main`);
    expect(commit.sha).toBe(branch.commit.id);
    const short = await get(`${repo}/git/commits/${commit.sha.slice(0, 8)}`);
    expect(short.sha).toBe(commit.sha);
    expect(await get(`${repo}/commits?path=README.md`)).toHaveLength(1);
  });

  it('deletes a repository', async () => {
    const path = '/api/v1/orgs/lifeverse/repos';
    await forge.send('POST', path, { name: 'brief' });
    const gone = '/api/v1/repos/lifeverse/brief';
    expect((await forge.get(gone, { method: 'DELETE' })).code).toBe(401);
    const init = { method: 'DELETE', headers: asBot };
    expect((await forge.get(gone, init)).code).toBe(204);
    expect((await forge.get(gone)).code).toBe(404);
    expect((await forge.send('POST', path, { name: 'brief' })).code).toBe(201);
  });

  it('tells the newest commit of every default branch', async () => {
    const heads = await forge.face.heads();
    expect(heads).toHaveLength(1);
    expect(heads[0]).toMatchObject({
      owner: 'lifeverse',
      repository: 'lifeverse',
      branch: 'main',
      isDefaultBranch: true,
    });
    const text = await heads[0].readFile('catalog/all.yaml');
    expect(text.toString()).toBe('kind: Location\n');
  });
});

describe('a forge that watches its seed', () => {
  it('commits a change of a file while it runs', async () => {
    const forge = await TestForge.start({ watchSeed: true });
    try {
      await forge.writeSeed('all.yaml', 'kind: Changed\n');
      for (let i = 0; i < 200 && forge.pushes.length === 0; i++) {
        await new Promise(resolve => {
          setTimeout(resolve, 25);
        });
      }
      const text = await forge.pushes[0].readFile('catalog/all.yaml');
      expect(text.toString()).toBe('kind: Changed\n');
    } finally {
      await forge.remove();
    }
  });
});
