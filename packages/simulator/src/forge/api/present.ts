/** The forge's things in the shapes of Gitea's API (modules/structs). */
import { CommitObject } from 'isomorphic-git';
import { FoundEntry, Repository, Revision } from '../git/Repository';

const encodePath = (path: string) =>
  path.split('/').map(encodeURIComponent).join('/');

/** Gitea writes times in RFC 3339 without fractions. */
export const timeText = (atMs: number) =>
  new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z');

export function presentUser(name: string, id: number, baseUrl: string) {
  return {
    id,
    login: name,
    login_name: '',
    full_name: '',
    email: `${name}@noreply.lifeverse.example`,
    avatar_url: '',
    html_url: `${baseUrl}/${name}`,
    language: '',
    is_admin: false,
    active: true,
    restricted: false,
    visibility: 'public',
    username: name,
  };
}

export function presentOrganisation(name: string, id: number) {
  return {
    id,
    name,
    full_name: '',
    email: '',
    avatar_url: '',
    description: '',
    website: '',
    location: '',
    visibility: 'public',
    repo_admin_change_team_access: false,
    username: name,
  };
}

export async function presentRepository(
  repository: Repository,
  baseUrl: string,
  mayWrite: boolean,
) {
  const { owner, name, facts } = repository;
  const branch = await repository.defaultBranch();
  const head = await repository.ref(`refs/heads/${branch}`);
  const html = `${baseUrl}/${owner}/${name}`;
  const updatedMs = head
    ? (await repository.commit(head)).committer.timestamp * 1000
    : facts.createdAtMs;
  return {
    id: facts.id,
    owner: presentUser(owner, 1, baseUrl),
    name,
    full_name: `${owner}/${name}`,
    description: facts.description,
    empty: head === undefined,
    private: facts.isPrivate,
    fork: false,
    template: false,
    parent: null,
    mirror: false,
    archived: facts.isArchived,
    size: 0,
    html_url: html,
    url: `${baseUrl}/api/v1/repos/${owner}/${name}`,
    languages_url: `${baseUrl}/api/v1/repos/${owner}/${name}/languages`,
    language: '',
    topics: [],
    link: '',
    ssh_url: '',
    clone_url: `${html}.git`,
    original_url: '',
    website: '',
    stars_count: 0,
    forks_count: 0,
    watchers_count: 0,
    open_issues_count: 0,
    open_pr_counter: 0,
    release_counter: 0,
    default_branch: branch,
    created_at: timeText(facts.createdAtMs),
    updated_at: timeText(updatedMs),
    permissions: { admin: mayWrite, push: mayWrite, pull: true },
    has_issues: false,
    has_wiki: false,
    has_pull_requests: false,
    has_projects: false,
    internal: false,
    object_format_name: 'sha1',
  };
}

function apiUrl({ owner, name }: Repository, baseUrl: string): string {
  return `${baseUrl}/api/v1/repos/${owner}/${name}`;
}

function signature({ name, email, timestamp }: CommitObject['author']) {
  return { name, email, date: timeText(timestamp * 1000) };
}

export function presentCommit(
  repository: Repository,
  oid: string,
  commit: CommitObject,
  baseUrl: string,
) {
  const api = apiUrl(repository, baseUrl);
  const { owner, name } = repository;
  const created = timeText(commit.committer.timestamp * 1000);
  const meta = (kind: string, sha: string) => ({
    url: `${api}/git/${kind}/${sha}`,
    sha,
    created,
  });
  return {
    ...meta('commits', oid),
    html_url: `${baseUrl}/${owner}/${name}/commit/${oid}`,
    commit: {
      url: `${api}/git/commits/${oid}`,
      author: signature(commit.author),
      committer: signature(commit.committer),
      message: commit.message,
      tree: meta('trees', commit.tree),
      verification: null,
    },
    author: null,
    committer: null,
    parents: commit.parent.map(parent => meta('commits', parent)),
    files: null,
    stats: null,
  };
}

export function presentBranch(
  branch: string,
  oid: string,
  commit: CommitObject,
) {
  return {
    name: branch,
    commit: {
      id: oid,
      message: commit.message,
      url: '',
      author: { ...signature(commit.author), username: '' },
      committer: { ...signature(commit.committer), username: '' },
      verification: null,
      timestamp: timeText(commit.committer.timestamp * 1000),
      added: null,
      removed: null,
      modified: null,
    },
    protected: false,
    required_approvals: 0,
    enable_status_check: false,
    status_check_contexts: [],
    user_can_push: true,
    user_can_merge: true,
    effective_branch_protection_name: '',
  };
}

const entryTypes = { tree: 'dir', blob: 'file', commit: 'submodule' } as const;

/** A file or folder; `content` is only given where one file is asked for. */
export function presentEntry(
  repository: Repository,
  revision: Revision,
  path: string,
  entry: FoundEntry,
  facts: {
    baseUrl: string;
    size: number;
    content?: Buffer;
    last: [string, CommitObject] | undefined;
  },
) {
  const { baseUrl, size, content, last } = facts;
  const { owner, name } = repository;
  const isLink = entry.mode === '120000';
  const type = isLink ? 'symlink' : entryTypes[entry.type];
  const encoded = encodePath(path);
  const ref = `${revision.kind}/${encodePath(revision.name)}`;
  const html = `${baseUrl}/${owner}/${name}/src/${ref}/${encoded}`;
  const api = apiUrl(repository, baseUrl);
  const self = `${api}/contents/${encoded}?ref=${encodeURIComponent(
    revision.name,
  )}`;
  const kind = entry.type === 'tree' ? 'trees' : 'blobs';
  const gitUrl = `${api}/git/${kind}/${entry.oid}`;
  const isFile = entry.type === 'blob' && !isLink;
  return {
    name: path.split('/').pop() ?? '',
    path,
    sha: entry.oid,
    last_commit_sha: last?.[0] ?? null,
    last_commit_when: last
      ? timeText(last[1].committer.timestamp * 1000)
      : null,
    type,
    size,
    encoding: isFile && content ? 'base64' : null,
    content: isFile && content ? content.toString('base64') : null,
    target: isLink && content ? content.toString('utf8') : null,
    url: self,
    html_url: html,
    git_url: gitUrl,
    download_url: isFile
      ? `${baseUrl}/${owner}/${name}/raw/${ref}/${encoded}`
      : null,
    submodule_git_url: null,
    _links: { self, git: gitUrl, html },
  };
}
