import {
  ChildProcess,
  execFile,
  execFileSync,
  spawn,
} from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { SeriesSource } from '../../metrics/SeriesSource';
import { formatValue } from '../http/respond';

/** Why no real Prometheus can be started here; undefined where one can. */
export function missingPrometheus(): string | undefined {
  for (const program of ['prometheus', 'promtool']) {
    try {
      execFileSync(program, ['--version'], { stdio: 'ignore' });
    } catch {
      return `${program} is not installed on this machine`;
    }
  }
  return undefined;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => {
    server.close(resolve);
  });
  return port;
}

/** All samples of a source as OpenMetrics text with timestamps. */
function samplesText(
  source: SeriesSource,
  { fromMs, toMs, stepMs }: { fromMs: number; toMs: number; stepMs: number },
): string {
  const lines: string[] = [];
  const names = new Set<string>();
  for (const { labels } of source.series()) names.add(labels.__name__);
  for (const name of names) {
    // Without a type, so that any name is a family of its own.
    lines.push(`# TYPE ${name} unknown`);
    for (const { labels, valueAt } of source.series(n => n === name)) {
      const pairs = Object.entries(labels)
        .filter(([label]) => label !== '__name__')
        .map(([label, value]) => `${label}=${JSON.stringify(value)}`);
      for (let t = fromMs; t <= toMs; t += stepMs) {
        const value = valueAt(t);
        if (value === undefined) continue;
        lines.push(
          `${name}{${pairs.join(',')}} ${formatValue(value)} ${t / 1000}`,
        );
      }
    }
  }
  return `${lines.join('\n')}\n# EOF\n`;
}

/** A real Prometheus on the loopback interface, filled with given samples. */
export class RealPrometheus {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  /** One that holds all samples of a source on a grid. */
  static async filledFrom(
    source: SeriesSource,
    span: { fromMs: number; toMs: number; stepMs: number },
  ): Promise<RealPrometheus> {
    const folder = await mkdtemp(join(tmpdir(), 'real-prometheus-'));
    const data = join(folder, 'data');
    await writeFile(join(folder, 'samples.om'), samplesText(source, span));
    await promisify(execFile)(
      'promtool',
      [
        ...['tsdb', 'create-blocks-from', 'openmetrics'],
        join(folder, 'samples.om'),
        data,
      ],
      { maxBuffer: 64 * 1024 * 1024 },
    );
    return RealPrometheus.start(folder, 'global: {}\n');
  }

  /** One that scrapes a target each second. */
  static async scraping(target: string): Promise<RealPrometheus> {
    const folder = await mkdtemp(join(tmpdir(), 'real-prometheus-'));
    return RealPrometheus.start(
      folder,
      JSON.stringify({
        global: { scrape_interval: '1s', scrape_timeout: '1s' },
        scrape_configs: [
          { job_name: 'simulated', static_configs: [{ targets: [target] }] },
        ],
      }),
    );
  }

  private static async start(
    folder: string,
    settings: string,
  ): Promise<RealPrometheus> {
    const config = join(folder, 'prometheus.yml');
    await writeFile(config, settings);
    const port = await freePort();
    const child = spawn(
      'prometheus',
      [
        `--config.file=${config}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        '--storage.tsdb.retention.time=100y',
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      { stdio: 'ignore' },
    );
    const real = new RealPrometheus(`http://127.0.0.1:${port}`, child, folder);
    for (let attempt = 0; ; attempt++) {
      const ready = await fetch(`${real.url}/-/ready`).catch(() => undefined);
      if (ready?.ok) return real;
      if (attempt > 300 || child.exitCode !== null) {
        await real.stop();
        throw new Error('the real Prometheus did not become ready');
      }
      await sleep(100);
    }
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      const exited = new Promise(resolve => {
        this.child.once('exit', resolve);
      });
      this.child.kill('SIGKILL');
      await exited;
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}
