import { TestForge } from '../testing/startForge';

const repo = '/api/v1/repos/lifeverse/chat';
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('several files with one commit', () => {
  let forge: TestForge;
  beforeEach(async () => {
    forge = await TestForge.start();
    await forge.send('POST', '/api/v1/orgs/lifeverse/repos', { name: 'chat' });
  });
  afterEach(() => forge.remove());

  const change = (files: unknown, more: object = {}) =>
    forge.send('POST', `${repo}/contents`, { files, ...more });
  const read = async (path: string) =>
    (await forge.get(`${repo}/raw/${path}`)).text;

  it('fill an empty repository', async () => {
    const { code, json } = await change(
      [
        { operation: 'create', path: 'a.md', content: base64('# A') },
        { operation: 'create', path: 'deploy/b.yaml', content: base64('b: 1') },
      ],
      { message: 'Begin', author: { name: 'Mira', email: 'm@e.example' } },
    );
    expect(code).toBe(201);
    expect(json.files.map(f => f.path)).toEqual(['a.md', 'deploy/b.yaml']);
    expect(json.commit).toMatchObject({
      message: 'Begin\n',
      author: { name: 'Mira', email: 'm@e.example' },
      parents: [],
    });
    const commits = await forge.get(`${repo}/commits?limit=1`);
    expect(commits.list[0].sha).toBe(json.commit.sha);
    expect((await forge.get(repo)).json.empty).toBe(false);
    await forge.face.close();
    expect(forge.pushes.map(p => p.paths)).toEqual([['a.md', 'deploy/b.yaml']]);
  });

  it('are updated, moved, uploaded and deleted at once', async () => {
    const made = await change(
      ['a', 'b', 'c'].map(name => ({
        operation: 'create',
        path: `${name}.md`,
        content: base64(name),
      })),
    );
    const [a, b] = made.json.files.map(f => f.sha);
    const { code, json } = await change([
      { operation: 'update', path: 'a.md', content: base64('A'), sha: a },
      { operation: 'delete', path: 'b.md', sha: b },
      { operation: 'rename', path: 'docs/c.md', from_path: 'c.md' },
      { operation: 'upload', path: 'd.md', content: base64('d') },
    ]);
    expect(code).toBe(201);
    expect(json.files[1]).toBeNull();
    expect(json.commit.message).toBe(
      'Update a.md, docs/c.md, d.md\nDelete b.md\n',
    );
    const tree = await forge.get(`${repo}/git/trees/main?recursive=1`);
    expect(
      tree.json.tree.filter(e => e.type === 'blob').map(e => e.path),
    ).toEqual(['a.md', 'd.md', 'docs/c.md']);
    expect([await read('a.md'), await read('docs/c.md')]).toEqual(['A', 'c']);
  });

  it.each<[string, unknown, number, RegExp]>([
    ['nothing', [], 422, /files/],
    ['what is no list', 'all', 422, /files/],
    [
      'an operation that is none',
      [{ operation: 'burn', path: 'a' }],
      422,
      /operation/,
    ],
    [
      'what leaves the repository',
      [{ operation: 'create', path: '../a', content: '' }],
      422,
      /path is invalid/,
    ],
    [
      'the same file twice',
      [
        { operation: 'create', path: 'a', content: 'QQ==' },
        { operation: 'create', path: 'a', content: 'QQ==' },
      ],
      422,
      /already exists/,
    ],
    [
      'a file that is not there',
      [{ operation: 'delete', path: 'a', sha: '0'.repeat(40) }],
      404,
      /target couldn't be found/,
    ],
    [
      'an update of what nobody has seen',
      [
        { operation: 'create', path: 'new', content: 'QQ==' },
        { operation: 'update', path: 'old.md', content: 'QQ==' },
      ],
      422,
      /a SHA or commit ID must be proved/,
    ],
    [
      'an update of an older version',
      [
        {
          operation: 'update',
          path: 'old.md',
          content: 'QQ==',
          sha: '0'.repeat(40),
        },
      ],
      422,
      /sha does not match/,
    ],
  ])('refuse %s and change nothing', async (_, files, code, message) => {
    const first = await change([
      { operation: 'create', path: 'old.md', content: base64('old') },
    ]);
    const answer = await change(files);
    expect(answer.code).toBe(code);
    expect(answer.json.message).toMatch(message);
    const { json } = await forge.get(`${repo}/branches/main`);
    expect(json.commit.id).toBe(first.json.commit.sha);
  });

  it('go to a new branch where one is named', async () => {
    const wish = [{ operation: 'create', path: 'a', content: 'QQ==' }];
    await change([{ operation: 'create', path: 'b', content: 'QQ==' }]);
    expect((await change(wish, { new_branch: 'feature' })).code).toBe(201);
    expect((await change(wish, { new_branch: 'feature' })).code).toBe(422);
    expect((await change(wish, { branch: 'nowhere' })).code).toBe(404);
    const names = (await forge.get(`${repo}/branches`)).list.map(b => b.name);
    expect(names).toEqual(['feature', 'main']);
  });
});
