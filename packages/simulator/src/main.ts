import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Clock, ManualClock, MovableClock } from './Clock';
import {
  CommandLine,
  parseCommandLine,
  usage,
  UsageError,
} from './commandLine';
import { PortError } from './serving/FaceServer';
import { startSimulator } from './startSimulator';

/** Exit codes: 1 where it cannot start, 2 where the arguments are wrong. */
const failed = 1;
const misused = 2;

const say = (line: string) => process.stdout.write(`${line}\n`);
const complain = (line: string) => process.stderr.write(`${line}\n`);

async function main(wanted: CommandLine) {
  const { writeConfig, writeKubeconfig } = wanted;
  const simulator = await startSimulator({
    scenario: wanted.scenario,
    seed: wanted.seed,
    clock: clockOf(wanted),
    anchorMs: wanted.anchorMs,
    ports: wanted.ports,
    token: wanted.token,
    catalog: wanted.catalog,
    data: wanted.data,
    watchCatalog: true,
    ruleUrls: wanted.rules,
    evaluatesOnLoad: true,
    onProblem: complain,
  });
  let isEnding = false;
  const end = () => {
    if (isEnding) return;
    isEnding = true;
    simulator.close().then(
      () => process.exit(0),
      error => {
        complain(String(error));
        process.exit(failed);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);

  const { control, urls } = simulator;
  if (writeConfig) write(writeConfig, control.backstageConfig());
  if (writeKubeconfig) write(writeKubeconfig, control.kubeconfig());
  say(`scenario ${control.scenario}, seed ${control.seed}`);
  say(`admin ${urls.admin}`);
  for (const { name, url } of control.faces()) say(`${name} ${url}`);
  say('simulator ready');
}

function clockOf({
  isClockManual,
  isClockMovable,
  startMs,
}: CommandLine): Clock | undefined {
  if (isClockManual) return new ManualClock(startMs ?? Date.now());
  return isClockMovable ? new MovableClock() : undefined;
}

/** The kubeconfig and the app-config hold tokens: for the owner's eyes only. */
function write(file: string, text: string) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { mode: 0o600 });
}

/** The option that chooses a face's port. */
function portOption(face: string) {
  return face.startsWith('kubernetes/')
    ? '--kubernetes-port (the first of five)'
    : `--${face}-port`;
}

function explain(error: unknown) {
  if (error instanceof UsageError) {
    complain(`simulator: ${error.message}\nSee --help.`);
    process.exit(misused);
  }
  if (error instanceof PortError) {
    complain(
      `simulator: ${error.message}. Choose another one with ${portOption(
        error.face,
      )}.`,
    );
  } else {
    complain(`simulator: ${error instanceof Error ? error.message : error}`);
  }
  process.exit(failed);
}

try {
  const wanted = parseCommandLine(process.argv.slice(2));
  if (wanted.help) process.stdout.write(usage);
  else main(wanted).catch(explain);
} catch (error) {
  explain(error);
}
