import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';

type Data = Parameters<typeof fs.promises.writeFile>[1];
type Options = Parameters<typeof fs.promises.writeFile>[2];

/** Writes a file whole or not at all, also where the process ends meanwhile. */
export async function writeFileWhole(
  path: string,
  data: Data,
  options?: Options,
): Promise<void> {
  const draft = join(dirname(path), `.draft-${randomUUID()}`);
  try {
    await fs.promises.writeFile(draft, data, options);
    await fs.promises.rename(draft, path);
  } catch (error) {
    await fs.promises.rm(draft, { force: true });
    throw error;
  }
}

/**
 * The file system as isomorphic-git uses it. It never looks again at an object
 * that it finds in its place, so a half-written one would spoil a repository.
 */
export const atomicFs = {
  promises: { ...fs.promises, writeFile: writeFileWhole },
};
