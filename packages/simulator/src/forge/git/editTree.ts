import git, { TreeObject } from 'isomorphic-git';
import { writeLooseObject } from './looseObjects';
import { Repository } from './Repository';

/** New content of files by their paths; undefined takes a file away. */
export type FileChanges = ReadonlyMap<string, Uint8Array | undefined>;

interface Folder {
  folders: Map<string, Folder>;
  files: Map<string, { oid: string | undefined; mode?: string }>;
}

const newFolder = (): Folder => ({ folders: new Map(), files: new Map() });

async function writeFolder(
  repository: Repository,
  base: string | undefined,
  { folders, files }: Folder,
): Promise<string | undefined> {
  const entries = new Map<string, TreeObject[number]>();
  for (const entry of base ? await repository.tree(base) : []) {
    entries.set(entry.path, entry);
  }
  for (const [path, { oid, mode }] of files) {
    const known = entries.get(path);
    if (oid === undefined) entries.delete(path);
    else {
      const kept = known?.type === 'blob' ? known.mode : '100644';
      entries.set(path, { path, oid, type: 'blob', mode: mode ?? kept });
    }
  }
  for (const [path, folder] of folders) {
    const known = entries.get(path);
    const inner = known?.type === 'tree' ? known.oid : undefined;
    const oid = await writeFolder(repository, inner, folder);
    if (oid) entries.set(path, { path, oid, type: 'tree', mode: '040000' });
    else if (known?.type === 'tree') entries.delete(path);
  }
  if (entries.size === 0) return undefined;
  return git.writeTree({
    ...repository.place,
    tree: [...entries.values()],
  });
}

/** Files that are written at the same time. */
const atOnce = 32;

async function writeBlobs(
  { folder }: Repository,
  changes: FileChanges,
): Promise<Map<string, string | undefined>> {
  const oids = new Map<string, string | undefined>();
  const open = [...changes];
  const work = async () => {
    for (let next = open.pop(); next; next = open.pop()) {
      const [path, content] = next;
      oids.set(
        path,
        content && (await writeLooseObject(folder, 'blob', content)),
      );
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return oids;
}

/**
 * Writes a tree that is another one with changes. Folders that become empty
 * go, as Git knows none.
 *
 * @returns the object id of the tree
 */
export async function editTree(
  repository: Repository,
  base: string | undefined,
  changes: FileChanges,
): Promise<string> {
  const root = newFolder();
  for (const [path, oid] of await writeBlobs(repository, changes)) {
    const parts = path.split('/');
    const name = parts.pop()!;
    let folder = root;
    for (const part of parts) {
      const inner = folder.folders.get(part) ?? newFolder();
      folder.folders.set(part, inner);
      folder = inner;
    }
    folder.files.set(name, { oid });
  }
  return (
    (await writeFolder(repository, base, root)) ??
    git.writeTree({ ...repository.place, tree: [] })
  );
}

export interface Author {
  name: string;
  email: string;
}

/** Writes a commit; no reference points to it yet. */
export function writeCommit(
  repository: Repository,
  commit: {
    tree: string;
    parents: string[];
    message: string;
    author: Author;
    committer?: Author;
    atMs: number;
  },
): Promise<string> {
  const { tree, parents, message, author, committer, atMs } = commit;
  const when = { timestamp: Math.floor(atMs / 1000), timezoneOffset: 0 };
  return git.writeCommit({
    ...repository.place,
    commit: {
      tree,
      parent: parents,
      message: message.endsWith('\n') ? message : `${message}\n`,
      author: { ...author, ...when },
      committer: { ...(committer ?? author), ...when },
    },
  });
}
