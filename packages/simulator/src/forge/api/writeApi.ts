/** What Gitea's API lets a user change. */
import { z } from 'zod';
import {
  Exchange,
  ForgeError,
  notFound,
  readJson,
  requireUser,
  sendJson,
} from '../exchange';
import { ForgeStore, RepositoryExistsError } from '../ForgeStore';
import { Author, editTree, writeCommit } from '../git/editTree';
import { isFilePath, isRefName, nameProblem } from '../git/names';
import { Repository } from '../git/Repository';
import { Update } from '../smart/receivePack';
import { plantReadme } from './readme';
import { presentCommit, presentEntry, presentRepository } from './present';

/** Room for a file of 10 MB in base64. */
const maxJsonBytes = 16 * 1024 * 1024;

const newRepositorySchema = z.object({
  name: z.unknown().optional(),
  description: z.string().nullish(),
  private: z.boolean().nullish(),
  auto_init: z.boolean().nullish(),
  default_branch: z.string().nullish(),
});

const authorSchema = z
  .object({ name: z.string().optional(), email: z.string().optional() })
  .optional();

const fileSchema = z.object({
  content: z.base64().optional(),
  sha: z.string().optional(),
  message: z.string().optional(),
  branch: z.string().optional(),
  new_branch: z.string().optional(),
  author: authorSchema,
  committer: authorSchema,
});

/** @throws ForgeError 422 naming the fields that are wrong */
async function parsed<T>(exchange: Exchange, schema: z.ZodType<T>): Promise<T> {
  const result = schema.safeParse(await readJson(exchange, maxJsonBytes));
  if (result.success) return result.data;
  throw new ForgeError(
    422,
    result.error.issues
      .map(({ path, message }) => `[${path.map(String).join('.')}]: ${message}`)
      .join(', '),
  );
}

/** `POST /orgs/{org}/repos` and `POST /user/repos` */
export async function createRepository(
  exchange: Exchange,
  store: ForgeStore,
  owner: string,
  atMs: number,
): Promise<Repository> {
  requireUser(exchange);
  const wanted = await parsed(exchange, newRepositorySchema);
  const problem = nameProblem(wanted.name);
  if (problem) throw new ForgeError(422, problem);
  const branch = wanted.default_branch || 'main';
  if (!isRefName(`refs/heads/${branch}`)) {
    throw new ForgeError(422, `[DefaultBranch]: not a valid name: ${branch}`);
  }
  try {
    const repository = await store.create({
      owner,
      name: String(wanted.name),
      description: wanted.description ?? '',
      isPrivate: wanted.private ?? false,
      defaultBranch: branch,
      atMs,
      fill: wanted.auto_init
        ? made => plantReadme(made, wanted.description ?? '', atMs)
        : undefined,
    });
    const { baseUrl } = exchange;
    sendJson(exchange, 201, await presentRepository(repository, baseUrl, true));
    return repository;
  } catch (error) {
    if (!(error instanceof RepositoryExistsError)) throw error;
    throw new ForgeError(409, error.message);
  }
}

/** `DELETE /repos/{owner}/{repo}` */
export async function deleteRepository(
  exchange: Exchange,
  store: ForgeStore,
  repository: Repository,
): Promise<void> {
  requireUser(exchange);
  await store.remove(repository);
  exchange.response.writeHead(204);
  exchange.response.end();
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

/** `POST`, `PUT` and `DELETE /repos/{owner}/{repo}/contents/{path}` */
export async function changeFile(
  exchange: Exchange,
  repository: Repository,
  atMs: number,
): Promise<Update> {
  const user = requireUser(exchange);
  const { request, baseUrl } = exchange;
  const path = exchange.parts.slice(6).join('/');
  if (!isFilePath(path))
    throw new ForgeError(422, `path is invalid [path: ${path}]`);
  const wanted = await parsed(exchange, fileSchema);
  const removes = request.method === 'DELETE';
  if (!removes && wanted.content === undefined) {
    throw new ForgeError(422, '[Content]: Required');
  }
  return repository.mutex.run(async () => {
    const from = wanted.branch || (await repository.defaultBranch());
    const branch = wanted.new_branch || from;
    const ref = `refs/heads/${branch}`;
    if (!isRefName(ref)) {
      throw new ForgeError(422, `[Branch]: not a valid name: ${branch}`);
    }
    const head = await repository.ref(`refs/heads/${from}`);
    const isFirst = !head && (await repository.refs()).size === 0;
    if (!head && !isFirst)
      throw notFound(`branch does not exist [name: ${from}]`);
    if (branch !== from && (await repository.ref(ref))) {
      throw new ForgeError(409, `branch already exists [name: ${branch}]`);
    }
    const known = head ? await repository.entry(head, path) : undefined;
    if (known && known.type !== 'blob') {
      throw new ForgeError(422, `path is no file [path: ${path}]`);
    }
    if (request.method === 'POST' && known) {
      throw new ForgeError(
        422,
        `repository file already exists [path: ${path}]`,
      );
    }
    if (removes && !known) {
      throw notFound(`repository file does not exist [path: ${path}]`);
    }
    if (known && request.method !== 'POST' && known.oid !== wanted.sha) {
      const message = wanted.sha
        ? `sha does not match [given: ${wanted.sha}, expected: ${known.oid}]`
        : '[SHA]: Required';
      throw new ForgeError(wanted.sha ? 409 : 422, message);
    }

    const content = removes
      ? undefined
      : Buffer.from(wanted.content!, 'base64');
    const base = head && (await repository.commit(head)).tree;
    const tree = await editTree(repository, base, new Map([[path, content]]));
    const adds = known ? 'Update' : 'Add';
    const verb = removes ? 'Delete' : adds;
    const commit = await writeCommit(repository, {
      tree,
      parents: head ? [head] : [],
      message: wanted.message || `${verb} ${path}`,
      author: person(user, wanted.author, wanted.committer),
      committer: person(user, wanted.committer, wanted.author),
      atMs,
    });
    await repository.setRef(ref, commit);
    if (isFirst) await repository.setDefaultBranch(branch);

    const made = await repository.commit(commit);
    const entry = await repository.entry(commit, path);
    const shown =
      entry &&
      presentEntry(
        repository,
        { kind: 'branch', name: branch, commit },
        path,
        entry,
        {
          baseUrl,
          size: content?.length ?? 0,
          content,
          last: [commit, made],
        },
      );
    const { commit: inner, ...meta } = presentCommit(
      repository,
      commit,
      made,
      baseUrl,
    );
    sendJson(exchange, known ? 200 : 201, {
      content: shown ?? null,
      commit: { ...meta, ...inner },
      verification: null,
    });
    return { branch, commit };
  });
}
