/** Rules of the sample's objectives, made as a pipeline makes them. */
import path from 'node:path';
import process from 'node:process';
import { Failure } from './failure.mjs';
import { rootDir, run } from './toolchain.mjs';

/** Where the simulated forge shows the catalog's repository. */
const repository = 'lifeverse/lifeverse/src/branch/main/';

/**
 * Compiles OpenSLO files of the catalog to rules for Prometheus.
 *
 * @param folder where the file goes
 * @param forge address of the forge, where alerts find their runbooks
 * @param paths folders of the repository
 * @returns the path of the file
 */
export async function compileRules(folder, forge, paths = ['catalog']) {
  const file = path.join(folder, 'rules', 'slo.yaml');
  try {
    await run(
      process.execPath,
      [
        path.join(rootDir, 'packages/cli/bin/worldscale.js'),
        ...['slo', 'rules', ...paths, '--output', file],
        ...(forge ? ['--base-url', `${forge}/${repository}`] : []),
      ],
      { cwd: rootDir },
    );
  } catch (error) {
    throw new Failure(
      `The rules of the catalog's objectives could not be made.\n${error.output}`,
      'The lines above say why.',
    );
  }
  return file;
}
