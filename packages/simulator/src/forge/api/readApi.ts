/** What Gitea's API tells of one repository. */
import { pipeline } from 'node:stream';
import { createGzip } from 'node:zlib';
import { CommitObject } from 'isomorphic-git';
import { mayWrite } from '../Access';
import {
  Exchange,
  ForgeError,
  isUnchanged,
  notFound,
  sendJson,
} from '../exchange';
import { Repository, Revision } from '../git/Repository';
import {
  presentBranch,
  presentCommit,
  presentEntry,
  presentRepository,
  timeText,
} from './present';
import { tar, TarFile } from './tar';

/** Gitea's page sizes. */
const defaultPage = 30;
const largestPage = 50;

/** @throws ForgeError 404 */
export async function requireRevision(
  repository: Repository,
  name: string,
): Promise<Revision> {
  const revision = await repository.resolve(name);
  if (revision) return revision;
  const { owner, name: repo } = repository;
  throw notFound(
    `object does not exist [id: ${name}, rel_path: ] in ${owner}/${repo}`,
  );
}

/** The page that was asked for, and the headers that say where it lies. */
export function pageOf<T>(
  { url }: Exchange,
  entries: readonly T[],
): { page: T[]; headers: Record<string, string> } {
  const number = (name: string, missing: number) => {
    const value = Number(url.searchParams.get(name) ?? missing);
    return Number.isInteger(value) && value > 0 ? value : missing;
  };
  const limit = Math.min(number('limit', defaultPage), largestPage);
  const current = number('page', 1);
  const last = Math.max(1, Math.ceil(entries.length / limit));
  const linkTo = (page: number, rel: string) => {
    const target = new URL(url);
    target.searchParams.set('page', String(page));
    return `<${target}>; rel="${rel}"`;
  };
  const links = [
    ...(current < last
      ? [linkTo(current + 1, 'next'), linkTo(last, 'last')]
      : []),
    ...(current > 1 ? [linkTo(1, 'first'), linkTo(current - 1, 'prev')] : []),
  ];
  const start = (current - 1) * limit;
  return {
    page: entries.slice(start, start + limit),
    headers: {
      'x-total-count': String(entries.length),
      ...(links.length && { link: links.join(',') }),
    },
  };
}

async function lastChange(
  repository: Repository,
  commit: string,
  path: string,
): Promise<[string, CommitObject] | undefined> {
  for await (const change of repository.changes(commit, path)) return change;
  return undefined;
}

async function contents(exchange: Exchange, repository: Repository) {
  const { url, baseUrl, parts, request } = exchange;
  const path = parts.slice(6).filter(Boolean).join('/');
  if (await repository.isEmpty()) {
    sendJson(exchange, 200, []);
    return;
  }
  const revision = await requireRevision(
    repository,
    url.searchParams.get('ref') ?? '',
  );
  const entry = await repository.entry(revision.commit, path);
  if (!entry) {
    throw notFound(`object does not exist [id: , rel_path: ${path}]`);
  }
  if (entry.type === 'tree') {
    const children = [];
    for (const child of await repository.tree(entry.oid)) {
      const childPath = path ? `${path}/${child.path}` : child.path;
      const size =
        child.type === 'blob' ? (await repository.blob(child.oid)).length : 0;
      children.push(
        presentEntry(repository, revision, childPath, child, {
          baseUrl,
          size,
          last: await lastChange(repository, revision.commit, childPath),
        }),
      );
    }
    sendJson(exchange, 200, children);
    return;
  }
  const etag = `"${entry.oid}"`;
  if (request.method === 'GET' && isUnchanged(exchange, etag)) return;
  const content =
    entry.type === 'blob' ? await repository.blob(entry.oid) : undefined;
  const last = await lastChange(repository, revision.commit, path);
  const shown = presentEntry(repository, revision, path, entry, {
    baseUrl,
    size: content?.length ?? 0,
    content,
    last,
  });
  const changedAtMs = last ? last[1].committer.timestamp * 1000 : 0;
  sendJson(exchange, 200, shown, {
    etag,
    'last-modified': new Date(changedAtMs).toUTCString(),
  });
}

