/** The command line of `npm start`. */
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { Failure } from '../lib/failure.mjs';
import { rootDir } from '../lib/toolchain.mjs';

/** The simulator's own list, read as text: nothing can run TypeScript yet. */
const scenarioNames = fs
  .readFileSync(
    path.join(rootDir, 'packages/simulator/src/world/scenarioNames.ts'),
    'utf8',
  )
  .match(/scenarioNames = \[([^\]]*)\]/)[1]
  .match(/[a-z-]+/g);

export const usage = `npm start -- [options]

  --scenario NAME    ${scenarioNames.join(', ')} (default: ordinary)
  --seed N           another world of the same kind (default 1)
  --port N           the portal's port (default 7007)
  --simulator-port N first of the simulated world's ports (default 7100: control, forge,
                     Prometheus, and from 11 on the five clusters)
  --rules FILE       rule file that the simulated Prometheus loads: an address or a path,
                     whose last part may hold a * (may be repeated)
  --config FILE      further app-config file, later ones win (may be repeated)
  --no-simulator     start the portal alone, for real systems in app-config
  --fresh            forget the portal's state (the folder .data)
  --verbose          show all lines of the backend and the simulator
`;

/**
 * Reads the command line without any dependency, so that what cannot be started is
 * refused before anything is downloaded or built.
 *
 * @throws Failure
 */
export function readOptions(args = process.argv.slice(2)) {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        scenario: { type: 'string', default: 'ordinary' },
        seed: { type: 'string', default: '1' },
        port: { type: 'string', default: '7007' },
        'simulator-port': { type: 'string', default: '7100' },
        rules: { type: 'string', multiple: true, default: [] },
        config: { type: 'string', multiple: true, default: [] },
        'no-simulator': { type: 'boolean', default: false },
        fresh: { type: 'boolean', default: false },
        verbose: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    throw new Failure(error.message, usage);
  }
  if (!scenarioNames.includes(values.scenario)) {
    throw new Failure(
      `There is no scenario '${values.scenario}'.`,
      `--scenario wants one of ${scenarioNames.join(', ')}.`,
    );
  }
  if (values.rules.length > 0 && values['no-simulator']) {
    throw new Failure(
      '--rules is for the simulated Prometheus, which --no-simulator leaves out.',
      'A Prometheus of your own has its rule files in its own configuration.',
    );
  }
  const number = name => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < 1 || value > 65_000) {
      throw new Failure(
        `--${name} wants a port number, not '${values[name]}'.`,
        usage,
      );
    }
    return value;
  };
  return {
    ...values,
    rules: values.rules.map(ruleSource),
    port: number('port'),
    simulatorPort: number('simulator-port'),
  };
}

/** An address as it is; a path from the root of the repository, if it is there. */
function ruleSource(source) {
  if (/^(https?|file):/.test(source)) return source;
  const file = path.resolve(rootDir, source);
  const place = path.basename(file).includes('*') ? path.dirname(file) : file;
  if (!fs.existsSync(place)) {
    throw new Failure(
      `There is no ${place}.`,
      '--rules wants the address or the path of a rule file, from the root of the repository.',
    );
  }
  return file;
}
