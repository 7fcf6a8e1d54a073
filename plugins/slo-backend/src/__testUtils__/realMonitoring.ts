/*
 * A real Prometheus and a real Alertmanager from the distribution's packages, on the
 * loopback interface, for tests. Prometheus' past is made by promtool: raw samples as
 * OpenMetrics, and what the rules would have recorded from the rules themselves.
 */
import {
  ChildProcess,
  execFile,
  execFileSync,
  spawn,
} from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** Debian's name of it, then everybody else's. */
const alertmanagers = ['prometheus-alertmanager', 'alertmanager'];

function isThere(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Programs that are wanted and not installed on this machine. */
export function missingMonitoring(): string[] {
  const missing = ['prometheus', 'promtool'].filter(name => !isThere(name));
  return alertmanagers.some(isThere)
    ? missing
    : [...missing, 'prometheus-alertmanager'];
}

/** Else promtool makes blocks of two hours, and reads all of its input for each. */
const ONE_BLOCK = '--max-block-duration=768h';

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
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

/** Asks until there is an answer that is wanted; `what` is for the failure. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  withinMs = 90_000,
): Promise<T> {
  const endMs = performance.now() + withinMs;
  for (;;) {
    const found = await ask().catch(() => undefined);
    if (found !== undefined) return found;
    if (performance.now() > endMs) throw new Error(`${what}: not within time`);
    await sleep(200);
  }
}

/** One program, restarted as often as wanted, with a folder of its own. */
class Program {
  #child: ChildProcess | undefined;

  constructor(
    readonly url: string,
    private readonly name: string,
    private readonly args: string[],
  ) {}

  async start(): Promise<void> {
    const child = spawn(this.name, this.args, {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child = child;
    let said = '';
    child.stderr?.on('data', chunk => {
      said = `${said}${chunk}`.slice(-2000);
    });
    await eventually(`${this.name} is ready`, async () => {
      if (child.exitCode !== null) return 'ended';
      const answer = await fetch(`${this.url}/-/ready`);
      return answer.ok ? 'ready' : undefined;
    });
    if (child.exitCode !== null) throw new Error(`${this.name}: ${said}`);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode) return;
    const exited = new Promise(resolve => {
      child.once('exit', resolve);
    });
    child.kill('SIGTERM');
    await exited;
  }
}

export class RealPrometheus {
  private constructor(
    private readonly program: Program,
    private readonly folder: string,
  ) {}

  static async create(): Promise<RealPrometheus> {
    const folder = await mkdtemp(join(tmpdir(), 'slo-prometheus-'));
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'prometheus.yml'), '{}\n');
    const port = await freePort();
    const program = new Program(`http://127.0.0.1:${port}`, 'prometheus', [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      '--storage.tsdb.retention.time=10y',
      `--web.listen-address=127.0.0.1:${port}`,
    ]);
    return new RealPrometheus(program, folder);
  }

  get url(): string {
    return this.program.url;
  }

  /** (Re)starts it with the blocks that there are; the configuration is JSON, too. */
  async start(
    config: object = {},
    files: Record<string, string> = {},
  ): Promise<void> {
    await this.program.stop();
    for (const [name, text] of Object.entries(files)) {
      await writeFile(join(this.folder, name), text);
    }
    const text = JSON.stringify(config);
    await writeFile(join(this.folder, 'prometheus.yml'), text);
    await this.program.start();
  }

  /** Makes blocks of raw samples; Prometheus must be started (again) to see them. */
  async backfill(openMetrics: string): Promise<void> {
    const file = join(this.folder, 'samples.om');
    await writeFile(file, openMetrics);
    await this.#promtool([
      ...['tsdb', 'create-blocks-from', ONE_BLOCK, 'openmetrics', '--quiet'],
      ...[file, join(this.folder, 'data')],
    ]);
    await rm(file);
  }

  /** Makes blocks of what rules would have recorded, by asking the running Prometheus. */
  async backfillRules(
    rules: string,
    span: { fromMs: number; toMs: number },
  ): Promise<void> {
    const file = join(this.folder, 'past.yaml');
    await writeFile(file, rules);
    await this.#promtool([
      ...[
        'tsdb',
        'create-blocks-from',
        ONE_BLOCK,
        'rules',
        `--url=${this.url}`,
      ],
      `--start=${span.fromMs / 1000}`,
      `--end=${span.toMs / 1000}`,
      `--output-dir=${join(this.folder, 'data')}`,
      file,
    ]);
  }

  /** Values of an instant query, by one label. */
  async values(
    query: string,
    label: string,
    atMs?: number,
  ): Promise<Map<string, number>> {
    const form = new URLSearchParams({ query });
    if (atMs !== undefined) form.set('time', String(atMs / 1000));
    const answer = await fetch(`${this.url}/api/v1/query?${form}`);
    const { status, error, data } = await answer.json();
    if (status !== 'success') throw new Error(error);
    return new Map(
      data.result.map(
        (each: { metric: Record<string, string>; value: [number, string] }) => [
          each.metric[label],
          Number(each.value[1]),
        ],
      ),
    );
  }

  async get(path: string) {
    const answer = await fetch(`${this.url}/api/v1/${path}`);
    return (await answer.json()).data;
  }

  async stop(): Promise<void> {
    await this.program.stop();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #promtool(args: string[]): Promise<void> {
    const most = { maxBuffer: 64 * 1024 * 1024 };
    await promisify(execFile)('promtool', args, most);
  }
}

