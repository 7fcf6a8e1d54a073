import { RequestListener } from 'node:http';
import { CommitObject } from 'isomorphic-git';
import { Clock } from '../Clock';
import { Access, ForgeUser, mayWrite } from './Access';
import { routeApi } from './api/routeApi';
import { Exchange, ForgeError } from './exchange';
import { ForgeStore } from './ForgeStore';
import { Repository } from './git/Repository';
import { Mutex } from './git/Mutex';
import { plantSeed, readSeed, Seed, SeedFiles, tendSeed } from './seed';
import { routeGit } from './smart/routeGit';
import { ProtocolError } from './smart/pktLine';
import { WatchedSource, watchSources } from './watchSources';
import { errorPage, homePage, repositoryPage } from './web/pages';

/** A branch with a new commit, and the files of that commit. */
export interface PushEvent {
  owner: string;
  repository: string;
  branch: string;
  isDefaultBranch: boolean;
  /** Object id of the commit. */
  commit: string;
  /** All files of the commit, in order. */
  paths: readonly string[];
  /** @throws Error where the commit has no such file */
  readFile(path: string): Promise<Buffer>;
  /**
   * When a file came into the repository, as its commit says (Unix milliseconds).
   *
   * @throws Error where the commit has no such file
   */
  firstCommitMs(path: string): Promise<number>;
}

export interface ForgeFaceOptions {
  /** Where the repositories are kept; made where it is not there. */
  dataFolder: string;
  /** Folder that the first repository is filled from. */
  seedFolder: string;
  /** Files beside it, by their paths in the repository; asked for at each look. */
  extraFiles?: () => Promise<SeedFiles>;
  /** Path of the seed folder in the repository. */
  seedPrefix?: string;
  /** Owner and name of the first repository. */
  seedRepository?: { owner: string; name: string };
  /** Commits changes of the seed folder while running. */
  watchSeed?: boolean;
  /** Where else to watch for changes, with `watchSeed`. */
  watchBeside?: WatchedSource;
  clock: Clock;
  /** Organisations beside those that own a repository. */
  organisations?: readonly string[];
  users?: readonly ForgeUser[];
  /** Each acts as the first user. */
  tokens?: readonly string[];
  /** Largest push, in bytes. */
  maxPushBytes?: number;
  /** Called after a branch got a new commit; what it throws goes to `onError`. */
  onPush?: (event: PushEvent) => void | Promise<void>;
  onError?: (error: Error) => void;
}

export interface ForgeFace {
  handler: RequestListener;
  /** The newest commit of every repository's default branch. */
  heads(): Promise<PushEvent[]>;
  /** Commits what has changed in the seed folder; the new commit, if any. */
  refreshSeed(): Promise<string | undefined>;
  close(): Promise<void>;
}

const defaults = {
  seedPrefix: 'catalog',
  seedRepository: { owner: 'lifeverse', name: 'lifeverse' },
  users: [{ name: 'lifeverse-bot', password: 'simulated' }],
  organisations: ['lifeverse'],
  tokens: [] as string[],
  maxPushBytes: 64 * 1024 * 1024,
};

async function eventOf(
  repository: Repository,
  branch: string,
  commit: string,
): Promise<PushEvent> {
  const { tree } = await repository.commit(commit);
  const files = await repository.files(tree);
  return {
    owner: repository.owner,
    repository: repository.name,
    branch,
    isDefaultBranch: branch === (await repository.defaultBranch()),
    commit,
    paths: [...files.keys()],
    readFile: async path => {
      const file = files.get(path);
      if (!file) throw new Error(`${commit} has no file ${path}`);
      return repository.blob(file.oid);
    },
    firstCommitMs: async path => {
      let first: CommitObject | undefined;
      for await (const [, change] of repository.changes(commit, path)) {
        first = change;
      }
      if (!first) throw new Error(`${commit} has no file ${path}`);
      const committedMs = first.committer.timestamp * 1000;
      // A client's clock may be wrong; the forge's own is not.
      return Math.max(committedMs, repository.facts.createdAtMs);
    },
  };
}

function decodeParts(pathname: string): string[] {
  try {
    return pathname.split('/').slice(1).map(decodeURIComponent);
  } catch {
    throw new ForgeError(400, 'the address is not valid');
  }
}

/**
 * A forge: the part of Gitea's API that Backstage uses, Git over HTTP, and
 * pages for people, over a folder of Git repositories.
 *
 * @throws Error where the seed cannot be read or the data folder is no forge's
 */
