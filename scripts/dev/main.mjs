/** `npm run dev`: the simulated world, the backend and the app with hot reload, for work on the suite. */
import path from 'node:path';
import process from 'node:process';
import { endTogether, startChild } from '../lib/children.mjs';
import { compileRules } from '../lib/compileRules.mjs';
import { startSimulator } from '../lib/portal.mjs';
import { rootDir } from '../lib/toolchain.mjs';

const end = endTogether();
const dataDir = path.join(rootDir, '.data');
const overlay = path.join(dataDir, 'app-config.simulator.yaml');
const print = name => line => console.log(`${name}: ${line}`);

const simulator = await startSimulator({
  args: [
    '--catalog',
    path.join(rootDir, 'catalog'),
    '--data',
    path.join(dataDir, 'forge'),
    '--write-config',
    overlay,
    '--rules',
    await compileRules(dataDir, 'http://localhost:7101'),
    ...process.argv.slice(2),
  ],
  onLine: print('simulator'),
});
simulator.exited.then(() => end(1));
const portal = startChild(
  process.execPath,
  [
    path.join(rootDir, 'node_modules/@backstage/cli/bin/backstage-cli'),
    'repo',
    'start',
    '--config',
    'app-config.yaml',
    '--config',
    overlay,
    '--config',
    'scripts/dev/app-config.dev.yaml',
  ],
  { cwd: rootDir, env: process.env, onLine: print('portal') },
);
portal.exited.then(({ code }) => end(code));
