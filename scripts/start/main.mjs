/** `npm start`: the simulated world and the portal, one URL. */
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { endTogether, stopChildren } from '../lib/children.mjs';
import { compileRules } from '../lib/compileRules.mjs';
import { Failure } from '../lib/failure.mjs';
import { newsFilter, shortened, withoutColours } from '../lib/newsFilter.mjs';
import { demandPorts } from '../lib/ports.mjs';
import { ensureApp, startBackend, startSimulator } from '../lib/portal.mjs';
import { takeFolder } from '../lib/takeFolder.mjs';
import { rootDir } from '../lib/toolchain.mjs';
import { readOptions, usage } from './readOptions.mjs';

function checkDisk() {
  const { bavail, bsize } = fs.statfsSync(rootDir);
  const freeMegabytes = Math.floor((bavail * bsize) / 1e6);
  if (freeMegabytes < 300) {
    throw new Failure(
      `Only ${freeMegabytes} MB are free on the disk of this folder; building and running need 300 MB.`,
      'Free some space and run the command again.',
    );
  }
}

async function main() {
  const options = readOptions();
  if (options.help) {
    console.log(usage);
    return;
  }
  const end = endTogether();
  const started = Date.now();
  const dataDir = path.join(rootDir, '.data');
  checkDisk();

  const base = options.simulatorPort;
  const ports = [{ port: options.port, what: 'the portal', option: '--port' }];
  if (!options['no-simulator']) {
    for (const [offset, what] of [
      [0, "the simulator's control"],
      [1, 'the forge'],
      [2, 'Prometheus'],
      [11, 'cluster fra'],
      [12, 'cluster iad'],
      [13, 'cluster pdx'],
      [14, 'cluster nrt'],
      [15, 'cluster gru'],
    ]) {
      ports.push({ port: base + offset, what, option: '--simulator-port' });
    }
  }
  await demandPorts(ports);
  takeFolder(dataDir, { fresh: options.fresh });
  for (const file of options.config) {
    if (!fs.existsSync(path.resolve(rootDir, file))) {
      throw new Failure(
        `There is no file ${path.resolve(rootDir, file)}.`,
        '--config wants the path of an app-config file, from the root of the repository.',
      );
    }
  }
  await ensureApp();

  const configs = ['app-config.yaml'];
  if (fs.existsSync(path.join(rootDir, 'app-config.local.yaml')))
    configs.push('app-config.local.yaml');
  const show = name => {
    const isNews = newsFilter();
    return line => {
      if (!options.verbose && !isNews(line)) return;
      const text = process.stdout.isTTY ? line : withoutColours(line);
      console.log(`${name}: ${options.verbose ? text : shortened(text)}`);
    };
  };

  if (!options['no-simulator']) {
    console.log(
      `worldscale: starting the simulated world (scenario ${options.scenario}) ...`,
    );
    const overlay = path.join(dataDir, 'app-config.simulator.yaml');
    // The large world is there to look at 10,000 shards; weeks of its requests are much.
    const ownRules = async () =>
      options.scenario === 'large'
        ? []
        : [
            '--rules',
            await compileRules(dataDir, `http://localhost:${base + 1}`),
          ];
    const simulator = await startSimulator({
      args: [
        '--scenario',
        options.scenario,
        '--seed',
        options.seed,
        '--admin-port',
        base,
        '--forge-port',
        base + 1,
        '--prometheus-port',
        base + 2,
        '--kubernetes-port',
        base + 11,
        '--catalog',
        path.join(rootDir, 'catalog'),
        '--data',
        path.join(dataDir, 'forge'),
        '--write-config',
        overlay,
        ...(await ownRules()),
        ...options.rules.flatMap(source => ['--rules', source]),
      ].map(String),
      onLine: show('simulator'),
    });
    configs.push(overlay);
    simulator.exited.then(({ code, lastLines }) => {
      console.error(
        `worldscale: the simulated world ended (code ${code}).\n${lastLines
          .slice(-20)
          .join('\n')}`,
      );
      end(1);
    });
  }
  if (options.port !== 7007) {
    const overlay = path.join(dataDir, 'app-config.port.yaml');
    const url = `http://localhost:${options.port}`;
    fs.writeFileSync(
      overlay,
      `app: { baseUrl: '${url}' }\nbackend: { baseUrl: '${url}', listen: { host: 127.0.0.1, port: ${options.port} }, cors: { origin: '${url}' } }\n`,
    );
    configs.push(overlay);
  }
  configs.push(...options.config);

  console.log('worldscale: starting the portal ...');
  const baseUrl = `http://localhost:${options.port}`;
  const backend = await startBackend({
    configs,
    baseUrl,
    onLine: show('backend'),
  });
  backend.exited.then(({ code, lastLines }) => {
    console.error(
      `worldscale: the portal ended (code ${code}).\n${lastLines
        .slice(-20)
        .join('\n')}`,
    );
    end(1);
  });
  console.log(`
worldscale: ready after ${Math.round(
    (Date.now() - started) / 1000,
  )} s. Open ${baseUrl} and choose who you are.
            (control of the simulated world: http://localhost:${base}; Ctrl+C ends everything)`);
}

main().catch(async error => {
  await stopChildren();
  if (!(error instanceof Failure)) throw error;
  console.error(`\nworldscale: ${error.message}\n${error.advice}`);
  process.exit(1);
});
