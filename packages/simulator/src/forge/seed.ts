/*
 * The forge's first repository is filled from a folder. When the folder has
 * changed since, the difference is committed on top of whatever people have
 * pushed meanwhile: only files that changed in the folder change in the
 * repository. What the folder held last is remembered under a reference of its
 * own, which is not served.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { writeFileWhole } from './git/atomicFs';
import { editTree, FileChanges, writeCommit } from './git/editTree';
import { isFilePath } from './git/names';
import { Repository } from './git/Repository';

const seedRef = 'refs/simulator/seed';

/** What the seed held last, in short: most starts change nothing. */
const seedDigestFile = 'simulator-seed';

function digestOf(files: ReadonlyMap<string, Uint8Array>): string {
  const digest = createHash('sha256');
  for (const path of [...files.keys()].sort()) {
    const content = files.get(path)!;
    digest.update(`${path}\0${content.length}\0`).update(content);
  }
  return digest.digest('hex');
}

const author = {
  name: 'LifeVerse Platform',
  email: 'platform@lifeverse.example',
};

/** Folders that are never part of what people wrote. */
const skipped = new Set(['.git', 'node_modules']);

/** Files by their paths in the repository. */
export type SeedFiles = ReadonlyMap<string, string | Uint8Array>;

export interface Seed {
  /** Folder on disk, and where its files lie in the repository. */
  folder: string;
  prefix: string;
  /** Files beside the folder, as they are now. */
  extraFiles: () => Promise<SeedFiles>;
}

/** The files of a seed by their paths in the repository. */
export async function readSeed(seed: Seed): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const visit = async (folder: string) => {
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !skipped.has(entry.name)) await visit(path);
      // Links are left out: they could lead anywhere.
      if (!entry.isFile() || entry.name === '.DS_Store') continue;
      const inFolder = relative(seed.folder, path).split(sep).join('/');
      files.set(`${seed.prefix}/${inFolder}`, await readFile(path));
    }
  };
  await visit(seed.folder);
  for (const [path, text] of await seed.extraFiles()) {
    if (!isFilePath(path)) {
      throw new Error(`not a path of a repository: ${JSON.stringify(path)}`);
    }
    files.set(path, typeof text === 'string' ? Buffer.from(text) : text);
  }
  return files;
}

function describe(changes: FileChanges): string {
  const [first] = changes.keys();
  return changes.size === 1
    ? `Update ${first}`
    : `Update ${changes.size} files`;
}

/** Fills an empty repository. */
export async function plantSeed(
  repository: Repository,
  files: ReadonlyMap<string, Uint8Array>,
  atMs: number,
): Promise<void> {
  const tree = await editTree(repository, undefined, files);
  const commit = await writeCommit(repository, {
    tree,
    parents: [],
    message: 'Describe the worlds of LifeVerse',
    author,
    atMs,
  });
  const branch = await repository.defaultBranch();
  await repository.setRef(`refs/heads/${branch}`, commit);
  await repository.setRef(seedRef, commit);
  await writeFileWhole(
    join(repository.folder, seedDigestFile),
    digestOf(files),
  );
}

/**
 * Commits what has changed since the seed was planted or tended last.
 *
 * @returns the new commit; undefined where nothing has changed
 */
export async function tendSeed(
  repository: Repository,
  files: ReadonlyMap<string, Uint8Array>,
  atMs: number,
): Promise<string | undefined> {
  const digest = digestOf(files);
  const digestFile = join(repository.folder, seedDigestFile);
  const before = await readFile(digestFile, 'utf8').catch(() => undefined);
  if (before === digest) return undefined;
  const commit = await commitChanges(repository, files, atMs);
  await writeFileWhole(digestFile, digest);
  return commit;
}

async function commitChanges(
  repository: Repository,
  files: ReadonlyMap<string, Uint8Array>,
  atMs: number,
): Promise<string | undefined> {
  const last = await repository.ref(seedRef);
  const lastTree = last && (await repository.commit(last)).tree;
  const seedTree = await editTree(repository, undefined, files);
  if (seedTree === lastTree) return undefined;

  const known = lastTree ? await repository.files(lastTree) : new Map();
  const after = await repository.files(seedTree);
  const changes = new Map<string, Uint8Array | undefined>();
  for (const [path, { oid }] of after) {
    if (known.get(path)?.oid !== oid) changes.set(path, files.get(path));
  }
  for (const path of known.keys()) {
    if (!after.has(path)) changes.set(path, undefined);
  }
  const branch = await repository.defaultBranch();
  const head = await repository.ref(`refs/heads/${branch}`);
  const headTree = head && (await repository.commit(head)).tree;
  const tree = await editTree(repository, headTree, changes);
  const message = describe(changes);
  const parents = head ? [head] : [];
  let commit = head;
  if (tree !== headTree) {
    commit = await writeCommit(repository, {
      tree,
      parents,
      message,
      author,
      atMs,
    });
    await repository.setRef(`refs/heads/${branch}`, commit);
  }
  const seeded = await writeCommit(repository, {
    tree: seedTree,
    parents: [],
    message,
    author,
    atMs,
  });
  await repository.setRef(seedRef, seeded);
  return tree === headTree ? undefined : commit;
}