/** What an Alertmanager tells a webhook. */
export interface ToldAlerts {
  receiver: string;
  status: string;
  alerts: {
    status: string;
    labels: Record<string, string>;
    annotations: Record<string, string>;
    generatorURL: string;
  }[];
}

/** A real Alertmanager that pages for `severity: page`, and what it has told. */
export class RealAlertmanager {
  private constructor(
    readonly told: readonly ToldAlerts[],
    private readonly program: Program,
    private readonly folder: string,
    private readonly closeWebhook: () => Promise<unknown>,
  ) {}

  static async start(): Promise<RealAlertmanager> {
    const folder = await mkdtemp(join(tmpdir(), 'slo-alertmanager-'));
    const told: ToldAlerts[] = [];
    const webhook = createServer((req, res) => {
      let body = '';
      req.on('data', chunk => {
        body += chunk;
      });
      req.on('end', () => {
        told.push(JSON.parse(body));
        res.end();
      });
    });
    await new Promise<void>(resolve => {
      webhook.listen(0, '127.0.0.1', resolve);
    });
    const { port: webhookPort } = webhook.address() as AddressInfo;
    const receiver = (name: string) => ({
      name,
      webhook_configs: [{ url: `http://127.0.0.1:${webhookPort}/${name}` }],
    });
    const config = {
      route: {
        ...{ receiver: 'tickets', group_by: ['slo', 'severity'] },
        ...{ group_wait: '0s', group_interval: '1s', repeat_interval: '1h' },
        routes: [{ matchers: ['severity="page"'], receiver: 'pages' }],
      },
      receivers: [receiver('tickets'), receiver('pages')],
    };
    const file = join(folder, 'alertmanager.yml');
    await writeFile(file, JSON.stringify(config));
    const port = await freePort();
    const name = alertmanagers.find(isThere) ?? alertmanagers[0];
    const program = new Program(`http://127.0.0.1:${port}`, name, [
      `--config.file=${file}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ]);
    const alertmanager = new RealAlertmanager(told, program, folder, () => {
      webhook.closeAllConnections();
      return new Promise(resolve => {
        webhook.close(resolve);
      });
    });
    await program.start();
    return alertmanager;
  }

  /** As Prometheus' configuration names it. */
  get target(): string {
    return new URL(this.program.url).host;
  }

  async stop(): Promise<void> {
    await this.program.stop();
    await this.closeWebhook();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
