/*
 * Commits that come as JSON: one file by its address, or several at once. All
 * operations of a request are one commit, or none where one of them is refused.
 */
import { z } from 'zod';
import {
  Exchange,
  ForgeError,
  notFound,
  requireWriter,
  sendJson,
} from '../exchange';
import { Author, editTree, writeCommit } from '../git/editTree';
import { isFilePath, isRefName } from '../git/names';
import { FoundEntry, Repository, Revision } from '../git/Repository';
import { Update } from '../smart/receivePack';
import { parsed } from './parsed';
import { presentCommit, presentEntry } from './present';

const authorSchema = z
  .object({ name: z.string().optional(), email: z.string().optional() })
  .optional();

const commitSchema = z.object({
  message: z.string().optional(),
  branch: z.string().optional(),
  new_branch: z.string().optional(),
  author: authorSchema,
  committer: authorSchema,
});

const fileSchema = commitSchema.extend({
  content: z.base64().optional(),
  sha: z.string().optional(),
  from_path: z.string().optional(),
});

const filesSchema = commitSchema.extend({
  files: z
    .array(
      z.object({
        operation: z.enum(['create', 'update', 'upload', 'rename', 'delete']),
        path: z.string(),
        content: z.base64().optional(),
        sha: z.string().optional(),
        from_path: z.string().optional(),
      }),
    )
    .min(1, 'Required'),
});

type CommitWish = z.infer<typeof commitSchema>;
type FileWish = z.infer<typeof filesSchema>['files'][number];

interface Outcome extends Update {
  /** Where each file is now, in Gitea's words; null for one that was deleted. */
  files: (ReturnType<typeof presentEntry> | null)[];
  shownCommit: Record<string, unknown>;
}

const notAWriter =
  'user should have a permission to write to the target branch';

const verification = {
  verified: false,
  reason: 'gpg.error.not_signed_commit',
  signature: '',
  signer: null,
  payload: '',
};

/** `POST`, `PUT` and `DELETE /repos/{owner}/{repo}/contents/{path}` */
export async function changeFile(
  exchange: Exchange,
  repository: Repository,
  atMs: number,
): Promise<Update> {
  requireWriter(exchange, repository.owner, notAWriter);
  const { method } = exchange.request;
  const { content, sha, from_path, ...wish } = await parsed(
    exchange,
    fileSchema,
  );
  const path = exchange.parts.slice(6).join('/');
  const operations = {
    POST: 'create',
    PUT: 'update',
    DELETE: 'delete',
  } as const;
  const operation = operations[method as keyof typeof operations];
  const outcome = await commitFiles(exchange, repository, atMs, wish, [
    { operation, path, content, sha, from_path },
  ]);
  sendJson(exchange, operation === 'create' ? 201 : 200, {
    content: outcome.files[0],
    commit: outcome.shownCommit,
    verification,
  });
  return outcome;
}

/** `POST /repos/{owner}/{repo}/contents`: several files with one commit. */
export async function changeFiles(
  exchange: Exchange,
  repository: Repository,
  atMs: number,
): Promise<Update> {
  requireWriter(exchange, repository.owner, notAWriter);
  if (exchange.request.method !== 'POST') {
    throw new ForgeError(405, 'Method Not Allowed');
  }
  const { files, ...wish } = await parsed(exchange, filesSchema);
  const outcome = await commitFiles(exchange, repository, atMs, wish, files);
  sendJson(exchange, 201, {
    files: outcome.files,
    commit: outcome.shownCommit,
    verification,
  });
  return outcome;
}

function commitFiles(
  exchange: Exchange,
  repository: Repository,
  atMs: number,
  wish: CommitWish,
  files: readonly FileWish[],
): Promise<Outcome> {
  const user = requireWriter(exchange, repository.owner, notAWriter);
  if (repository.facts.isArchived) {
    throw new ForgeError(423, `${repository.fullName} is archived`);
  }
  return repository.mutex.run(async () => {
    const { branch, ref, head } = await branchesOf(repository, wish);
    const changes = new Map<string, Buffer | undefined>();
    for (const file of files) {
      await take(repository, head, file, changes);
    }
    const base = head && (await repository.commit(head)).tree;
    const commit = await writeCommit(repository, {
      tree: await editTree(repository, base, changes),
      parents: head ? [head] : [],
      message: wish.message || messageOf(files),
      author: person(user, wish.author, wish.committer),
      committer: person(user, wish.committer, wish.author),
      atMs,
    });
    await repository.setRef(ref, commit);
    if (!head) await repository.setDefaultBranch(branch);
    const revision = { kind: 'branch', name: branch, commit } as const;
    const made = await repository.commit(commit);
    const { commit: inner, ...meta } = presentCommit(
      repository,
      commit,
      made,
      exchange.baseUrl,
    );
    return {
      branch,
      commit,
      files: await Promise.all(
        files.map(({ path }) =>
          shown(exchange.baseUrl, repository, revision, path, changes),
        ),
      ),
      shownCommit: { ...meta, ...inner },
    };
  });
}

