/** Pages for people: who clicks "View source" in the portal lands here. */
import { sendArchive, sendRaw } from '../api/readApi';
import { Exchange, notFound } from '../exchange';
import { FoundEntry, Repository, Revision } from '../git/Repository';
import { Html, html, page } from './page';

/** Files longer than this are only offered as they are. */
const longestShown = 1024 * 1024;

const encodePath = (path: string) =>
  path.split('/').map(encodeURIComponent).join('/');

function send(
  { request, response }: Exchange,
  status: number,
  text: string,
): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    'x-content-type-options': 'nosniff',
  });
  response.end(request.method === 'HEAD' ? undefined : text);
}

const rootOf = ({ owner, name }: Repository) =>
  `/${encodePath(`${owner}/${name}`)}`;
const refOf = ({ kind, name }: Revision) => `${kind}/${encodePath(name)}`;

function crumbs(repository: Repository, revision: Revision, path: string) {
  const root = rootOf(repository);
  const base = `${root}/src/${refOf(revision)}`;
  const parts = path.split('/').filter(Boolean);
  const links = parts.map((part, i) => {
    const target = `${base}/${encodePath(parts.slice(0, i + 1).join('/'))}`;
    return html` / <a href="${target}">${part}</a>`;
  });
  return html`<h1>
    <a href="/">forge</a> / ${repository.owner} /
    <a href="${root}">${repository.name}</a>${links}
  </h1>`;
}

function bar(
  repository: Repository,
  revision: Revision,
  path: string,
  host: string,
): Html {
  const root = rootOf(repository);
  const isFile = path !== '';
  return html`<nav class="quiet">
    <span>${revision.kind} <b>${revision.name}</b></span>
    <a
      href="${root}/commits/${refOf(revision)}${isFile
        ? `/${encodePath(path)}`
        : ''}"
      >History</a
    >
    <a href="${root}/archive/${encodePath(revision.name)}.tar.gz">Download</a>
    <span>git clone ${host}${root}.git</span>
  </nav>`;
}

function dateText(timestamp: number): string {
  return new Date(timestamp * 1000)
    .toISOString()
    .slice(0, 16)
    .replace('T', ' ');
}

function fileView(text: string): Html {
  const lines = text.replace(/\n$/, '').split('\n');
  const shown = lines.map(
    (line, i) => html`<span id="L${i + 1}" data-line="${i + 1}">${line}</span>`,
  );
  return html`<pre tabindex="0" aria-label="Content of the file">
${shown}</pre
  >`;
}

async function folderView(
  repository: Repository,
  revision: Revision,
  path: string,
  { oid }: FoundEntry,
): Promise<Html> {
  const entries = [...(await repository.tree(oid))].sort(
    (a, b) =>
      Number(b.type === 'tree') - Number(a.type === 'tree') ||
      (a.path < b.path ? -1 : 1),
  );
  const base = `${rootOf(repository)}/src/${refOf(revision)}`;
  const rows = entries.map(entry => {
    const target = `${base}/${encodePath(
      path ? `${path}/${entry.path}` : entry.path,
    )}`;
    const isFolder = entry.type === 'tree';
    return html`<tr>
      <td><a href="${target}">${entry.path}${isFolder ? '/' : ''}</a></td>
      <td class="quiet">${isFolder ? 'folder' : 'file'}</td>
    </tr>`;
  });
  const readme = entries.find(e => /^readme(\.\w+)?$/i.test(e.path));
  const text =
    readme?.type === 'blob'
      ? (await repository.blob(readme.oid)).toString('utf8')
      : '';
  return html`<table>
      <tbody>
        ${rows}
      </tbody>
    </table>
    ${text
      ? html`<h1>${readme!.path}</h1>
          ${fileView(text)}`
      : ''}`;
}

async function sourceView(
  exchange: Exchange,
  repository: Repository,
  revision: Revision,
  path: string,
): Promise<void> {
  const entry = await repository.entry(revision.commit, path);
  if (!entry) throw notFound(`no ${path} in ${revision.kind} ${revision.name}`);
  const raw = `${rootOf(repository)}/raw/${refOf(revision)}/${encodePath(
    path,
  )}`;
  let body: Html;
  if (entry.type === 'tree') {
    body = await folderView(repository, revision, path, entry);
  } else {
    const content = await repository.blob(entry.oid);
    const binary = content.subarray(0, 8000).includes(0);
    const about = html`<p class="quiet">
      ${content.length} bytes, <a href="${raw}">as it is</a>
    </p>`;
    body =
      binary || content.length > longestShown
        ? about
        : html`${about}${fileView(content.toString('utf8'))}`;
  }
  const host = exchange.baseUrl;
  send(
    exchange,
    200,
    page(
      `${path || repository.name} at ${revision.name}`,
      crumbs(repository, revision, path),
      html`${bar(repository, revision, path, host)}${body}`,
    ),
  );
}

