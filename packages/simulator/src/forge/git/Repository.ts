/*
 * A bare Git repository on disk, through isomorphic-git. References are read
 * and written here: isomorphic-git would take any file of the repository for
 * one whose name somebody asks for.
 */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import git, { CommitObject, TreeEntry } from 'isomorphic-git';
import { atomicFs, writeFileWhole } from './atomicFs';
import { readLooseObject } from './looseObjects';
import { Mutex } from './Mutex';
import { isRefName } from './names';

const fs = atomicFs;

export interface RepositoryFacts {
  id: number;
  description: string;
  isPrivate: boolean;
  /** An archived repository is read only. */
  isArchived: boolean;
  createdAtMs: number;
}

/** A branch, tag or commit that somebody asked for. */
export interface Revision {
  kind: 'branch' | 'tag' | 'commit';
  name: string;
  /** Object id of the commit. */
  commit: string;
}

export interface FoundEntry {
  type: 'tree' | 'blob' | 'commit';
  oid: string;
  mode: string;
}

/** A file of a tree with all its folders. */
export interface FoundFile {
  oid: string;
  mode: string;
}

/** Commits and trees that are kept in memory; objects never change. */
const maxRemembered = 5000;

function remember<T>(known: Map<string, T>, oid: string, object: T): void {
  if (known.size >= maxRemembered) known.clear();
  known.set(oid, object);
}

const oidPattern = /^[0-9a-f]{40}$/;

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
}

export class Repository {
  /** Held by whoever changes references. */
  readonly mutex = new Mutex();
  private cache = {};
  private readonly commits = new Map<string, CommitObject>();
  private readonly trees = new Map<string, readonly TreeEntry[]>();

  constructor(
    readonly owner: string,
    readonly name: string,
    readonly folder: string,
    /** Changed by its store alone. */
    public facts: Readonly<RepositoryFacts>,
  ) {}

  /** What isomorphic-git's functions need to find the repository. */
  get place() {
    return { fs, gitdir: this.folder, cache: this.cache };
  }

  /** Forgets what was read; needed after objects came in as a pack. */
  forget(): void {
    this.cache = {};
  }

  get fullName() {
    return `${this.owner}/${this.name}`;
  }

  async isEmpty(): Promise<boolean> {
    return !(await this.ref(`refs/heads/${await this.defaultBranch()}`));
  }

