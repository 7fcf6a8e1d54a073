import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import git from 'isomorphic-git';
import { z } from 'zod';
import { atomicFs, writeFileWhole } from './git/atomicFs';
import { ownerNameProblem, repositoryNameProblem } from './git/names';
import { Repository, RepositoryFacts } from './git/Repository';

const factsSchema = z.object({
  id: z.number().int(),
  owner: z.string(),
  name: z.string(),
  description: z.string(),
  isPrivate: z.boolean(),
  isArchived: z.boolean().default(false),
  createdAtMs: z.number(),
});

const factsFile = 'forge.json';

/** A repository of that name is there already, or is just being made. */
export class RepositoryExistsError extends Error {
  readonly name = 'RepositoryExistsError';
}

export interface NewRepository {
  owner: string;
  name: string;
  description?: string;
  isPrivate?: boolean;
  defaultBranch?: string;
  atMs: number;
  /** Fills the repository before anybody can see it. */
  fill?: (repository: Repository) => Promise<void>;
}

/**
 * The repositories of a folder: `<owner>/<name>.git` below `repositories`.
 * Names differ by more than their case. A repository is made in another folder
 * and moved into its place when it is complete, so that there is no half one.
 */
export class ForgeStore {
  private readonly known = new Map<string, Repository>();
  private readonly reserved = new Set<string>();
  private nextId = 1;

  private constructor(private readonly folder: string) {}

  static async open(folder: string): Promise<ForgeStore> {
    const store = new ForgeStore(folder);
    await rm(store.draftsFolder, { recursive: true, force: true });
    await mkdir(store.draftsFolder, { recursive: true });
    await mkdir(store.repositoriesFolder, { recursive: true });
    const withTypes = { withFileTypes: true } as const;
    for (const owner of await readdir(store.repositoriesFolder, withTypes)) {
      // Desktops leave files of their own in folders.
      if (!owner.isDirectory()) continue;
      const ownerFolder = join(store.repositoriesFolder, owner.name);
      for (const entry of await readdir(ownerFolder, withTypes)) {
        if (!entry.isDirectory()) continue;
        await store.load(join(ownerFolder, entry.name));
      }
    }
    return store;
  }

  private get repositoriesFolder() {
    return join(this.folder, 'repositories');
  }

  private get draftsFolder() {
    return join(this.folder, 'drafts');
  }

  private async load(folder: string): Promise<void> {
    const text = await readFile(join(folder, factsFile), 'utf8').catch(
      error => {
        throw new Error(
          `${folder} is not a repository of this forge: ${error.message}`,
        );
      },
    );
    const { owner, name, ...facts } = factsSchema.parse(JSON.parse(text));
    const repository = new Repository(owner, name, folder, facts);
    this.known.set(keyOf(owner, name), repository);
    this.nextId = Math.max(this.nextId, facts.id + 1);
  }

  all(): Repository[] {
    return [...this.known.values()].sort((a, b) => a.facts.id - b.facts.id);
  }

  find(owner: string, name: string): Repository | undefined {
    return this.known.get(keyOf(owner, name));
  }

  /** @throws RepositoryExistsError */
  async create(options: NewRepository): Promise<Repository> {
    const { owner, name } = options;
    const key = keyOf(owner, name);
    const problem = ownerNameProblem(owner) ?? repositoryNameProblem(name);
    if (problem) throw new Error(problem);
    if (this.known.has(key) || this.reserved.has(key)) {
      throw new RepositoryExistsError(
        'The repository with the same name already exists.',
      );
    }
    this.reserved.add(key);
    const draft = join(this.draftsFolder, randomUUID());
    try {
      const facts = {
        id: this.nextId,
        description: options.description ?? '',
        isPrivate: options.isPrivate ?? false,
        isArchived: false,
        createdAtMs: options.atMs,
      };
      this.nextId += 1;
      await mkdir(draft);
      await git.init({
        fs: atomicFs,
        gitdir: draft,
        bare: true,
        defaultBranch: options.defaultBranch ?? 'main',
      });
      await options.fill?.(new Repository(owner, name, draft, facts));
      await writeFileWhole(
        join(draft, factsFile),
        JSON.stringify({ owner, name, ...facts }, null, 2),
      );
      const folder = join(this.repositoriesFolder, owner, `${name}.git`);
      await mkdir(join(this.repositoriesFolder, owner), { recursive: true });
      await rename(draft, folder);
      const repository = new Repository(owner, name, folder, facts);
      this.known.set(key, repository);
      return repository;
    } catch (error) {
      await rm(draft, { recursive: true, force: true });
      throw error;
    } finally {
      this.reserved.delete(key);
    }
  }

  /** Changes what is said of a repository; its branches are its own business. */
  async describe(
    repository: Repository,
    changes: Partial<
      Pick<RepositoryFacts, 'description' | 'isPrivate' | 'isArchived'>
    >,
  ): Promise<void> {
    const { owner, name, folder } = repository;
    const facts = { ...repository.facts, ...changes };
    await writeFileWhole(
      join(folder, factsFile),
      JSON.stringify({ owner, name, ...facts }, null, 2),
    );
    repository.facts = facts;
  }

  async remove(repository: Repository): Promise<void> {
    await repository.mutex.run(async () => {
      this.known.delete(keyOf(repository.owner, repository.name));
      const draft = join(this.draftsFolder, randomUUID());
      await rename(repository.folder, draft);
      await rm(draft, { recursive: true, force: true });
    });
  }
}

function keyOf(owner: string, name: string): string {
  return `${owner}/${name}`.toLowerCase();
}
