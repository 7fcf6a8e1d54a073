/* The client against a real Prometheus, where one is installed. */
import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { PrometheusClient } from './PrometheusClient';

jest.setTimeout(60_000);

/** Peers are optional: `npm test` says which are there. */
function isInstalled(): boolean {
  try {
    execFileSync('prometheus', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}

const describeWhereInstalled = isInstalled() ? describe : describe.skip;

describeWhereInstalled('a real Prometheus', () => {
  let folder: string;
  let child: ChildProcess | undefined;
  let client: PrometheusClient;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'prometheus-client-'));
    const port = await freePort();
    client = new PrometheusClient({
      ...{ title: 'Prometheus', baseUrl: `http://127.0.0.1:${port}` },
      ...{ headers: {}, timeoutMs: 10_000, maxConcurrent: 2 },
      ...{ maxResponseBytes: 1_000_000, clusterValues: {} },
      clusterLabel: undefined,
    });
    await writeFile(join(folder, 'prometheus.yml'), 'scrape_configs: []\n');
    child = spawn(
      'prometheus',
      [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      { stdio: 'ignore' },
    );
    const until = Date.now() + 30_000;
    for (;;) {
      try {
        await client.query('vector(1)');
        return;
      } catch (error) {
        if (Date.now() > until) throw error;
        await setTimeout(100);
      }
    }
  });

  afterAll(async () => {
    if (child) {
      const ended = new Promise(resolve => child?.once('exit', resolve));
      child.kill();
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  });

  it('answers instants and ranges, and refuses as the client expects', async () => {
    expect((await client.query('vector(1)')).result).toEqual([
      { labels: {}, samples: [{ atMs: expect.any(Number), value: 1 }] },
    ]);
    const endMs = Date.now();
    for (const [query, value] of [
      ['vector(2)', 2],
      ['vector(0) / vector(0)', null],
      ['vector(1) / vector(0)', null],
    ] as const) {
      const { result, startMs, stepMs } = await client.queryRange({
        query,
        startMs: endMs - 3_600_000,
        endMs,
      });
      expect(result[0].samples[0]).toEqual({ atMs: startMs, value });
      expect(result[0].samples[1].atMs).toBe(startMs + stepMs);
    }
    const range = { startMs: endMs - 60_000, endMs };
    expect((await client.series(['{a="b"}'], range)).result).toEqual([]);
    await expect(client.query('up{')).rejects.toMatchObject({
      failure: 'question',
      code: '400',
    });
    await expect(
      client.query(`vector(1)${' + vector(0)'.repeat(400)}`),
    ).resolves.toMatchObject({ result: [{ samples: [{ value: 1 }] }] });
  });
});