  async defaultBranch(): Promise<string> {
    const head = await readFile(join(this.folder, 'HEAD'), 'utf8');
    return head.trim().replace(/^ref: refs\/heads\//, '');
  }

  async setDefaultBranch(branch: string): Promise<void> {
    const head = join(this.folder, 'HEAD');
    await writeFileWhole(head, `ref: refs/heads/${branch}\n`);
  }

  /** Branches and tags by their full names, in order. */
  async refs(): Promise<Map<string, string>> {
    const names: string[] = [];
    for (const kind of ['refs/heads', 'refs/tags']) {
      const entries = await readdir(join(this.folder, kind), {
        recursive: true,
        withFileTypes: true,
      }).catch(error => {
        if (isMissing(error)) return [];
        throw error;
      });
      for (const entry of entries) {
        if (!entry.isFile() || entry.name.startsWith('.')) continue;
        names.push(relative(this.folder, join(entry.parentPath, entry.name)));
      }
    }
    const refs = new Map<string, string>();
    for (const name of names.sort()) {
      const oid = await this.ref(name);
      if (oid) refs.set(name, oid);
    }
    return refs;
  }

  /** Object id of a reference with its full name. */
  async ref(name: string): Promise<string | undefined> {
    try {
      const text = await readFile(join(this.folder, name), 'utf8');
      return oidPattern.test(text.trim()) ? text.trim() : undefined;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async setRef(name: string, oid: string): Promise<void> {
    const path = join(this.folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFileWhole(path, `${oid}\n`);
  }

  async deleteRef(name: string): Promise<void> {
    await rm(join(this.folder, name), { force: true });
  }

  /** The branch, tag or commit of that name; the default branch without one. */
  async resolve(name: string): Promise<Revision | undefined> {
    const wanted = name || (await this.defaultBranch());
    for (const [kind, prefix] of [
      ['branch', 'refs/heads/'],
      ['tag', 'refs/tags/'],
    ] as const) {
      if (!isRefName(`${prefix}${wanted}`)) continue;
      const oid = await this.ref(`${prefix}${wanted}`);
      const commit = oid && (await this.peel(oid));
      if (commit) return { kind, name: wanted, commit };
    }
    if (!/^[0-9a-f]{7,40}$/.test(wanted)) return undefined;
    try {
      const oid = await git.expandOid({ ...this.place, oid: wanted });
      const commit = await this.peel(oid);
      return commit ? { kind: 'commit', name: commit, commit } : undefined;
    } catch {
      return undefined;
    }
  }

  /**
   * Splits `branch/path` where branches may hold slashes: the longest name
   * that is one wins.
   */
  async splitRevision(
    parts: readonly string[],
  ): Promise<{ revision: Revision; path: string } | undefined> {
    for (let length = parts.length; length > 0; length--) {
      const name = parts.slice(0, length).join('/');
      const revision = await this.resolve(name);
      if (revision) return { revision, path: parts.slice(length).join('/') };
    }
    return undefined;
  }

  /** The commit that an object is, or that a tag points to. */
  async peel(oid: string): Promise<string | undefined> {
    try {
      const found = await git.readObject({ ...this.place, oid });
      if (found.type === 'commit') return oid;
      if (found.type !== 'tag') return undefined;
      const { tag } = await git.readTag({ ...this.place, oid });
      return await this.peel(tag.object);
    } catch {
      return undefined;
    }
  }

  async has(oid: string): Promise<boolean> {
    try {
      await git.readObject({ ...this.place, oid, format: 'deflated' });
      return true;
    } catch {
      return false;
    }
  }

  async commit(oid: string): Promise<CommitObject> {
    const known = this.commits.get(oid);
    if (known) return known;
    const { commit } = await git.readCommit({ ...this.place, oid });
    remember(this.commits, oid, commit);
    return commit;
  }

  async tree(oid: string): Promise<readonly TreeEntry[]> {
    const known = this.trees.get(oid);
    if (known) return known;
    const { tree } = await git.readTree({ ...this.place, oid });
    remember(this.trees, oid, tree);
    return tree;
  }

  async blob(oid: string): Promise<Buffer> {
    const loose = await readLooseObject(this.folder, oid);
    if (loose?.type === 'blob') return loose.content;
    const { blob } = await git.readBlob({ ...this.place, oid });
    return Buffer.from(blob);
  }

  /** What is at a path of a commit; the root is the empty path. */
  async entry(commit: string, path: string): Promise<FoundEntry | undefined> {
    const { tree: root } = await this.commit(commit);
    let found: FoundEntry = { type: 'tree', oid: root, mode: '040000' };
    for (const part of path.split('/').filter(p => p !== '')) {
      if (found.type !== 'tree') return undefined;
      const entries: readonly TreeEntry[] = await this.tree(found.oid);
      const next: TreeEntry | undefined = entries.find(e => e.path === part);
      if (!next) return undefined;
      found = { type: next.type, oid: next.oid, mode: next.mode };
    }
    return found;
  }

  /** All files of a tree by their paths. */
  async files(tree: string, prefix = ''): Promise<Map<string, FoundFile>> {
    const found = new Map<string, FoundFile>();
    for (const entry of await this.tree(tree)) {
      const path = `${prefix}${entry.path}`;
      if (entry.type === 'tree') {
        const inner = await this.files(entry.oid, `${path}/`);
        inner.forEach((file, name) => found.set(name, file));
      } else if (entry.type === 'blob') {
        found.set(path, { oid: entry.oid, mode: entry.mode });
      }
    }
    return found;
  }

  /** Commits from one back to its first, newest first. */
  async *history(from: string): AsyncGenerator<[string, CommitObject]> {
    const seen = new Set([from]);
    const open: [string, CommitObject][] = [[from, await this.commit(from)]];
    while (open.length) {
      open.sort(
        ([, a], [, b]) => a.committer.timestamp - b.committer.timestamp,
      );
      const [oid, commit] = open.pop()!;
      yield [oid, commit];
      for (const parent of commit.parent) {
        if (seen.has(parent)) continue;
        seen.add(parent);
        open.push([parent, await this.commit(parent)]);
      }
    }
  }

  /** Commits that changed what is at a path, newest first. */
  async *changes(
    from: string,
    path: string,
  ): AsyncGenerator<[string, CommitObject]> {
    for await (const [oid, commit] of this.history(from)) {
      const here = (await this.entry(oid, path))?.oid;
      const before: (string | undefined)[] = [];
      for (const parent of commit.parent) {
        before.push((await this.entry(parent, path))?.oid);
      }
      const same = before.some(parent => parent === here);
      if (commit.parent.length ? !same : here) yield [oid, commit];
    }
  }
}
