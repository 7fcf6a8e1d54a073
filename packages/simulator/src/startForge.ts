import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { besideCatalog, namesBesideCatalog } from './besideCatalog';
import { Clock } from './Clock';
import { createForgeFace } from './forge/createForgeFace';
import { GitOps } from './gitops/GitOps';
import { Faults } from './serving/Faults';
import { formatForgeError } from './serving/formatForgeError';
import { serveFace } from './serving/serveFace';
import { World } from './world';

export interface ForgeOptions {
  world: World;
  clock: Clock;
  faults: Faults;
  gitOps: GitOps;
  host: string;
  /** 0: any free port. */
  port: number;
  /** Folder that LifeVerse's repository is filled from. */
  catalog: string;
  /** Where the repositories are kept; undefined: for this run only. */
  data?: string;
  /** Commits changes of the catalog's folder while running. */
  watchCatalog: boolean;
  onProblem(message: string): void;
}

/** Who may write. The password guards nothing: all of it is simulated. */
const user = { name: 'worldscale', password: 'simulated' };

/** Who may read everything and write nothing but what is their own. */
const guest = { name: 'guest', password: 'simulated', organisations: [] };

/** Files of LifeVerse's repository that name everything in its catalog. */
const catalogFiles = [
  'catalog/all.yaml',
  'catalog/large/all.yaml',
  'templates/all.yaml',
];

/** @throws Error where the catalog's folder is not there; PortError */
export async function startForge(options: ForgeOptions) {
  const { world, clock, gitOps, onProblem } = options;
  const catalog = resolve(options.catalog);
  if (!existsSync(catalog)) {
    throw new Error(`There is no folder ${catalog} to fill the catalog from`);
  }
  const temporary = options.data
    ? undefined
    : await mkdtemp(join(tmpdir(), 'simulated-forge-'));
  const removeTemporary = async () => {
    if (temporary) await rm(temporary, { recursive: true, force: true });
  };
  try {
    const generated = world.catalogFiles();
    const extraFiles = async () =>
      new Map([...(await besideCatalog(catalog)), ...generated]);
    const atStart = await extraFiles();
    const forge = await createForgeFace({
      dataFolder: temporary ?? resolve(options.data ?? ''),
      seedFolder: catalog,
      extraFiles,
      watchSeed: options.watchCatalog,
      watchBeside: { folder: dirname(catalog), only: namesBesideCatalog },
      clock,
      users: [user, guest],
      onPush: push => gitOps.follow(push, clock.now()),
      onError: error => onProblem(`The forge: ${error.message}`),
    });
    for (const head of await forge.heads()) {
      await gitOps.follow(head, clock.now(), false);
    }
    const served = await serveFace({
      name: 'forge',
      host: options.host,
      port: options.port,
      faults: options.faults,
      formatError: formatForgeError,
      handler: forge.handler,
    });
    return {
      ...served,
      username: user.name,
      password: user.password,
      catalogUrls: catalogFiles
        .filter(file => file === catalogFiles[0] || atStart.has(file))
        .map(
          file => `${served.url}/lifeverse/lifeverse/src/branch/main/${file}`,
        ),
      close: async () => {
        await served.close();
        await forge.close();
        await removeTemporary();
      },
    };
  } catch (error) {
    await removeTemporary();
    throw error;
  }
}
