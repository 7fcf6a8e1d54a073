import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parse } from 'yaml';

// Long enough for a machine that transforms the sources while doing much else.
jest.setTimeout(120_000);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-main-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const command = [
  '--require',
  require.resolve('@backstage/cli/config/nodeTransform.cjs'),
  join(__dirname, 'main.ts'),
];
const freePorts = ['admin', 'forge', 'prometheus', 'kubernetes'].flatMap(
  face => [`--${face}-port`, '0'],
);

/** The environment without Jest's own, as a shell has it. */
const { NODE_ENV, JEST_WORKER_ID, ...env } = process.env;

function run(...args: string[]) {
  return new Promise<{ out: string; err: string; code: number }>(resolve => {
    execFile(
      process.execPath,
      [...command, ...args],
      { env },
      (error, out, err) =>
        resolve({ out, err, code: error ? Number(error.code) : 0 }),
    );
  });
}

describe('the command line', () => {
  it('names every face, writes its files and ends on SIGTERM', async () => {
    const config = join(folder, 'new', 'app-config.yaml');
    const kubeconfig = join(folder, 'kubeconfig');
    const child = spawn(
      process.execPath,
      [
        ...command,
        ...freePorts,
        '--data',
        join(folder, 'forge'),
        '--write-config',
        config,
        '--write-kubeconfig',
        kubeconfig,
      ],
      { env },
    );
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      if (line === 'simulator ready') break;
    }
    expect(lines[0]).toBe('scenario ordinary, seed 1');
    const urls = Object.fromEntries(
      lines.slice(1, -1).map(line => line.split(' ') as [string, string]),
    );
    expect(Object.keys(urls)).toEqual(
      expect.arrayContaining(['admin', 'prometheus', 'kubernetes/gru']),
    );
    const state = await (await fetch(urls.admin)).json();
    expect(state.scenario).toBe('ordinary');
    expect(
      parse(readFileSync(config, 'utf8')).integrations.gitea[0].baseUrl,
    ).toBe(urls.forge);
    expect(parse(readFileSync(kubeconfig, 'utf8')).contexts).toHaveLength(5);
    expect(statSync(kubeconfig).mode % 0o1000).toBe(0o600);

    const ended = new Promise(resolve => child.on('close', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    await expect(fetch(urls.admin)).rejects.toThrow();
  });

  it('explains what is wrong with its arguments', async () => {
    const unknown = await run('--scenario', 'flood');
    expect(unknown.code).toBe(2);
    expect(unknown.err).toMatch(
      /^simulator: There is no scenario 'flood'. Known: ordinary, .*\nSee --help.\n/,
    );
    const help = await run('--help');
    expect(help.code).toBe(0);
    expect(help.out).toContain('--kubernetes-port <port>');
  });

  it('names the port that is taken and the option that chooses another', async () => {
    const other = createServer();
    await new Promise<void>(resolve => {
      other.listen(0, '127.0.0.1', resolve);
    });
    const { port } = other.address() as AddressInfo;
    const { code, err } = await run(
      ...freePorts,
      '--data',
      join(folder, 'forge'),
      '--prometheus-port',
      String(port),
    );
    other.close();
    expect(code).toBe(1);
    expect(err).toBe(
      `simulator: Port ${port}, wanted for prometheus, is taken by another program. Choose another one with --prometheus-port.\n`,
    );
  });
});
