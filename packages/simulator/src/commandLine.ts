import { parseArgs } from 'node:util';
import { scenarioNames } from './world';

/** What the command line asks for. */
export interface CommandLine {
  help: boolean;
  scenario: string;
  seed: number;
  ports: {
    admin: number;
    forge: number;
    prometheus: number;
    kubernetes: number;
  };
  token: string;
  isClockManual: boolean;
  /** It runs, and can be moved. */
  isClockMovable: boolean;
  /** Where the clock stands at first (Unix milliseconds); undefined: now. */
  startMs?: number;
  /** Instant that the scenario is placed around; undefined: where the clock stands. */
  anchorMs?: number;
  catalog?: string;
  data?: string;
  writeConfig?: string;
  writeKubeconfig?: string;
  rules: string[];
}

/** Arguments that cannot be followed; the message says which and why. */
export class UsageError extends Error {
  readonly name = 'UsageError';
}

const options = {
  help: { type: 'boolean', short: 'h' },
  scenario: { type: 'string', default: 'ordinary' },
  seed: { type: 'string', default: '1' },
  'admin-port': { type: 'string', default: '7100' },
  'forge-port': { type: 'string', default: '7101' },
  'prometheus-port': { type: 'string', default: '7102' },
  'kubernetes-port': { type: 'string', default: '7111' },
  token: { type: 'string', default: 'simulated' },
  'manual-clock': { type: 'boolean' },
  'movable-clock': { type: 'boolean' },
  at: { type: 'string' },
  anchor: { type: 'string' },
  catalog: { type: 'string' },
  data: { type: 'string' },
  rules: { type: 'string', multiple: true },
  'write-config': { type: 'string' },
  'write-kubeconfig': { type: 'string' },
} as const;

export const usage = `Runs the simulated outside world: five Kubernetes clusters, Prometheus, a forge.

  --scenario <name>          ${scenarioNames.join(', ')} (default: ordinary)
  --seed <number>            another seed, another week (default: 1)
  --admin-port <port>        controls (default: 7100; 0 is any free port)
  --forge-port <port>        Gitea API and Git over HTTP (default: 7101)
  --prometheus-port <port>   Prometheus API (default: 7102)
  --kubernetes-port <port>   first of five consecutive ports: fra iad pdx nrt gru
                             (default: 7111)
  --token <text>             bearer token of the clusters (default: simulated)
  --catalog <folder>         what LifeVerse's repository is filled from
                             (default: the suite's own catalog)
  --data <folder>            where the forge keeps its repositories, and the clusters
                             their certificates
                             (default: nowhere beyond this run)
  --rules <url or path>      rule file that Prometheus loads; may be repeated
  --manual-clock             time stands still until it is told to move
  --movable-clock            time goes on, and can be moved as well
  --at <instant>             where the manual clock starts (ISO 8601; default: now)
  --anchor <instant>         instant that the scenario is placed around
                             (default: the start)
  --write-config <file>      writes an app-config for Backstage with all addresses
  --write-kubeconfig <file>  writes a kubeconfig for kubectl
`;

/** @throws UsageError */
export function parseCommandLine(args: string[]): CommandLine {
  const values = parsed(args);
  const { scenario } = values;
  if (!scenarioNames.some(each => each === scenario)) {
    throw new UsageError(
      `There is no scenario '${scenario}'. Known: ${scenarioNames.join(', ')}`,
    );
  }
  if (values.token === '') throw new UsageError('--token must not be empty');
  const isClockManual = values['manual-clock'] ?? false;
  if (values.at !== undefined && !isClockManual) {
    throw new UsageError('--at needs --manual-clock');
  }
  return {
    help: values.help ?? false,
    scenario,
    seed: wholeNumber('--seed', values.seed, Number.MAX_SAFE_INTEGER),
    ports: portsOf(values),
    token: values.token,
    isClockManual,
    isClockMovable: values['movable-clock'] ?? false,
    startMs: instant('--at', values.at),
    anchorMs: instant('--anchor', values.anchor),
    catalog: values.catalog,
    data: values.data,
    rules: values.rules ?? [],
    writeConfig: values['write-config'],
    writeKubeconfig: values['write-kubeconfig'],
  };
}

function parsed(args: string[]) {
  try {
    return parseArgs({ args, options, strict: true }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function portsOf(values: ReturnType<typeof parsed>): CommandLine['ports'] {
  const lastPort = 65_535;
  const ports = {
    admin: wholeNumber('--admin-port', values['admin-port'], lastPort),
    forge: wholeNumber('--forge-port', values['forge-port'], lastPort),
    prometheus: wholeNumber(
      '--prometheus-port',
      values['prometheus-port'],
      lastPort,
    ),
    // Four more follow.
    kubernetes: wholeNumber(
      '--kubernetes-port',
      values['kubernetes-port'],
      lastPort - 4,
    ),
  };
  const used = [
    ports.admin,
    ports.forge,
    ports.prometheus,
    ...[0, 1, 2, 3, 4].map(i => (ports.kubernetes ? ports.kubernetes + i : 0)),
  ].filter(port => port !== 0);
  const double = used.find((port, index) => used.indexOf(port) !== index);
  if (double !== undefined) {
    throw new UsageError(`Port ${double} is wanted twice`);
  }
  return ports;
}

function wholeNumber(name: string, text: string, max: number) {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value <= max)) {
    throw new UsageError(
      `${name} must be a whole number from 0 to ${max}, not '${text}'`,
    );
  }
  return value;
}

function instant(name: string, text: string | undefined) {
  if (text === undefined) return undefined;
  const atMs = Date.parse(text);
  if (Number.isNaN(atMs)) {
    throw new UsageError(
      `${name} must be an instant such as 2026-11-20T20:00:00Z, not '${text}'`,
    );
  }
  return atMs;
}
