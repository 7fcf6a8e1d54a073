/*
 * Making a repository so that it may be broken off anywhere and begun again. A task
 * can end at any instant (its process is killed, an answer is lost) and is then run
 * anew, possibly while its first run is still at work. So nothing is remembered here:
 * each attempt looks at what the forge has, and does what is missing.
 *
 *   there is none           -> create it. The forge lets one of several win: this is
 *                              what reserves the name. The description says which
 *                              task it was, in the same request.
 *   another task's, or none -> somebody else's: end with who and when, touch nothing
 *   ours and empty          -> push. Never by force, so a branch that meanwhile
 *                              exists is refused.
 *   ours, with our commit   -> done
 *   ours, without it        -> somebody pushed before us: end, touch nothing
 */
import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import { GiteaForge, ForgeRepository } from './GiteaForge';
import { Patience, patiently } from './patiently';
import { pushFolder } from './pushFolder';
import {
  hasTrailer,
  markDescription,
  readMark,
  TaskMark,
  TASK_TRAILER,
} from './taskMark';

export interface PublishRequest {
  name: string;
  description: string;
  branch: string;
  /** Folder with the files. */
  folder: string;
  /** First line of the commit's message. */
  title: string;
  author: { name: string; email: string };
  mark: TaskMark;
}

/** @throws ConflictError that says whose it is and since when */
export function requireOwn(
  forge: GiteaForge,
  name: string,
  { description, createdAt }: ForgeRepository,
  mark: TaskMark,
): void {
  const found = readMark(description);
  if (found?.taskId === mark.taskId) return;
  const since = new Date(createdAt).toUTCString();
  throw new ConflictError(
    found
      ? `name: ${found.user} is making or has made ${
          forge.owner
        }/${name} with the portal since ${since} (task ${
          found.taskId
        }, ${forge.pageUrl(
          name,
        )}). If that task failed, retry it from its own page; else choose another name.`
      : `name: A repository ${
          forge.owner
        }/${name} exists since ${since} (${forge.pageUrl(
          name,
        )}); it was not made by the portal. Choose another name.`,
  );
}

/**
 * Makes a repository of a folder, or finds that it is made.
 *
 * @returns hash of its first commit
 * @throws ConflictError; NotAllowedError; NotFoundError where the organisation does
 * not exist; ServiceUnavailableError after several attempts
 */
export async function publishRepository(
  forge: GiteaForge,
  request: PublishRequest,
  patience: Patience & { onProgress?(message: string): void } = {},
): Promise<string> {
  const { name, branch, mark } = request;
  const { signal, onProgress } = patience;
  return patiently(async () => {
    const before = await forge.repository(name, signal);
    if (before) requireOwn(forge, name, before, mark);
    else {
      onProgress?.(`Creating ${forge.pageUrl(name)}`);
      const description = markDescription(request.description, mark);
      try {
        await forge.create(
          { name, description, defaultBranch: branch },
          signal,
        );
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
        // Somebody was quicker, or the answer to our own request was lost.
        const now = await forge.repository(name, signal);
        if (!now) {
          // It is being made at this very moment, and is not to be seen yet.
          throw new ServiceUnavailableError(`${error.message}.`);
        }
        requireOwn(forge, name, now, mark);
      }
    }
    const own = await ownCommit(forge, request, signal);
    if (own === 'foreign') {
      throw new ConflictError(
        `name: Somebody pushed to ${forge.pageUrl(
          name,
        )} before the portal did. Nothing was changed there.`,
      );
    }
    if (own) {
      onProgress?.(`${forge.pageUrl(name)} has the files already`);
      return own;
    }
    onProgress?.(`Pushing to ${forge.pageUrl(name)}`);
    try {
      return await pushFolder({
        folder: request.folder,
        remoteUrl: forge.remoteUrl(name),
        branch,
        message: `${request.title}\n\n${TASK_TRAILER}: ${mark.taskId}\nPortal-User: ${mark.user}\n`,
        author: request.author,
        credentials: forge.gitCredentials(),
        signal,
      });
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      // Another run of this very task may have pushed in between.
      const now = await ownCommit(forge, request, signal);
      if (!now || now === 'foreign') throw error;
      return now;
    }
  }, patience);
}

/** Hash of our commit; `foreign` where there are only others; undefined for none. */
async function ownCommit(
  forge: GiteaForge,
  { name, branch, mark }: PublishRequest,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const commits = await forge.commits(name, branch, signal);
  if (commits.length === 0) return undefined;
  const own = commits.find(({ message }) => hasTrailer(message, mark.taskId));
  return own?.sha ?? 'foreign';
}
