/** How Gitea's API makes, changes and deletes repositories. */
import { z } from 'zod';
import {
  Exchange,
  ForgeError,
  requireUser,
  requireWriter,
  sendJson,
} from '../exchange';
import { ForgeStore, RepositoryExistsError } from '../ForgeStore';
import { isRefName, repositoryNameProblem } from '../git/names';
import { Repository } from '../git/Repository';
import { parsed } from './parsed';
import { plantReadme } from './readme';
import { presentRepository } from './present';

/** As in Gitea's options for new and changed repositories. */
const description = z.string().max(2048, 'MaxSize').nullish();
const branchName = z.string().max(100, 'MaxSize').nullish();

const newRepositorySchema = z.object({
  name: z.unknown().optional(),
  description,
  private: z.boolean().nullish(),
  auto_init: z.boolean().nullish(),
  default_branch: branchName,
});

const changesSchema = z.object({
  name: z.string().nullish(),
  description,
  private: z.boolean().nullish(),
  archived: z.boolean().nullish(),
  default_branch: branchName,
});

function requireBranchName(branch: string): void {
  if (!isRefName(`refs/heads/${branch}`)) {
    throw new ForgeError(422, `[DefaultBranch]: not a valid name: ${branch}`);
  }
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
  const problem = repositoryNameProblem(wanted.name);
  if (problem) throw new ForgeError(422, problem);
  const branch = wanted.default_branch || 'main';
  requireBranchName(branch);
  requireWriter(
    exchange,
    owner,
    'Given user is not allowed to create repository in organization.',
  );
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

/** `PATCH /repos/{owner}/{repo}`: only fields that are given are changed. */
export async function editRepository(
  exchange: Exchange,
  store: ForgeStore,
  repository: Repository,
): Promise<void> {
  requireWriter(
    exchange,
    repository.owner,
    'user should be an owner or a collaborator with admin write of a repository',
  );
  const wanted = await parsed(exchange, changesSchema);
  if (wanted.name && wanted.name !== repository.name) {
    throw new ForgeError(422, 'this forge does not rename repositories');
  }
  const branch = wanted.default_branch;
  if (branch) requireBranchName(branch);
  await repository.mutex.run(async () => {
    // Gitea passes over a branch that is not there, unless there is none at all.
    const isThere =
      branch && (await repository.ref(`refs/heads/${branch}`)) !== undefined;
    if (branch && (isThere || (await repository.isEmpty()))) {
      await repository.setDefaultBranch(branch);
    }
    const { facts } = repository;
    await store.describe(repository, {
      description: wanted.description ?? facts.description,
      isPrivate: wanted.private ?? facts.isPrivate,
      isArchived: wanted.archived ?? facts.isArchived,
    });
  });
  const { baseUrl } = exchange;
  sendJson(exchange, 200, await presentRepository(repository, baseUrl, true));
}

/** `DELETE /repos/{owner}/{repo}` */
export async function deleteRepository(
  exchange: Exchange,
  store: ForgeStore,
  repository: Repository,
): Promise<void> {
  requireWriter(
    exchange,
    repository.owner,
    'user should be an owner or a collaborator with admin write of a repository',
  );
  await store.remove(repository);
  exchange.response.writeHead(204);
  exchange.response.end();
}
