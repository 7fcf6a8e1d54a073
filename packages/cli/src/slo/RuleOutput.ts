/*
 * Where rules are written. A folder belongs to its owner: of the files in it, those
 * that begin with our line are ours to change and to take away when their service
 * has no objectives any more; a file of somebody else's is never overwritten.
 */
import {
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ConflictError, InputError, isError } from '@backstage/errors';

const firstLine =
  '# Written by `worldscale slo rules` from OpenSLO files. Do not edit.\n';

/** What is to be done with a file, and what was done. */
const kinds = {
  new: { due: 'is missing', done: 'written' },
  changed: { due: 'is not up to date', done: 'written' },
  gone: { due: 'is of a service without objectives', done: 'taken away' },
} as const;

export interface OutputChange {
  name: string;
  what: (typeof kinds)[keyof typeof kinds];
}

/** Whether a path means a file; a folder may have a name with an ending, too. */
export async function isFileName(path: string, cwd: string): Promise<boolean> {
  const about = await stat(resolve(cwd, path)).catch(() => undefined);
  if (about) return !about.isDirectory();
  return /\.ya?ml$/i.test(path);
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const isAbsent =
      isError(error) && /^ENO(ENT|TDIR)$/.test(String(error.code));
    if (isAbsent) return undefined;
    throw error;
  }
}

/** Prometheus may read while we write: it sees the old file or the new one. */
async function replace(path: string, text: string): Promise<void> {
  const next = `${path}.next`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(next, text);
    await rename(next, path);
  } catch (error) {
    await rm(next, { force: true }).catch(() => undefined);
    const reason = isError(error) ? error.message : String(error);
    throw new InputError(`${path} cannot be written: ${reason}`);
  }
}

/** One file for all rules. */
export class OutputFile {
  readonly #path: string;

  constructor(
    private readonly name: string,
    cwd: string,
    private readonly text: string,
  ) {
    this.#path = resolve(cwd, name);
  }

  async changes(): Promise<OutputChange[]> {
    const { name } = this;
    const before = await textOf(this.#path);
    if (before === firstLine + this.text) return [];
    return [{ name, what: before === undefined ? kinds.new : kinds.changed }];
  }

  async write(): Promise<void> {
    await replace(this.#path, firstLine + this.text);
  }
}

/** A folder with one file for each service. */
export class OutputFolder {
  readonly #path: string;

  constructor(
    private readonly name: string,
    cwd: string,
    /** Text by name of file. */
    private readonly texts: ReadonlyMap<string, string>,
  ) {
    this.#path = resolve(cwd, name);
  }

  /** @throws ConflictError where a file of that name is not ours */
  async changes(): Promise<OutputChange[]> {
    const changes: OutputChange[] = [];
    for (const [file, text] of this.texts) {
      const name = join(this.name, file);
      const before = await textOf(join(this.#path, file));
      if (before === undefined) changes.push({ name, what: kinds.new });
      else if (!before.startsWith(firstLine)) {
        throw new ConflictError(
          `${name} was not written by this command; move it away, or choose another folder`,
        );
      } else if (before !== firstLine + text) {
        changes.push({ name, what: kinds.changed });
      }
    }
    for (const file of await this.#abandoned()) {
      changes.push({ name: join(this.name, file), what: kinds.gone });
    }
    return changes;
  }

  async write(): Promise<void> {
    for (const [file, text] of this.texts) {
      await replace(join(this.#path, file), firstLine + text);
    }
    for (const file of await this.#abandoned()) {
      await rm(join(this.#path, file));
    }
  }

  async #abandoned(): Promise<string[]> {
    const names = await readdir(this.#path).catch(() => []);
    const gone: string[] = [];
    for (const name of names.sort()) {
      if (this.texts.has(name) || !name.endsWith('.yaml')) continue;
      const text = await textOf(join(this.#path, name));
      if (text?.startsWith(firstLine)) gone.push(name);
    }
    return gone;
  }
}
