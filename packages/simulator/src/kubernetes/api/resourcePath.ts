/** What a path below `/api` or `/apis` asks for. */
export interface ResourcePath {
  group: string;
  version: string;
  plural: string;
  namespace?: string;
  name?: string;
  subresource?: string;
  /** The path has the old prefix `watch/`. */
  watchPrefix: boolean;
}

/**
 * Reads a path as k8s.io/apiserver's RequestInfoFactory does:
 * `/apis/{group}/{version}[/watch][/namespaces/{ns}]/{plural}[/{name}[/{sub}]]`,
 * where `namespaces` is also the name of a resource.
 *
 * @returns undefined where no resource is named
 */
export function parseResourcePath(pathname: string): ResourcePath | undefined {
  const parts = pathname.split('/').filter(part => part !== '');
  const prefix = parts.shift();
  if (prefix !== 'api' && prefix !== 'apis') return undefined;
  const group = prefix === 'api' ? '' : parts.shift();
  const version = parts.shift();
  if (group === undefined || !version || parts.length === 0) return undefined;
  const decoded = parts.map(decodedOrRaw);
  const watchPrefix = decoded[0] === 'watch';
  if (watchPrefix) decoded.shift();
  let namespace: string | undefined;
  if (
    decoded[0] === 'namespaces' &&
    decoded.length > 2 &&
    !['status', 'finalize'].includes(decoded[2])
  ) {
    namespace = decoded[1];
    decoded.splice(0, 2);
  }
  const [plural, name, ...rest] = decoded;
  if (!plural || rest.length > 1) return undefined;
  return {
    group,
    version,
    plural,
    watchPrefix,
    ...(namespace !== undefined && { namespace }),
    ...(name !== undefined && { name }),
    ...(rest.length === 1 && { subresource: rest[0] }),
  };
}

function decodedOrRaw(part: string) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
