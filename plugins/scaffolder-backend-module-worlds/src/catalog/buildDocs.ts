import {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';

export interface DocsRequest {
  entityRef: string;
  /** Whoever asks for the service: they must be able to read it. */
  credentials: BackstageCredentials;
  auth: AuthService;
  discovery: DiscoveryService;
  signal: AbortSignal;
  onLog(line: string): void;
}

/**
 * Has TechDocs build an entity's site, as its reader does on the first visit, and
 * waits for it.
 *
 * @returns undefined where it is built; else why it is not, in a sentence
 */
export async function buildDocs(
  request: DocsRequest,
): Promise<string | undefined> {
  const { entityRef, auth, discovery, signal } = request;
  const { namespace, kind, name } = parseEntityRef(entityRef);
  const path = [namespace, kind.toLocaleLowerCase('en-US'), name]
    .map(encodeURIComponent)
    .join('/');
  const { token } = await auth.getPluginRequestToken({
    onBehalfOf: request.credentials,
    targetPluginId: 'techdocs',
  });
  const headers = { authorization: `Bearer ${token}` };
  const base = await discovery.getBaseUrl('techdocs');
  const answer = await fetch(`${base}/sync/${path}`, {
    headers: { ...headers, accept: 'text/event-stream' },
    signal,
  });
  if (!answer.ok) return `TechDocs answered ${answer.status}.`;
  const failure = await followEvents(answer, request.onLog);
  if (failure) return failure;
  // An external builder finishes without having built anything.
  const metadata = await fetch(`${base}/metadata/techdocs/${path}`, {
    headers,
    signal,
  });
  return metadata.ok
    ? undefined
    : 'TechDocs has no site of it: another builder makes the docs here.';
}

/** Reads server-sent events up to `finish` or `error`. */
async function followEvents(
  answer: Response,
  onLog: (line: string) => void,
): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const part of answer.body ?? []) {
    rest += decoder.decode(part, { stream: true });
    const events = rest.split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const type = /^event: (.*)$/m.exec(event)?.[1];
      const data = /^data: (.*)$/m.exec(event)?.[1] ?? 'null';
      if (type === 'finish') return undefined;
      if (type === 'error') return `TechDocs failed: ${textOf(data)}.`;
      if (type === 'log') onLog(textOf(data));
    }
  }
  return 'TechDocs broke off before the site was built.';
}

function textOf(data: string): string {
  try {
    return String(JSON.parse(data)).trim();
  } catch {
    return data;
  }
}
