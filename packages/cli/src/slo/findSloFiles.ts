/*
 * Which files are meant. A file that is named is read, whatever it is called. In a
 * folder, files of YAML or JSON that speak of OpenSLO are; the rest of a repository
 * (catalog files, manifests, templates) is none of our business and is left alone.
 */
import { Dirent, Stats } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { InputError, isError, NotFoundError } from '@backstage/errors';

/** Many times what people write. */
const LONGEST_BYTES = 10_000_000;

const isYaml = /\.(ya?ml|json)$/i;
const speaksOfOpenSlo = /["']?apiVersion["']?\s*:\s*["']?openslo/i;

/** A file as messages name it, and what it holds. */
export interface SloText {
  /** Relative to the current folder, with slashes. */
  name: string;
  text: string;
}

function reasonOf(error: unknown): string {
  if (!isError(error)) return String(error);
  const words: Record<string, string> = {
    ENOENT: 'there is no such file or folder',
    EACCES: 'permission denied',
    EISDIR: 'it is a folder',
  };
  return words[String(error.code)] ?? error.message;
}

async function read(path: string, name: string): Promise<string> {
  const content = await readFile(path).catch((error: unknown) => {
    throw new InputError(`${name} cannot be read: ${reasonOf(error)}`);
  });
  if (content.byteLength > LONGEST_BYTES) {
    throw new InputError(`${name} is larger than ${LONGEST_BYTES} bytes`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw new InputError(`${name} is no text in UTF-8`);
  }
}

async function* yamlBelow(
  folder: string,
  name: string,
): AsyncGenerator<string> {
  const entries: Dirent[] = await readdir(folder, {
    withFileTypes: true,
  }).catch((error: unknown) => {
    throw new InputError(`${name} cannot be read: ${reasonOf(error)}`);
  });
  // The same files give the same rules on every machine.
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name === 'node_modules' || entry.name.startsWith('.')) continue;
      yield* yamlBelow(path, join(name, entry.name));
    } else if (entry.isFile() && isYaml.test(entry.name)) yield path;
  }
}

/**
 * The files that some paths mean, each once, in order.
 *
 * @throws NotFoundError where a path leads nowhere or a folder holds no OpenSLO
 * @throws InputError where a file cannot be read
 */
export async function findSloFiles(
  paths: readonly string[],
  cwd: string,
): Promise<SloText[]> {
  const found = new Map<string, SloText>();
  const nameOf = (path: string) =>
    (relative(cwd, path) || '.').split(sep).join('/');
  const add = (path: string, text: string) =>
    found.set(path, { name: nameOf(path), text });
  for (const given of paths) {
    const path = resolve(cwd, given);
    const about: Stats = await stat(path).catch((error: unknown) => {
      throw new NotFoundError(`${given} cannot be read: ${reasonOf(error)}`);
    });
    if (!about.isDirectory()) {
      add(path, await read(path, given));
      continue;
    }
    let isEmpty = true;
    for await (const file of yamlBelow(path, given)) {
      const text = await read(file, nameOf(file));
      if (!speaksOfOpenSlo.test(text)) continue;
      isEmpty = false;
      add(file, text);
    }
    if (isEmpty) {
      throw new NotFoundError(`${given} holds no OpenSLO file (.yaml, .json)`);
    }
  }
  return [...found.values()];
}
