/**
 * Objectives: 10,000 SLOs refreshed from recorded series of a Prometheus on the same
 * machine into a SQLite file, every one of them changed, beside the same answers fetched
 * and parsed and the same rows written by nothing else; pages of the list over HTTP as
 * people ask for them, beside bare SQL; budget and burn rates over 30 days of minutes,
 * beside one plain loop over the same columns; and 1,000 SLOs compiled to rules.
 */
import { fork } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { rootDir } from '../scripts/lib/toolchain.mjs';
import { compilePackage } from './lib/compiledPackage.mjs';
import { median, quantile } from './lib/statistics.mjs';

const slos = 10_000;
const compiledSlos = 1_000;

function startWorker(workDir) {
  const modulesDir = path.join(workDir, 'slo/node_modules');
  for (const folder of [
    'plugins/worlds-common',
    'plugins/worlds-node',
    'plugins/slo-common',
    'plugins/slo-backend',
  ]) {
    const compiled = compilePackage(folder, modulesDir);
    const migrations = path.join(rootDir, folder, 'migrations');
    if (fs.existsSync(migrations))
      fs.cpSync(migrations, path.join(compiled, 'migrations'), {
        recursive: true,
      });
  }
  const child = fork(
    path.join(rootDir, 'benchmarks/lib/measureSlos.cjs'),
    [modulesDir, path.join(workDir, 'slo/slo.sqlite')],
    {
      cwd: rootDir,
      env: {
        ...process.env,
        NODE_PATH: [modulesDir, path.join(rootDir, 'node_modules')].join(
          path.delimiter,
        ),
      },
    },
  );
  return {
    ask: (question, argument) =>
      new Promise((resolve, reject) => {
        child.once('message', resolve);
        child.once('exit', code =>
          reject(new Error(`The measuring process ended with ${code}`)),
        );
        child.send({ question, argument });
      }),
    stop: () => child.send({ question: 'stop' }),
  };
}

const times = (values, of) => median(values.map(of));

export async function run({ workDir, log }) {
  const worker = startWorker(workDir);
  const refresh = await worker.ask('refresh', slos);
  const { rounds, same, read, bare, lists } = refresh;
  log(
    `${slos} SLOs, all changed: ${rounds
      .map(r => `${r.wall.toFixed(2)} s (CPU ${r.cpu.toFixed(2)} s)`)
      .join(', ')}; ${refresh.asked} questions for ${
      refresh.distinct
    } recorded names; none changed: ${same.wall.toFixed(
      2,
    )} s (CPU ${same.cpu.toFixed(2)} s)`,
  );
  log(
    `longest turn of the event loop: ${times(rounds, r => r.longestMs).toFixed(
      0,
    )} ms in a round, ${read.longestMs.toFixed(
      0,
    )} ms while ${slos} files were read for the first time (${read.wall.toFixed(
      1,
    )} s, CPU ${read.cpu.toFixed(1)} s)`,
  );
  log(
    `bare: answers fetched and parsed in ${bare.fetching.toFixed(
      2,
    )} s (CPU ${bare.fetchingCpu.toFixed(
      2,
    )} s), rows written in ${bare.writing.toFixed(2)} s`,
  );
  if (refresh.asked !== refresh.distinct)
    throw new Error(
      `${refresh.asked} questions were asked for ${refresh.distinct} recorded series names`,
    );
  const figures = await worker.ask('figures', 3);
  const compiled = await worker.ask('compile', compiledSlos);
  log(
    `${compiledSlos} SLOs make ${(compiled.bytes / 1e6).toFixed(
      1,
    )} MB of rules, CPU ${compiled.cpu.toFixed(2)} s`,
  );
  worker.stop();
  return [
    {
      name: 'slo: 10,000 SLOs refreshed from recorded series, all changed',
      value: times(rounds, r => r.wall),
      unit: 's',
      limit: 5,
    },
    {
      name: 'slo: the same by CPU time',
      value: times(rounds, r => r.cpu),
      unit: 's',
    },
    {
      name: 'slo: the same answers fetched and parsed, and rows written, by nothing else',
      value: bare.fetching + bare.writing,
      unit: 's',
    },
    {
      name: 'slo: page of 50 of 10,000 over HTTP, p95',
      value: quantile(lists.ours, 0.95),
      unit: 'ms',
      limit: 50,
    },
    {
      name: 'slo: the same while all are refreshed, p95',
      value: quantile(lists.during, 0.95),
      unit: 'ms',
    },
    {
      name: 'slo: 50 rows and three counts by bare SQL, p95',
      value: quantile(lists.bare, 0.95),
      unit: 'ms',
    },
    {
      name: 'slo: budget and burn over 30 days of minutes, time each',
      value: 1000 / figures.rate,
      unit: 'ms',
      // 2,000 a second.
      limit: 0.5,
    },
    {
      name: 'slo: one plain loop over the same columns, time each',
      value: 1000 / figures.bareRate,
      unit: 'ms',
    },
    {
      name: 'slo: 1,000 SLOs compiled to rules',
      value: compiled.seconds,
      unit: 's',
      limit: 1,
    },
    {
      name: 'slo: the compiled rules written as JSON by nothing else',
      value: compiled.bare,
      unit: 's',
    },
  ];
}
