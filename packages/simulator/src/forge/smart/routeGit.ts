import {
  Exchange,
  ForgeError,
  readBody,
  requireUser,
  requireWriter,
} from '../exchange';
import { Repository } from '../git/Repository';
import { advertise, Service } from './advertise';
import { receivePack, Update } from './receivePack';
import { uploadPack } from './uploadPack';

function send(
  { response }: Exchange,
  type: string,
  parts: readonly Buffer[],
): void {
  response.writeHead(200, {
    'content-type': type,
    'cache-control': 'no-cache, max-age=0, must-revalidate',
    pragma: 'no-cache',
    expires: 'Fri, 01 Jan 1980 00:00:00 GMT',
  });
  for (const part of parts) response.write(part);
  response.end();
}

function requireRepository(
  exchange: Exchange,
  repository: Repository | undefined,
): Repository {
  if (repository) return repository;
  // A private repository is only told from none to who may read it.
  if (exchange.caller === 'anonymous') requireUser(exchange);
  throw new ForgeError(404, 'Repository not found');
}

function requirePusher(exchange: Exchange, { owner, facts }: Repository) {
  requireWriter(exchange, owner, 'User permission denied for writing.');
  if (facts.isArchived) {
    throw new ForgeError(
      403,
      'This repo is archived. You can view files and clone it, but cannot push or open issues/pull-requests.',
    );
  }
}

/** Answers requests of Git clients; says whether this was one. */
export async function routeGit(
  exchange: Exchange,
  repository: Repository | undefined,
  maxPushBytes: number,
  changed: (repository: Repository, update: Update) => void,
): Promise<boolean> {
  const { parts, request, url } = exchange;
  const rest = parts.slice(2).join('/');
  if (rest === 'info/refs' && request.method === 'GET') {
    const service = url.searchParams.get('service');
    if (service !== 'git-upload-pack' && service !== 'git-receive-pack') {
      throw new ForgeError(403, 'this forge speaks the smart protocol only');
    }
    const isPush = service === 'git-receive-pack';
    if (isPush) requireUser(exchange);
    const found = requireRepository(exchange, repository);
    if (isPush) requirePusher(exchange, found);
    const type = `application/x-${service}-advertisement`;
    send(exchange, type, [await advertise(found, service)]);
    return true;
  }
  const isService = rest === 'git-upload-pack' || rest === 'git-receive-pack';
  if (!isService || request.method !== 'POST') return false;
  const service: Service = rest;
  const type = `application/x-${service}-request`;
  if (request.headers['content-type'] !== type) {
    throw new ForgeError(415, `content type must be ${type}`);
  }
  const result = `application/x-${service}-result`;
  if (service === 'git-receive-pack') {
    requireUser(exchange);
    const found = requireRepository(exchange, repository);
    requirePusher(exchange, found);
    const body = await readBody(exchange, maxPushBytes);
    const { reply, updates } = await receivePack(found, body);
    send(exchange, result, reply);
    updates.forEach(update => changed(found, update));
    return true;
  }
  const found = requireRepository(exchange, repository);
  const body = await readBody(exchange, maxPushBytes);
  send(exchange, result, await uploadPack(found, body));
  return true;
}