export async function createForgeFace(
  options: ForgeFaceOptions,
): Promise<ForgeFace> {
  const set = { ...defaults, ...options };
  const { clock, seedRepository } = set;
  const store = await ForgeStore.open(set.dataFolder);
  const access = new Access(set.users, set.tokens);
  const seed: Seed = {
    folder: set.seedFolder,
    prefix: set.seedPrefix,
    extraFiles: set.extraFiles ?? (async () => new Map()),
  };

  const running = new Set<Promise<void>>();
  const fail = (error: unknown) =>
    set.onError?.(error instanceof Error ? error : new Error(String(error)));
  const announce = (
    repository: Repository,
    { branch, commit }: { branch: string; commit: string },
  ) => {
    if (!set.onPush) return;
    const task: Promise<void> = eventOf(repository, branch, commit)
      .then(event => set.onPush?.(event))
      .catch(fail)
      .finally(() => running.delete(task));
    running.add(task);
  };

  const refreshing = new Mutex();
  const tend = async () => {
    const { owner, name } = seedRepository;
    const files = await readSeed(seed);
    const repository = store.find(owner, name);
    if (!repository) {
      const made = await store.create({
        owner,
        name,
        description: 'The worlds of LifeVerse: catalog, docs and objectives',
        atMs: clock.now(),
        fill: draft => plantSeed(draft, files, clock.now()),
      });
      return made.ref('refs/heads/main');
    }
    const commit = await repository.mutex.run(() =>
      tendSeed(repository, files, clock.now()),
    );
    const branch = await repository.defaultBranch();
    if (commit) announce(repository, { branch, commit });
    return commit;
  };
  // One look after the other, so that an older one never undoes a newer.
  const refreshSeed = () => refreshing.run(tend);
  await refreshSeed();
  const stopWatching = set.watchSeed
    ? watchSources(
        [
          { folder: set.seedFolder },
          ...(set.watchBeside ? [set.watchBeside] : []),
        ],
        () => refreshSeed().catch(fail),
      )
    : undefined;

  const organisations = () => {
    const owners = store.all().map(r => r.owner);
    return [...new Set([...set.organisations, ...owners])].filter(
      name => !access.isUser(name),
    );
  };

  async function route(exchange: Exchange): Promise<void> {
    const { parts, caller, request } = exchange;
    const [owner = '', name = ''] = parts;
    if (owner === 'api' && name === 'v1') {
      await routeApi(exchange, {
        store,
        access,
        clock,
        organisations,
        changed: announce,
      });
      return;
    }
    const repository = store.find(owner, name.replace(/\.git$/, ''));
    const hidden =
      repository?.facts.isPrivate && !mayWrite(caller, repository.owner);
    const found = hidden ? undefined : repository;
    const isGit = await routeGit(exchange, found, set.maxPushBytes, announce);
    if (isGit) return;
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      throw new ForgeError(405, 'Method Not Allowed');
    }
    if (owner === '') {
      const open = store.all().filter(r => !r.facts.isPrivate);
      homePage(exchange, open);
    } else if (found) {
      await repositoryPage(exchange, found);
    } else {
      const path = parts.join('/');
      throw new ForgeError(404, 'Not found.', [`nothing is at /${path}`]);
    }
  }

  const handler: RequestListener = (request, response) => {
    const host = request.headers.host ?? '';
    const safeHost = /^[\w.:[\]-]+$/.test(host) ? host : 'localhost';
    const baseUrl = `http://${safeHost}`;
    const exchange: Exchange = {
      request,
      response,
      url: new URL(baseUrl),
      parts: [],
      caller: access.callerOf(request),
      baseUrl,
    };
    const answer = async () => {
      // Two slashes at the start would be read as a host.
      const target = (request.url ?? '/').replace(/^\/+/, '/');
      exchange.url = new URL(target, baseUrl);
      exchange.parts = decodeParts(exchange.url.pathname);
      await route(exchange);
    };
    answer().catch(error => {
      if (response.headersSent || response.destroyed) {
        response.destroy();
        return;
      }
      refuse(exchange, error);
      if (!(error instanceof ForgeError)) fail(error);
    });
  };

  return {
    handler,
    refreshSeed,
    heads: async () => {
      const events: PushEvent[] = [];
      for (const repository of store.all()) {
        const branch = await repository.defaultBranch();
        const commit = await repository.ref(`refs/heads/${branch}`);
        if (commit) events.push(await eventOf(repository, branch, commit));
      }
      return events;
    },
    close: async () => {
      stopWatching?.();
      await Promise.all(running);
    },
  };
}

function refuse(exchange: Exchange, error: unknown): void {
  const { request, response, parts, baseUrl } = exchange;
  const reason = error instanceof Error ? error.message : String(error);
  let status = 500;
  if (error instanceof ForgeError) status = error.status;
  else if (error instanceof ProtocolError) status = 400;
  const details = error instanceof ForgeError ? error.details : [];
  if (status === 401) {
    response.setHeader('www-authenticate', 'Basic realm="Gitea"');
  }
  // What is left of a body that was not read would be taken for a request.
  if (!request.complete) response.setHeader('connection', 'close');
  if (parts[0] === 'api') {
    const text = JSON.stringify({
      ...(details.length ? { errors: details } : {}),
      message: reason,
      url: `${baseUrl}/api/swagger`,
    });
    response.writeHead(status, {
      'content-type': 'application/json;charset=utf-8',
    });
    response.end(request.method === 'HEAD' ? undefined : text);
  } else if (/text\/html/.test(request.headers.accept ?? '')) {
    errorPage(exchange, status, reason, details);
  } else {
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(
      request.method === 'HEAD'
        ? undefined
        : `${[reason, ...details].join('\n')}\n`,
    );
  }
}