async function historyView(
  exchange: Exchange,
  repository: Repository,
  revision: Revision,
  path: string,
): Promise<void> {
  const rows: Html[] = [];
  const root = rootOf(repository);
  for await (const [oid, commit] of repository.changes(revision.commit, path)) {
    rows.push(
      html`<tr>
        <td>
          <a href="${root}/src/commit/${oid}/${encodePath(path)}"
            >${commit.message.split('\n')[0]}</a
          >
        </td>
        <td>${commit.author.name}</td>
        <td class="quiet">
          ${dateText(commit.committer.timestamp)} ${oid.slice(0, 10)}
        </td>
      </tr>`,
    );
    if (rows.length === 200) break;
  }
  send(
    exchange,
    200,
    page(
      `History of ${path || repository.name}`,
      crumbs(repository, revision, path),
      html`<table>
        <tbody>
          ${rows}
        </tbody>
      </table>`,
    ),
  );
}

/** The list of all repositories. */
export function homePage(
  exchange: Exchange,
  repositories: readonly Repository[],
): void {
  const rows = repositories.map(
    repository =>
      html`<tr>
        <td>
          <a href="${rootOf(repository)}"
            >${repository.owner}/${repository.name}</a
          >
        </td>
        <td>${repository.facts.description}</td>
      </tr>`,
  );
  const heading = html`<h1>Repositories</h1>`;
  const body = html`<table>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
  send(exchange, 200, page('Repositories', heading, body));
}

export function errorPage(
  exchange: Exchange,
  status: number,
  message: string,
  details: readonly string[],
): void {
  const heading = html`<h1>${status}</h1>`;
  const body = html`<p>${message}</p>
    <p class="quiet">${details.join('; ')}</p>
    <p><a href="/">All repositories</a></p>`;
  send(exchange, status, page(`${status} ${message}`, heading, body));
}

function redirect({ response }: Exchange, target: string): void {
  response.writeHead(302, { location: target });
  response.end();
}

/** `/{owner}/{repo}/...` for people. */
export async function repositoryPage(
  exchange: Exchange,
  repository: Repository,
): Promise<void> {
  const [, , view = '', kind = '', ...rest] = exchange.parts;
  if (view === '') {
    const revision = await repository.resolve('');
    if (revision) {
      await sourceView(exchange, repository, revision, '');
      return;
    }
    const heading = html`<h1>${repository.owner}/${repository.name}</h1>`;
    const body = html`<p>This repository is empty.</p>`;
    send(exchange, 200, page(repository.name, heading, body));
    return;
  }
  if (view === 'archive') {
    const file = exchange.parts.slice(3).join('/');
    await sendArchive(exchange, repository, file);
    return;
  }
  if (view === 'commit') {
    const revision = await repository.resolve(kind);
    if (!revision) throw notFound(`no commit ${kind}`);
    await historyView(exchange, repository, revision, '');
    return;
  }
  if (view === '_edit') {
    // Nothing is edited here; the file and how to clone it are shown instead.
    const path = encodePath([kind, ...rest].join('/'));
    redirect(exchange, `${rootOf(repository)}/src/branch/${path}`);
    return;
  }
  const known = ['src', 'raw', 'commits'].includes(view);
  if (!known || !['branch', 'tag', 'commit'].includes(kind)) {
    throw notFound(`no such page: /${exchange.parts.join('/')}`);
  }
  const found = await repository.splitRevision(rest.filter(Boolean));
  if (found?.revision.kind !== kind) {
    throw notFound(`no ${kind} ${rest.join('/')}`);
  }
  const { revision, path } = found;
  if (view === 'raw') await sendRaw(exchange, repository, revision, path);
  else if (view === 'commits') {
    await historyView(exchange, repository, revision, path);
  } else {
    await sourceView(exchange, repository, revision, path);
  }
}
