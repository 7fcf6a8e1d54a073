/* Repositories that are made and changed, as by Gitea 1.24. */
import { asBot, TestForge } from '../testing/startForge';

const orgRepos = '/api/v1/orgs/lifeverse/repos';
const chat = '/api/v1/repos/lifeverse/chat';
const guest = {
  authorization: `Basic ${Buffer.from('guest:simulated').toString('base64')}`,
};

describe('repositories of the forge', () => {
  let forge: TestForge;
  beforeEach(async () => {
    forge = await TestForge.start({
      users: [
        { name: 'lifeverse-bot', password: 'simulated' },
        { name: 'guest', password: 'simulated', organisations: [] },
      ],
    });
  });
  afterEach(() => forge.remove());

  it('are described in full once they are made', async () => {
    const made = await forge.send('POST', orgRepos, {
      name: 'chat',
      description: 'Chat of Aurora',
      default_branch: 'trunk',
    });
    expect(made.code).toBe(201);
    const { json } = await forge.get(chat, { headers: asBot });
    expect(json).toEqual(made.json);
    expect(json).toMatchObject({
      full_name: 'lifeverse/chat',
      description: 'Chat of Aurora',
      empty: true,
      archived: false,
      private: false,
      default_branch: 'trunk',
      html_url: `${forge.url}/lifeverse/chat`,
      clone_url: `${forge.url}/lifeverse/chat.git`,
      permissions: { admin: true, push: true, pull: true },
    });
    const seen = await forge.get(chat);
    expect(seen.json.permissions).toEqual({
      admin: false,
      push: false,
      pull: true,
    });
  });

  it('may be their own for a user', async () => {
    const made = await forge.send(
      'POST',
      '/api/v1/user/repos',
      { name: 'tries', auto_init: true },
      guest,
    );
    expect(made.code).toBe(201);
    expect(made.json).toMatchObject({
      full_name: 'guest/tries',
      empty: false,
      permissions: { push: true },
    });
    const again = await forge.send(
      'POST',
      '/api/v1/user/repos',
      { name: 'tries' },
      guest,
    );
    expect(again.code).toBe(409);
    const nobody = await forge.get('/api/v1/user/repos', { method: 'POST' });
    expect(nobody.code).toBe(401);
  });

  it('are not made where the user does not belong', async () => {
    const made = await forge.send('POST', orgRepos, { name: 'chat' }, guest);
    expect([made.code, made.json.message]).toEqual([
      403,
      'Given user is not allowed to create repository in organization.',
    ]);
    const nowhere = '/api/v1/orgs/nowhere/repos';
    expect((await forge.send('POST', nowhere, { name: 'chat' })).code).toBe(
      404,
    );
    expect((await forge.get(chat)).code).toBe(404);
  });

  it.each([
    [{ name: '-' }, 'name is reserved [name: -]'],
    [{ name: 'x.wiki' }, 'name pattern is not allowed [pattern: *.wiki]'],
    [{ name: 'ümlaut' }, '[Name]: AlphaDashDot'],
    [{ name: 'a', description: 'd'.repeat(2049) }, '[description]: MaxSize'],
    [{ name: 'a', default_branch: 'a..b' }, /^\[DefaultBranch\]/],
    [{ name: 'a', private: 'no' }, /^\[private\]/],
  ])('are not made from %j', async (body, message) => {
    const { code, json } = await forge.send('POST', orgRepos, body);
    expect(code).toBe(422);
    expect(json.message).toMatch(message);
  });

  it('may be called as addresses of the forge are', async () => {
    const made = await forge.send('POST', orgRepos, { name: 'api' });
    expect(made.code).toBe(201);
    expect((await forge.get('/api/v1/repos/lifeverse/api')).code).toBe(200);
  });

  it('say that they are empty, as Gitea does', async () => {
    await forge.send('POST', orgRepos, { name: 'chat' });
    const commits = await forge.get(`${chat}/commits?limit=1`);
    expect([commits.code, commits.json.message]).toEqual([
      409,
      'Git Repository is empty.',
    ]);
    expect((await forge.get(`${chat}/branches`)).json).toEqual([]);
    expect((await forge.get(`${chat}/branches/main`)).code).toBe(404);
    expect((await forge.get(`${chat}/contents`)).json).toEqual([]);
  });

  it('are changed in what is given, and stay so', async () => {
    await forge.send('POST', orgRepos, { name: 'chat', auto_init: true });
    const edited = await forge.send('PATCH', chat, {
      description: 'Chat',
      private: true,
    });
    expect(edited.code).toBe(200);
    await forge.restart();
    expect((await forge.get(chat)).code).toBe(404);
    const { json } = await forge.get(chat, { headers: asBot });
    expect(json).toMatchObject({
      description: 'Chat',
      private: true,
      archived: false,
      default_branch: 'main',
    });
  });

  it('take another default branch where it exists, or none does', async () => {
    await forge.send('POST', orgRepos, { name: 'chat' });
    const branchAfter = async (default_branch: string) =>
      (await forge.send('PATCH', chat, { default_branch })).json.default_branch;
    expect(await branchAfter('trunk')).toBe('trunk');
    await forge.send('POST', `${chat}/contents/a.md`, { content: 'QQ==' });
    expect(await branchAfter('main')).toBe('trunk');
    await forge.send('POST', `${chat}/contents/b.md`, {
      content: 'QQ==',
      new_branch: 'main',
    });
    expect(await branchAfter('main')).toBe('main');
  });

  it('are read only once they are archived', async () => {
    await forge.send('POST', orgRepos, { name: 'chat', auto_init: true });
    expect(
      (await forge.send('PATCH', chat, { archived: true })).json.archived,
    ).toBe(true);
    const write = await forge.send('POST', `${chat}/contents/a.md`, {
      content: 'QQ==',
    });
    expect([write.code, write.json.message]).toEqual([
      423,
      'lifeverse/chat is archived',
    ]);
    const push = '/lifeverse/chat.git/info/refs?service=git-receive-pack';
    const refused = await forge.get(push, { headers: asBot });
    expect(refused.code).toBe(403);
    expect(refused.text).toContain('This repo is archived');
    await forge.send('PATCH', chat, { archived: false });
    expect((await forge.get(push, { headers: asBot })).code).toBe(200);
  });

  it('are not changed by who may only read them', async () => {
    await forge.send('POST', orgRepos, { name: 'chat', auto_init: true });
    const patch = (headers: typeof guest) =>
      forge.send('PATCH', chat, { description: 'Mine' }, headers);
    expect((await patch({ authorization: '' })).code).toBe(401);
    expect((await patch(guest)).code).toBe(403);
    const gone = { method: 'DELETE', headers: guest };
    expect((await forge.get(chat, gone)).code).toBe(403);
    const file = `${chat}/contents/a.md`;
    const body = { content: 'QQ==' };
    expect((await forge.send('POST', file, body, guest)).code).toBe(403);
    const push = '/lifeverse/chat.git/info/refs?service=git-receive-pack';
    expect((await forge.get(push, { headers: guest })).code).toBe(403);
    const rename = await forge.send('PATCH', chat, { name: 'talk' });
    expect(rename.code).toBe(422);
  });

  it('come in pages that name their neighbours', async () => {
    await forge.send('POST', orgRepos, { name: 'chat', auto_init: true });
    const { json, headers } = await forge.get(
      '/api/v1/repos/search?limit=1&page=1',
    );
    expect(json.data).toHaveLength(1);
    expect(headers.get('x-total-count')).toBe('2');
    expect(headers.get('link')).toBe(
      `<${forge.url}/api/v1/repos/search?limit=1&page=2>; rel="next",<${forge.url}/api/v1/repos/search?limit=1&page=2>; rel="last"`,
    );
  });
});
