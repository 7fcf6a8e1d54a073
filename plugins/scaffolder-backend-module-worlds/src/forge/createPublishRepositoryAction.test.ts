import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { FaultInput, startSimulator } from '@worldscale/simulator';
import { createPublishRepositoryAction } from './createPublishRepositoryAction';
import { GiteaForge } from './GiteaForge';

// Starting a forge takes a second; a machine that is busy takes longer.
jest.setTimeout(60_000);

describe('worlds:publishRepository', () => {
  let simulator: Awaited<ReturnType<typeof startSimulator>>;
  let taken = 0;

  beforeAll(async () => {
    simulator = await startSimulator({ tickMs: 0 });
  });
  afterAll(() => simulator?.close());

  async function run(options: {
    isDryRun?: boolean;
    name?: string;
    withFiles?: boolean;
    faults?: FaultInput[];
  }) {
    taken += 1;
    const name = options.name ?? `aurora-mail-${taken}`;
    const { forge: url } = simulator.urls;
    const action = createPublishRepositoryAction({
      config: new ConfigReader({}),
      forge: () =>
        new GiteaForge({
          owner: 'lifeverse',
          integration: {
            host: new URL(url).host,
            baseUrl: url,
            username: 'worldscale',
            password: 'simulated',
          },
        }),
    });
    const ctx = {
      ...createMockActionContext({
        input: { name, description: 'Letters', sourcePath: 'repository' },
      }),
      isDryRun: options.isDryRun,
      user: { ref: 'user:default/mira' },
    };
    if (options.withFiles ?? true) {
      await mkdir(join(ctx.workspacePath, 'repository'), { recursive: true });
      await writeFile(join(ctx.workspacePath, 'repository/README.md'), '# x\n');
    }
    simulator.faults.set('forge', options.faults ?? []);
    const logged: string[] = [];
    for (const level of ['info', 'warn', 'error', 'debug'] as const) {
      ctx.logger[level] = (message: string) => {
        logged.push(message);
      };
    }
    await action.handler(ctx as never);
    const output = Object.fromEntries((ctx.output as jest.Mock).mock.calls);
    const { status } = await fetch(`${url}/api/v1/repos/lifeverse/${name}`);
    return { name, output, logged: logged.join('\n'), status };
  }

  it('says where the repository is', async () => {
    const { name, output, status } = await run({});
    expect(status).toBe(200);
    expect(output).toEqual({
      pageUrl: `${simulator.urls.forge}/lifeverse/${name}`,
      remoteUrl: `${simulator.urls.forge}/lifeverse/${name}.git`,
      repoContentsUrl: `${simulator.urls.forge}/lifeverse/${name}/src/branch/main/`,
      commitHash: expect.stringMatching(/^[0-9a-f]{40}$/),
    });
  });

  it('tells the log why it tries again, and no secret', async () => {
    const { logged, status } = await run({
      faults: [{ kind: 'status', code: 503, times: 1 }],
    });
    expect(status).toBe(200);
    expect(logged).toMatch(
      /The forge \S+ is not available: it answered 503\. Again in 0\.5 s\./,
    );
    expect(logged).not.toContain('simulated');
  });

  it('makes nothing in a dry run', async () => {
    const { output, status } = await run({ isDryRun: true });
    expect(status).toBe(404);
    expect(output.remoteUrl).toMatch(/\.git$/);
  });

  it('publishes no empty repository where the files were lost', async () => {
    const attempt = run({ withFiles: false });
    await expect(attempt).rejects.toThrow(InputError);
    await expect(attempt).rejects.toThrow(/workspaceProvider must say where/);
  });

  it('refuses a name that leads elsewhere', async () => {
    await expect(run({ name: '../other' })).rejects.toThrow(
      "name: '../other' cannot name a repository",
    );
  });
});