/** A file as it is; never shown as a page, whatever is in it. */
export async function sendRaw(
  exchange: Exchange,
  repository: Repository,
  revision: Revision,
  path: string,
): Promise<void> {
  const { request, response } = exchange;
  const entry = await repository.entry(revision.commit, path);
  if (entry?.type !== 'blob') {
    throw notFound(`object does not exist [id: , rel_path: ${path}]`);
  }
  const etag = `"${entry.oid}"`;
  if (isUnchanged(exchange, etag)) return;
  const content = await repository.blob(entry.oid);
  const isText = !content.subarray(0, 8000).includes(0);
  response.writeHead(200, {
    'content-type': isText
      ? 'text/plain; charset=utf-8'
      : 'application/octet-stream',
    'content-length': content.length,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    etag,
  });
  response.end(request.method === 'HEAD' ? undefined : content);
}

async function* archived(
  repository: Repository,
  tree: string,
): AsyncGenerator<TarFile> {
  for (const [path, { oid, mode }] of await repository.files(tree)) {
    yield {
      path: `${repository.name.toLowerCase()}/${path}`,
      mode: mode === '100755' ? 0o755 : 0o644,
      content: await repository.blob(oid),
      isLink: mode === '120000',
    };
  }
}

/** `<ref>.tar.gz` */
export async function sendArchive(
  { request, response }: Exchange,
  repository: Repository,
  file: string,
): Promise<void> {
  const name = /^(.+)\.tar\.gz$/.exec(file)?.[1];
  if (!name) throw new ForgeError(400, `unknown archive type: ${file}`);
  const revision = await requireRevision(repository, name);
  const commit = await repository.commit(revision.commit);
  const label = name.replace(/[^\w.-]/g, '-');
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${repository.name}-${label}.tar.gz"`,
    etag: `"${revision.commit}"`,
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const atMs = commit.committer.timestamp * 1000;
  const parts = tar(archived(repository, commit.tree), atMs);
  pipeline(parts, createGzip(), response, () => undefined);
}

async function commits(exchange: Exchange, repository: Repository) {
  const { url, baseUrl } = exchange;
  if (await repository.isEmpty()) {
    throw new ForgeError(409, 'Git Repository is empty.');
  }
  const revision = await requireRevision(
    repository,
    url.searchParams.get('sha') ?? '',
  );
  const path = url.searchParams.get('path') ?? '';
  const found = [];
  const history = path
    ? repository.changes(revision.commit, path)
    : repository.history(revision.commit);
  for await (const [oid, commit] of history) {
    found.push(presentCommit(repository, oid, commit, baseUrl));
  }
  const { page, headers } = pageOf(exchange, found);
  sendJson(exchange, 200, page, {
    'x-total': headers['x-total-count'],
    ...headers,
  });
}

async function branches(exchange: Exchange, repository: Repository) {
  const wanted = exchange.parts.slice(6).join('/');
  const found = [];
  for (const [ref, oid] of await repository.refs()) {
    const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
    if (!branch || (wanted && branch !== wanted)) continue;
    const commit = await repository.commit(oid);
    found.push(presentBranch(branch, oid, commit));
  }
  if (!wanted) {
    const { page, headers } = pageOf(exchange, found);
    sendJson(exchange, 200, page, headers);
  } else if (found.length) {
    sendJson(exchange, 200, found[0]);
  } else {
    throw notFound(`branch does not exist [name: ${wanted}]`);
  }
}

