import { Clock } from '../../Clock';
import { Access, mayWrite } from '../Access';
import {
  Exchange,
  ForgeError,
  notFound,
  requireUser,
  sendJson,
} from '../exchange';
import { ForgeStore } from '../ForgeStore';
import { Repository } from '../git/Repository';
import { Update } from '../smart/receivePack';
import { presentOrganisation, presentRepository, presentUser } from './present';
import { pageOf, readRepository } from './readApi';
import { changeFile, changeFiles } from './changeFiles';
import { createRepository, deleteRepository, editRepository } from './writeApi';

/** The release whose API is spoken. */
const version = '1.24.0';

export interface ApiContext {
  store: ForgeStore;
  access: Access;
  clock: Clock;
  organisations: () => string[];
  changed: (repository: Repository, update: Update) => void;
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

function visible({ store }: ApiContext, { caller }: Exchange): Repository[] {
  return store
    .all()
    .filter(({ owner, facts }) => !facts.isPrivate || mayWrite(caller, owner));
}

async function listRepositories(
  exchange: Exchange,
  repositories: readonly Repository[],
  wrap: (page: unknown[]) => unknown = page => page,
): Promise<void> {
  const { page, headers } = pageOf(exchange, repositories);
  const { baseUrl, caller } = exchange;
  const shown = await Promise.all(
    page.map(r => presentRepository(r, baseUrl, mayWrite(caller, r.owner))),
  );
  sendJson(exchange, 200, wrap(shown), headers);
}

async function repositoryApi(exchange: Exchange, context: ApiContext) {
  const { parts, request, url } = exchange;
  const [owner, name] = parts.slice(3);
  if (same(owner ?? '', 'search') && name === undefined) {
    const wanted = (url.searchParams.get('q') ?? '').toLowerCase();
    const found = visible(context, exchange).filter(r =>
      r.name.toLowerCase().includes(wanted),
    );
    await listRepositories(exchange, found, data => ({ ok: true, data }));
    return;
  }
  const repository = visible(context, exchange).find(
    r => same(r.owner, owner ?? '') && same(r.name, name ?? ''),
  );
  if (!repository) {
    throw notFound(
      `repository does not exist [owner_name: ${owner}, name: ${name}]`,
    );
  }
  const { method } = request;
  if (method === 'GET' || method === 'HEAD') {
    await readRepository(exchange, repository);
  } else if (parts[5] === undefined && method === 'DELETE') {
    await deleteRepository(exchange, context.store, repository);
  } else if (parts[5] === undefined && method === 'PATCH') {
    await editRepository(exchange, context.store, repository);
  } else if (
    parts[5] === 'contents' &&
    ['POST', 'PUT', 'DELETE'].includes(method ?? '')
  ) {
    const atMs = context.clock.now();
    const change = parts.slice(6).some(Boolean) ? changeFile : changeFiles;
    context.changed(repository, await change(exchange, repository, atMs));
  } else {
    throw new ForgeError(405, 'Method Not Allowed');
  }
}

async function create(exchange: Exchange, context: ApiContext, owner: string) {
  const { store, clock, changed } = context;
  const made = await createRepository(exchange, store, owner, clock.now());
  const head = await made.resolve('');
  if (head) changed(made, { branch: head.name, commit: head.commit });
}

async function organisationApi(exchange: Exchange, context: ApiContext) {
  const { parts, request } = exchange;
  const names = context.organisations();
  if (parts.length === 3 && request.method === 'GET') {
    const { page, headers } = pageOf(exchange, names);
    const shown = page.map(name =>
      presentOrganisation(name, names.indexOf(name) + 1),
    );
    sendJson(exchange, 200, shown, headers);
    return;
  }
  const name = names.find(n => same(n, parts[3] ?? ''));
  if (!name) {
    throw notFound(`organization does not exist [name: ${parts[3]}]`);
  }
  const rest = parts.slice(4).join('/');
  if (rest === 'repos' && request.method === 'POST') {
    await create(exchange, context, name);
  } else if (request.method !== 'GET') {
    throw new ForgeError(405, 'Method Not Allowed');
  } else if (rest === 'repos') {
    const owned = visible(context, exchange).filter(r => same(r.owner, name));
    await listRepositories(exchange, owned);
  } else if (rest === '') {
    const shown = presentOrganisation(name, names.indexOf(name) + 1);
    sendJson(exchange, 200, shown);
  } else {
    throw notFound(`no such endpoint: ${parts.join('/')}`);
  }
}

async function userApi(exchange: Exchange, context: ApiContext) {
  const { parts, request, baseUrl } = exchange;
  const user = requireUser(exchange);
  const rest = parts.slice(3).join('/');
  if (rest === 'repos' && request.method === 'POST') {
    await create(exchange, context, user);
  } else if (request.method !== 'GET') {
    throw new ForgeError(405, 'Method Not Allowed');
  } else if (rest === 'repos') {
    await listRepositories(exchange, visible(context, exchange));
  } else if (rest === 'orgs') {
    const names = context.organisations();
    sendJson(
      exchange,
      200,
      names.map((name, i) => presentOrganisation(name, i + 1)),
    );
  } else if (rest === '') {
    sendJson(exchange, 200, presentUser(user, 1, baseUrl));
  } else {
    throw notFound(`no such endpoint: ${parts.join('/')}`);
  }
}

async function usersApi(exchange: Exchange, context: ApiContext) {
  const { parts, baseUrl } = exchange;
  const name = parts[3] ?? '';
  const known =
    context.access.isUser(name) ||
    context.organisations().some(n => same(n, name));
  if (!known) throw notFound(`user does not exist [name: ${name}]`);
  const rest = parts.slice(4).join('/');
  if (rest === 'repos') {
    const owned = visible(context, exchange).filter(r => same(r.owner, name));
    await listRepositories(exchange, owned);
  } else if (rest === '') {
    sendJson(exchange, 200, presentUser(name, 1, baseUrl));
  } else {
    throw notFound(`no such endpoint: ${parts.join('/')}`);
  }
}

/** `/api/v1/...` */
export async function routeApi(
  exchange: Exchange,
  context: ApiContext,
): Promise<void> {
  // Wrong credentials are refused even where none are needed.
  if (exchange.caller === 'unknown') requireUser(exchange);
  switch (exchange.parts[2]) {
    case 'version':
      sendJson(exchange, 200, { version });
      break;
    case 'repos':
      await repositoryApi(exchange, context);
      break;
    case 'orgs':
      await organisationApi(exchange, context);
      break;
    case 'user':
      await userApi(exchange, context);
      break;
    case 'users':
      await usersApi(exchange, context);
      break;
    default:
      throw notFound(`no such endpoint: ${exchange.parts.join('/')}`);
  }
}
