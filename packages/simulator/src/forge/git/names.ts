/** Names that a file system or an address minds. */
const reserved = new Set(['.', '..', '-']);

/** Names that addresses of the forge itself begin with. */
const reservedForOwners = new Set([
  'admin',
  'api',
  'assets',
  'explore',
  'issues',
  'login',
  'new',
  'org',
  'pulls',
  'repo',
  'swagger.v1.json',
  'user',
]);

/**
 * What is wrong with the name of a repository, in Gitea's words; undefined where
 * nothing is.
 */
export function repositoryNameProblem(name: unknown): string | undefined {
  if (typeof name !== 'string' || name === '') {
    return '[Name]: Required';
  }
  if (name.length > 100) return '[Name]: MaxSize';
  if (!/^[A-Za-z0-9._-]+$/.test(name)) return '[Name]: AlphaDashDot';
  if (reserved.has(name.toLowerCase()))
    return `name is reserved [name: ${name}]`;
  const pattern = /(\.git|\.wiki|\.rss|\.atom)$/i.exec(name);
  if (pattern) return `name pattern is not allowed [pattern: *${pattern[1]}]`;
  return undefined;
}

/** What is wrong with the name of an owner; undefined where nothing is. */
export function ownerNameProblem(name: string): string | undefined {
  return reservedForOwners.has(name.toLowerCase())
    ? `name is reserved [name: ${name}]`
    : repositoryNameProblem(name);
}

/** Whether Git allows the name of a reference (git-check-ref-format). */
export function isRefName(name: string): boolean {
  return (
    name.length <= 250 &&
    /^refs\/(heads|tags)\/[^/]/.test(name) &&
    // eslint-disable-next-line no-control-regex
    !/[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|\/$|\.$/.test(name) &&
    name.split('/').every(p => !p.startsWith('.') && !p.endsWith('.lock'))
  );
}

/** Whether a path may be in a repository: relative, without `..` and `.git`. */
export function isFilePath(path: string): boolean {
  return (
    path !== '' &&
    path.length <= 4096 &&
    !/[\0\\]/.test(path) &&
    path
      .split('/')
      .every(
        part =>
          !['', '.', '..'].includes(part) && part.toLowerCase() !== '.git',
      )
  );
}
