import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { FaultInput, startSimulator } from '@worldscale/simulator';
import { GiteaForge } from './GiteaForge';
import { publishRepository, PublishRequest } from './publishRepository';
import { pushFolder } from './pushFolder';
import { markDescription } from './taskMark';

/** As many attempts as in earnest, with shorter pauses. */
const patience = { pausesMs: [1, 1, 1, 50, 200, 1000] };

// Starting a forge takes a second; a machine that is busy takes longer.
jest.setTimeout(60_000);

describe('publishRepository', () => {
  let simulator: Awaited<ReturnType<typeof startSimulator>>;
  let folder: string;
  let forge: GiteaForge;
  let taken = 0;
  let name: string;

  const forgeWith = (over: object = {}, owner = 'lifeverse') =>
    new GiteaForge({
      owner,
      integration: {
        host: new URL(simulator.urls.forge).host,
        baseUrl: simulator.urls.forge,
        username: 'worldscale',
        password: 'simulated',
        ...over,
      },
    });

  const request = (
    task: string,
    over: Partial<PublishRequest> = {},
  ): PublishRequest => ({
    name,
    description: 'Auctions of Aurora',
    branch: 'main',
    folder,
    title: `Create ${name}`,
    author: { name: 'Mira', email: 'mira@lifeverse.example' },
    mark: { taskId: task, user: 'user:default/mira' },
    ...over,
  });

  const api = async (path: string) => {
    const answer = await fetch(`${simulator.urls.forge}/api/v1${path}`);
    return { code: answer.status, body: await answer.json() };
  };
  const suffer = (...faults: FaultInput[]) =>
    simulator.faults.set('forge', faults);

  /** What must be true whatever happened on the way. */
  async function expectOnePublished(task: string, commit: string) {
    simulator.faults.clear();
    const found = await api(`/repos/search?q=${name}`);
    expect(found.body.data).toHaveLength(1);
    expect(found.body.data[0].description).toBe(
      `Auctions of Aurora (made in the portal by user:default/mira, task ${task})`,
    );
    const commits = await api(`/repos/lifeverse/${name}/commits?sha=main`);
    expect(commits.body).toHaveLength(1);
    expect(commits.body[0].sha).toBe(commit);
    const { body: tree } = await api(
      `/repos/lifeverse/${name}/git/trees/main?recursive=1`,
    );
    expect(
      tree.tree
        .filter(({ type }: { type: string }) => type === 'blob')
        .map(({ path }: { path: string }) => path),
    ).toEqual(['README.md', 'deploy/eu-frankfurt/fleet.yaml']);
  }

  beforeAll(async () => {
    simulator = await startSimulator({ tickMs: 0 });
    forge = forgeWith();
    folder = await mkdtemp(join(tmpdir(), 'publish-'));
    await writeFile(join(folder, 'README.md'), '# Auction\n');
    await mkdir(join(folder, 'deploy/eu-frankfurt'), { recursive: true });
    await writeFile(join(folder, 'deploy/eu-frankfurt/fleet.yaml'), '{}\n');
  });
  beforeEach(() => {
    taken += 1;
    name = `aurora-auction-${taken}`;
    simulator.faults.clear();
  });
  afterAll(async () => {
    await simulator?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('makes a repository with one commit that says which task it was', async () => {
    const commit = await publishRepository(forge, request('task-1'), patience);
    expect(commit).toMatch(/^[0-9a-f]{40}$/);
    await expectOnePublished('task-1', commit);
    const { body } = await api(`/repos/lifeverse/${name}/commits?sha=main`);
    expect(body[0].commit.message).toBe(
      `Create ${name}\n\nPortal-Task: task-1\nPortal-User: user:default/mira\n`,
    );
    expect(body[0].commit.author).toMatchObject({ name: 'Mira' });
  });

  it('finds what it has made when it runs again', async () => {
    const first = await publishRepository(forge, request('task-1'), patience);
    const again = await publishRepository(forge, request('task-1'), patience);
    expect(again).toBe(first);
    await expectOnePublished('task-1', first);
  });

  it('goes on where a run ended between creating and pushing', async () => {
    const mark = { taskId: 'task-1', user: 'user:default/mira' };
    const description = markDescription('Auctions of Aurora', mark);
    await forge.create({ name, description, defaultBranch: 'main' });
    const commit = await publishRepository(forge, request('task-1'), patience);
    expect(commit).toMatch(/^[0-9a-f]{40}$/);
    await expectOnePublished('task-1', commit);
  });

  it('still knows its own repository when others have gone on with it', async () => {
    const first = await publishRepository(forge, request('task-1'), patience);
    const answer = await fetch(
      `${simulator.urls.forge}/api/v1/repos/lifeverse/${name}/contents/NOTES.md`,
      {
        method: 'POST',
        headers: {
          authorization: `Basic ${btoa('worldscale:simulated')}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ content: btoa('notes'), message: 'Add notes' }),
      },
    );
    expect(answer.status).toBe(201);
    await expect(
      publishRepository(forge, request('task-1'), patience),
    ).resolves.toBe(first);
  });

  it.each<[string, FaultInput[]]>([
    [
      'the request to look is cut',
      [{ kind: 'cut', at: 'request', method: 'GET', times: 1 }],
    ],
    [
      'the request to create is cut before it is looked at',
      [{ kind: 'cut', at: 'request', path: '/orgs/', times: 1 }],
    ],
    [
      'the answer to creating is lost',
      [{ kind: 'cut', at: 'answer', path: '/orgs/', times: 1 }],
    ],
    [
      'the answer to creating breaks off',
      [{ kind: 'cut', at: 'body', path: '/orgs/', times: 1 }],
    ],
    [
      'a proxy gives up on creating, which happens all the same',
      [
        {
          kind: 'status',
          code: 504,
          afterwards: true,
          path: '/orgs/',
          times: 1,
        },
      ],
    ],
    [
      'the list of commits is half JSON',
      [{ kind: 'malformed', path: '/commits', times: 1 }],
    ],
    [
      'Git is not advertised',
      [{ kind: 'status', code: 502, path: 'info/refs', times: 1 }],
    ],
    [
      'the push is cut before it is looked at',
      [
        {
          kind: 'cut',
          at: 'request',
          method: 'POST',
          path: 'git-receive-pack',
          times: 1,
        },
      ],
    ],
    [
      'the answer to the push is lost',
      [
        {
          kind: 'cut',
          at: 'answer',
          method: 'POST',
          path: 'git-receive-pack',
          times: 1,
        },
      ],
    ],
    [
      'the answer to the push breaks off',
      [
        {
          kind: 'cut',
          at: 'body',
          method: 'POST',
          path: 'git-receive-pack',
          times: 1,
        },
      ],
    ],
    [
      'a proxy gives up on the push, which happens all the same',
      [
        {
          kind: 'status',
          code: 504,
          afterwards: true,
          path: 'git-receive-pack',
          method: 'POST',
          times: 1,
        },
      ],
    ],
    [
      'five requests in a row are refused for being too many',
      [{ kind: 'status', code: 429, times: 5 }],
    ],
  ])('makes one repository although %s', async (_, faults) => {
    suffer(...faults);
    const failures: string[] = [];
    const commit = await publishRepository(forge, request('task-1'), {
      ...patience,
      onFailure: ({ message }) => failures.push(message),
    });
    expect(failures.length).toBeGreaterThan(0);
    expect(failures.join()).toMatch(/localhost|127\.0\.0\.1/);
    expect(failures.join()).not.toContain('simulated');
    await expectOnePublished('task-1', commit);
  });

  it('gives up on a forge that stays away, and says how often it tried', async () => {
    suffer({ kind: 'refuse' });
    const attempt = publishRepository(forge, request('task-1'), patience);
    await expect(attempt).rejects.toThrow(ServiceUnavailableError);
    await expect(attempt).rejects.toThrow(
      /^The forge http:\S+ is not available: .*\. Tried 7 times\.$/,
    );
    // ... and a later run goes on.
    simulator.faults.clear();
    const commit = await publishRepository(forge, request('task-1'), patience);
    await expectOnePublished('task-1', commit);
  });

  it('stops as soon as the task is cancelled', async () => {
    suffer({ kind: 'hang' });
    const cancel = new AbortController();
    const attempt = publishRepository(forge, request('task-1'), {
      signal: cancel.signal,
    });
    cancel.abort();
    await expect(attempt).rejects.toThrow(/abort/i);
  });

  it('touches nothing of a repository that another task made', async () => {
    const others = request('task-2', {
      mark: { taskId: 'task-2', user: 'user:default/jonas' },
    });
    const theirs = await publishRepository(forge, others, patience);
    const attempt = publishRepository(forge, request('task-1'), patience);
    await expect(attempt).rejects.toThrow(ConflictError);
    await expect(attempt).rejects.toThrow(
      /^name: user:default\/jonas is making or has made lifeverse\/aurora-auction-\d+ with the portal since .* GMT \(task task-2, http:\S+\)\. If that task failed, retry it from its own page; else choose another name\.$/,
    );
    const { body } = await api(`/repos/lifeverse/${name}/commits?sha=main`);
    expect(body.map(({ sha }: { sha: string }) => sha)).toEqual([theirs]);
  });

  it('touches nothing of a repository that the portal did not make', async () => {
    const description = 'By hand (made in the portal by me, task task-1) once';
    await forge.create({ name, description, defaultBranch: 'main' });
    await expect(
      publishRepository(forge, request('task-1'), patience),
    ).rejects.toThrow(/exists since .* it was not made by the portal/);
    const { body } = await api(`/repos/lifeverse/${name}`);
    expect(body).toMatchObject({ empty: true, description });
  });

  it('ends where somebody pushed before it could', async () => {
    const mark = { taskId: 'task-1', user: 'user:default/mira' };
    await forge.create({
      name,
      description: markDescription('Auctions', mark),
      defaultBranch: 'main',
    });
    const others = request('task-9');
    await pushFolder({
      folder,
      remoteUrl: forge.remoteUrl(name),
      branch: 'main',
      message: 'Begin by hand',
      author: others.author,
      credentials: forge.gitCredentials(),
    });
    await expect(
      publishRepository(forge, request('task-1'), patience),
    ).rejects.toThrow(
      /Somebody pushed to .* before the portal did\. Nothing was changed there\./,
    );
  });

  it('lets exactly one of several win, of whom nothing else remains', async () => {
    const tasks = ['task-1', 'task-2', 'task-3', 'task-4'];
    const ends = await Promise.allSettled(
      tasks.map(task => publishRepository(forge, request(task), patience)),
    );
    const winners = ends.flatMap((end, index) =>
      end.status === 'fulfilled' ? [[tasks[index], end.value]] : [],
    );
    expect(winners).toHaveLength(1);
    const [[task, commit]] = winners;
    await expectOnePublished(task, commit);
    const losers = ends.flatMap(end =>
      end.status === 'rejected' ? [end.reason as Error] : [],
    );
    expect(losers.every(error => error instanceof ConflictError)).toBe(true);
    expect(losers.map(({ message }) => message)).toEqual(
      [1, 2, 3].map(() => expect.stringContaining(`(task ${task}, `)),
    );
  });

  it('ends well when one task runs twice at the same time', async () => {
    const commits = await Promise.all(
      [1, 2, 3].map(() =>
        publishRepository(forge, request('task-1'), patience),
      ),
    );
    expect(new Set(commits).size).toBe(1);
    await expectOnePublished('task-1', commits[0]);
  });

  it.each([
    ['a wrong password', { password: 'secret-guess' }],
    ['a wrong token', { username: undefined, password: 'secret-guess' }],
  ])('says that %s was refused, without showing it', async (_, wrong) => {
    const attempt = publishRepository(
      forgeWith(wrong),
      request('task-1'),
      patience,
    );
    await expect(attempt).rejects.toThrow(NotAllowedError);
    await expect(attempt).rejects.toThrow(/refused the portal's credentials/);
    await expect(attempt).rejects.not.toThrow(/secret-guess/);
  });

  it('names the organisation that does not exist', async () => {
    const attempt = publishRepository(
      forgeWith({}, 'nobody'),
      request('task-1'),
      patience,
    );
    await expect(attempt).rejects.toThrow(NotFoundError);
    await expect(attempt).rejects.toThrow(/has no organisation 'nobody'/);
  });

  it('leaves nothing of Git beside the files', async () => {
    await publishRepository(forge, request('task-1'), patience);
    expect((await readdir(folder)).sort()).toEqual(['README.md', 'deploy']);
  });
});
