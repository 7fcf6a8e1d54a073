import fs from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ConflictError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import git, { Errors, HttpClient } from 'isomorphic-git';
import { reasonOf } from './GiteaForge';

/** Longest that one answer may take; a new repository is a few hundred kilobytes. */
const TIMEOUT_MS = 30_000;

export interface Push {
  /** Folder whose files become the first commit. */
  folder: string;
  remoteUrl: string;
  branch: string;
  message: string;
  author: { name: string; email: string };
  credentials: { username: string; password: string };
  signal?: AbortSignal;
}

/** Git's requests over fetch, which can be given up. */
function httpClient(signal?: AbortSignal): HttpClient {
  return {
    async request({ url, method = 'GET', headers = {}, body }) {
      const timeout = AbortSignal.timeout(TIMEOUT_MS);
      const parts: Uint8Array[] = [];
      for await (const part of body ?? []) parts.push(part);
      const answer = await fetch(url, {
        method,
        headers,
        body: parts.length > 0 ? Buffer.concat(parts) : undefined,
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      const content = new Uint8Array(await answer.arrayBuffer());
      return {
        url: answer.url,
        method,
        headers: Object.fromEntries(answer.headers),
        body: (async function* whole() {
          yield content;
        })(),
        statusCode: answer.status,
        statusMessage: answer.statusText,
      };
    },
  };
}

/**
 * Makes one commit of a folder and pushes it as a branch that does not exist yet.
 * Git's own files stay outside of the folder, and are gone afterwards.
 *
 * @returns the commit's hash
 * @throws ServiceUnavailableError where it may be tried again: it can have arrived
 * all the same; ConflictError where the branch holds something else; NotAllowedError
 */
export async function pushFolder(push: Push): Promise<string> {
  const { folder: dir, branch, remoteUrl, signal } = push;
  const gitdir = await mkdtemp(join(tmpdir(), 'new-service-'));
  const place = { fs, dir, gitdir };
  try {
    await git.init({ ...place, defaultBranch: branch });
    await git.add({ ...place, filepath: '.' });
    const commit = await git.commit({
      ...place,
      message: push.message,
      author: push.author,
    });
    const result = await git.push({
      ...place,
      http: httpClient(signal),
      url: remoteUrl,
      ref: branch,
      remoteRef: `refs/heads/${branch}`,
      onAuth: () => push.credentials,
      onAuthFailure: () => ({ cancel: true }),
    });
    if (!result.ok) {
      throw new ServiceUnavailableError(
        `${remoteUrl} did not take the push: ${result.error ?? 'no reason'}.`,
      );
    }
    return commit;
  } catch (error) {
    signal?.throwIfAborted();
    throw translated(error, remoteUrl);
  } finally {
    await rm(gitdir, { recursive: true, force: true });
  }
}

function translated(error: unknown, url: string): Error {
  if (error instanceof ServiceUnavailableError) return error;
  if (error instanceof Errors.PushRejectedError) {
    return new ConflictError(`${url} has commits already: nothing was pushed`);
  }
  if (error instanceof Errors.UserCanceledError) {
    return new NotAllowedError(
      `${url} refused the portal's credentials. See integrations.gitea in app-config.`,
    );
  }
  if (error instanceof Errors.HttpError) {
    const { statusCode } = error.data;
    if (statusCode === 401 || statusCode === 403) {
      return new NotAllowedError(
        `${url} refused the portal's credentials (${statusCode}). See integrations.gitea in app-config.`,
      );
    }
    return new ServiceUnavailableError(`${url} answered ${statusCode}.`);
  }
  return new ServiceUnavailableError(
    `The push to ${url} failed: ${reasonOf(error)}.`,
  );
}
