/** `npm run simulator -- --help`: the simulated world alone. */
import process from 'node:process';
import { startChild, endTogether } from '../lib/children.mjs';
import path from 'node:path';
import { rootDir } from '../lib/toolchain.mjs';

const end = endTogether();
const child = startChild(
  process.execPath,
  [
    '--require',
    path.join(rootDir, 'node_modules/@backstage/cli/config/nodeTransform.cjs'),
    path.join(rootDir, 'packages/simulator/src/main.ts'),
    ...process.argv.slice(2),
  ],
  { cwd: rootDir, env: process.env, onLine: line => console.log(line) },
);
child.exited.then(({ code }) => end(code));