async function trees(exchange: Exchange, repository: Repository, ref: string) {
  const { url, baseUrl } = exchange;
  const revision = await repository.resolve(ref);
  const isTree = /^[0-9a-f]{40}$/.test(ref) && !revision;
  const tree = revision ? (await repository.commit(revision.commit)).tree : ref;
  if (!revision && !isTree)
    throw notFound(`object does not exist [id: ${ref}]`);
  const api = `${baseUrl}/api/v1/repos/${repository.owner}/${repository.name}`;
  const found: Record<string, unknown>[] = [];
  const deep = ['1', 'true'].includes(url.searchParams.get('recursive') ?? '');
  const visit = async (oid: string, prefix: string) => {
    for (const entry of await repository.tree(oid)) {
      const path = `${prefix}${entry.path}`;
      const { type } = entry;
      const kind = type === 'tree' ? 'trees' : 'blobs';
      const size =
        type === 'blob' ? (await repository.blob(entry.oid)).length : 0;
      found.push({
        path,
        mode: entry.mode.padStart(6, '0'),
        type,
        size,
        sha: entry.oid,
        url: `${api}/git/${kind}/${entry.oid}`,
      });
      if (deep && type === 'tree') await visit(entry.oid, `${path}/`);
    }
  };
  try {
    await visit(tree, '');
  } catch (error) {
    if (!isTree) throw error;
    throw notFound(`object does not exist [id: ${ref}]`);
  }
  sendJson(exchange, 200, {
    sha: revision?.commit ?? ref,
    url: `${api}/git/trees/${revision?.commit ?? ref}`,
    tree: found,
    truncated: false,
    page: 1,
    total_count: found.length,
  });
}

async function gitData(exchange: Exchange, repository: Repository) {
  const { parts, baseUrl } = exchange;
  const [kind, ...rest] = parts.slice(6);
  const name = rest.join('/');
  if (kind === 'trees') {
    await trees(exchange, repository, name);
    return;
  }
  if (kind === 'commits') {
    const { commit: oid } = await requireRevision(repository, name);
    const commit = await repository.commit(oid);
    sendJson(exchange, 200, presentCommit(repository, oid, commit, baseUrl));
    return;
  }
  if (kind !== 'blobs' || !/^[0-9a-f]{40}$/.test(name)) {
    throw notFound(`no such object: ${kind}/${name}`);
  }
  const blob = await repository.blob(name).catch(() => {
    throw notFound(`object does not exist [id: ${name}]`);
  });
  const api = `${baseUrl}/api/v1/repos/${repository.owner}/${repository.name}`;
  sendJson(exchange, 200, {
    content: blob.toString('base64'),
    encoding: 'base64',
    url: `${api}/git/blobs/${name}`,
    sha: name,
    size: blob.length,
  });
}

async function tags(exchange: Exchange, repository: Repository) {
  const found = [];
  for (const [ref, oid] of await repository.refs()) {
    const tag = /^refs\/tags\/(.+)$/.exec(ref)?.[1];
    const commit = tag && (await repository.peel(oid));
    if (!commit) continue;
    const { committer } = await repository.commit(commit);
    const created = timeText(committer.timestamp * 1000);
    found.push({
      name: tag,
      message: '',
      id: oid,
      commit: { sha: commit, created },
    });
  }
  const { page, headers } = pageOf(exchange, found);
  sendJson(exchange, 200, page, headers);
}

/** `GET /api/v1/repos/{owner}/{repo}/...` */
export async function readRepository(
  exchange: Exchange,
  repository: Repository,
): Promise<void> {
  const { parts, url, baseUrl, caller } = exchange;
  const rest = parts.slice(6).join('/');
  switch (parts[5] ?? '') {
    case '': {
      const isWriter = mayWrite(caller, repository.owner);
      const shown = await presentRepository(repository, baseUrl, isWriter);
      sendJson(exchange, 200, shown);
      break;
    }
    case 'contents':
      await contents(exchange, repository);
      break;
    case 'raw':
    case 'media': {
      const ref = url.searchParams.get('ref') ?? '';
      const revision = await requireRevision(repository, ref);
      await sendRaw(exchange, repository, revision, rest);
      break;
    }
    case 'archive':
      await sendArchive(exchange, repository, rest);
      break;
    case 'commits':
      await commits(exchange, repository);
      break;
    case 'branches':
      await branches(exchange, repository);
      break;
    case 'tags':
      await tags(exchange, repository);
      break;
    case 'git':
      await gitData(exchange, repository);
      break;
    default:
      throw notFound(`no such endpoint: ${parts.join('/')}`);
  }
}