/** Where the commit goes and what it stands on. */
async function branchesOf(repository: Repository, wish: CommitWish) {
  const from = wish.branch || (await repository.defaultBranch());
  const branch = wish.new_branch || from;
  const ref = `refs/heads/${branch}`;
  if (!isRefName(ref)) {
    throw new ForgeError(422, `[Branch]: not a valid name: ${branch}`);
  }
  const head = await repository.ref(`refs/heads/${from}`);
  if (!head && (await repository.refs()).size > 0) {
    throw notFound(`branch does not exist [name: ${from}]`);
  }
  if (branch !== from && (await repository.ref(ref))) {
    throw new ForgeError(422, `branch already exists [name: ${branch}]`);
  }
  return { branch, ref, head };
}

/** Adds what one operation changes. */
async function take(
  repository: Repository,
  head: string | undefined,
  file: FileWish,
  changes: Map<string, Buffer | undefined>,
): Promise<void> {
  const { operation, path, sha } = file;
  const origin = file.from_path ?? path;
  for (const each of [path, origin]) {
    if (!isFilePath(each)) {
      throw new ForgeError(422, `path is invalid [path: ${each}]`);
    }
  }
  const find = async (at: string): Promise<FoundEntry | undefined> =>
    head ? repository.entry(head, at) : undefined;
  const known = await find(origin);
  if (known && known.type !== 'blob') {
    throw new ForgeError(422, `path is no file [path: ${origin}]`);
  }
  const target = origin === path ? known : await find(path);
  const isNew = operation === 'create' || origin !== path;
  if (isNew && (target || changes.get(path))) {
    throw new ForgeError(422, `repository file already exists [path: ${path}]`);
  }
  if (!known && operation !== 'create' && operation !== 'upload') {
    throw notFound(`repository file does not exist [path: ${origin}]`);
  }
  if (known && (operation === 'update' || operation === 'delete')) {
    if (!sha) {
      throw new ForgeError(
        422,
        `a SHA or commit ID must be proved when updating a file`,
      );
    }
    if (sha !== known.oid) {
      throw new ForgeError(
        422,
        `sha does not match [given: ${sha}, expected: ${known.oid}]`,
      );
    }
  }
  if (origin !== path) changes.set(origin, undefined);
  if (operation === 'delete') changes.set(path, undefined);
  else if (operation === 'rename' && file.content === undefined && known) {
    changes.set(path, await repository.blob(known.oid));
  } else changes.set(path, Buffer.from(file.content ?? '', 'base64'));
}

async function shown(
  baseUrl: string,
  repository: Repository,
  revision: Revision,
  path: string,
  changes: ReadonlyMap<string, Buffer | undefined>,
) {
  const content = changes.get(path);
  const entry = await repository.entry(revision.commit, path);
  if (!entry || !content) return null;
  const commit = await repository.commit(revision.commit);
  return presentEntry(repository, revision, path, entry, {
    baseUrl,
    size: content.length,
    content,
    last: [revision.commit, commit],
  });
}

function person(
  user: string,
  ...given: ({ name?: string; email?: string } | undefined)[]
): Author {
  const found = given.find(g => g?.name || g?.email);
  return {
    name: found?.name || user,
    email: found?.email || `${user}@noreply.lifeverse.example`,
  };
}

/** As Gitea words it: what was added, updated and deleted, a line each. */
function messageOf(files: readonly FileWish[]): string {
  const verbs = {
    Add: ['create'],
    Update: ['update', 'upload', 'rename'],
    Delete: ['delete'],
  };
  return Object.entries(verbs)
    .map(([verb, operations]) => ({
      verb,
      paths: files
        .filter(({ operation }) => operations.includes(operation))
        .map(({ path }) => path),
    }))
    .filter(({ paths }) => paths.length > 0)
    .map(({ verb, paths }) => `${verb} ${paths.join(', ')}`)
    .join('\n');
}
