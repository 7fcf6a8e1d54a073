import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { ResponseError } from '@backstage/errors';

export interface SyncOptions {
  auth: AuthService;
  discovery: DiscoveryService;
  signal: AbortSignal;
}

export type SyncResult =
  | { state: 'built' }
  | { state: 'unchanged' }
  | { state: 'failed'; reason: string };

/** One event of a stream: its name, and what was sent with it. */
function readEvent(block: string): { name: string; data: unknown } | undefined {
  const name = /^event: (.*)$/m.exec(block)?.[1];
  const data = /^data: (.*)$/m.exec(block)?.[1];
  if (!name || data === undefined) return undefined;
  try {
    return { name, data: JSON.parse(data) };
  } catch {
    return undefined;
  }
}

/**
 * Asks the TechDocs backend to bring the docs of an entity up to date, as its reader
 * does when somebody opens them, and waits until it has.
 *
 * @throws ResponseError where the backend refuses
 */
export async function syncEntity(
  entity: { kind: string; namespace: string; name: string },
  { auth, discovery, signal }: SyncOptions,
): Promise<SyncResult> {
  const { token } = await auth.getPluginRequestToken({
    onBehalfOf: await auth.getOwnServiceCredentials(),
    targetPluginId: 'techdocs',
  });
  const baseUrl = await discovery.getBaseUrl('techdocs');
  const path = [entity.namespace, entity.kind, entity.name]
    .map(encodeURIComponent)
    .join('/');
  const response = await fetch(`${baseUrl}/sync/${path}`, {
    headers: { Authorization: `Bearer ${token}`, Accept: 'text/event-stream' },
    signal,
  });
  if (!response.ok || !response.body)
    throw await ResponseError.fromResponse(response);

  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body) {
    rest += decoder.decode(chunk, { stream: true });
    const blocks = rest.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = readEvent(block);
      if (event?.name === 'error')
        return { state: 'failed', reason: String(event.data) };
      if (event?.name === 'finish') {
        const { updated } = event.data as { updated?: boolean };
        return { state: updated ? 'built' : 'unchanged' };
      }
    }
  }
  return { state: 'failed', reason: 'The build ended without a result' };
}
