import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { AddressInfo } from 'node:net';

interface Stored {
  metadata: {
    name: string;
    namespace: string;
    uid: string;
    resourceVersion: string;
    [key: string]: unknown;
  };
  [key: string]: unknown;
}

/** What a cluster may do instead of answering. */
export type Fault =
  | { status: number; body?: string }
  | 'malformed'
  | 'hang'
  | 'reset'
  | undefined;

/**
 * A Kubernetes API on a real socket, small but true to the protocol where the
 * domain depends on it: lists in pages with a continue token, watches from a
 * version, bookmarks, 404 for definitions that are not installed, 410 for versions
 * that are gone. Faults can be switched on for everything or for one resource.
 */
export class FakeCluster {
  readonly requests: string[] = [];
  readonly #server: Server;
  readonly #installed: Set<string>;
  readonly #objects = new Map<string, Map<string, Stored>>();
  readonly #log: Array<{
    version: number;
    path: string;
    type: string;
    object: Stored;
  }> = [];
  readonly #watchers = new Set<{ path: string; res: ServerResponse }>();
  readonly #faults = new Map<string, Fault>();
  #version = 100;
  #oldest = 0;

  constructor(paths: string[]) {
    this.#installed = new Set(paths);
    this.#server = createServer((req, res) => this.#handle(req, res));
  }

  async start(port = 0): Promise<void> {
    await new Promise<void>(resolve =>
      this.#server.listen(port, '127.0.0.1', resolve),
    );
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  /** For a path such as `/apis/apps/v1/deployments`, or `*` for all. */
  fault(path: string, fault: Fault): void {
    this.#faults.set(path, fault);
    if (fault !== undefined) this.breakWatches();
  }

  breakWatches(): void {
    for (const { res } of this.#watchers) res.socket?.destroy();
    this.#watchers.clear();
  }

  /** Ends all watches in order, as a server does when its time is over. */
  endWatches(): void {
    for (const { res } of this.#watchers) res.end();
    this.#watchers.clear();
  }

  /** Forgets history: who watches from before is told 410. */
  compact(): void {
    this.#oldest = this.#version;
  }

  put(path: string, object: Record<string, unknown>): void {
    const metadata = object.metadata as Stored['metadata'];
    const key = `${metadata.namespace}/${metadata.name}`;
    const held = this.#objects.get(path) ?? new Map<string, Stored>();
    this.#objects.set(path, held);
    this.#version += 1;
    const before = held.get(key);
    const stored: Stored = {
      ...object,
      metadata: {
        ...metadata,
        uid: before?.metadata.uid ?? `uid-${this.#version}`,
        resourceVersion: String(this.#version),
      },
    };
    held.set(key, stored);
    this.#emit(path, before ? 'MODIFIED' : 'ADDED', stored);
  }

  remove(path: string, namespace: string, name: string): void {
    const held = this.#objects.get(path);
    const stored = held?.get(`${namespace}/${name}`);
    if (!held || !stored) return;
    held.delete(`${namespace}/${name}`);
    this.#version += 1;
    this.#emit(path, 'DELETED', {
      ...stored,
      metadata: { ...stored.metadata, resourceVersion: String(this.#version) },
    });
  }

  #emit(path: string, type: string, object: Stored): void {
    this.#log.push({ version: this.#version, path, type, object });
    for (const watcher of this.#watchers) {
      if (watcher.path === path) {
        watcher.res.write(`${JSON.stringify({ type, object })}\n`);
      }
    }
  }

  #handle(req: IncomingMessage, res: ServerResponse): void {
    const url = new URL(req.url ?? '/', 'http://cluster');
    this.requests.push(`${url.pathname}${url.search}`);
    const fault = this.#faults.get(url.pathname) ?? this.#faults.get('*');
    if (fault !== undefined) {
      this.#misbehave(fault, req, res);
      return;
    }
    if (!this.#installed.has(url.pathname)) {
      res.writeHead(404, { 'Content-Type': 'text/plain' });
      res.end('404 page not found\n');
      return;
    }
    if (url.searchParams.get('watch')) this.#watch(url, res);
    else this.#list(url, res);
  }

  #misbehave(
    fault: NonNullable<Fault>,
    req: IncomingMessage,
    res: ServerResponse,
  ): void {
    if (fault === 'hang') return;
    if (fault === 'reset') {
      req.socket.destroy();
    } else if (fault === 'malformed') {
      res.writeHead(200, { 'Content-Type': 'application/json' });
      res.end('{"kind": "List", "items": [');
    } else {
      res.writeHead(fault.status, { 'Content-Type': 'application/json' });
      res.end(
        fault.body ??
          JSON.stringify({
            kind: 'Status',
            code: fault.status,
            message: `refused with ${fault.status}`,
          }),
      );
    }
  }

  #list(url: URL, res: ServerResponse): void {
    const all = [...(this.#objects.get(url.pathname)?.values() ?? [])];
    const from = Number(url.searchParams.get('continue') ?? 0);
    const limit = Number(url.searchParams.get('limit') ?? all.length);
    const more = from + limit < all.length;
    res.writeHead(200, { 'Content-Type': 'application/json' });
    res.end(
      JSON.stringify({
        kind: 'List',
        metadata: {
          resourceVersion: String(this.#version),
          ...(more ? { continue: String(from + limit) } : {}),
        },
        items: all.slice(from, from + limit),
      }),
    );
  }

  #watch(url: URL, res: ServerResponse): void {
    const since = Number(url.searchParams.get('resourceVersion'));
    res.writeHead(200, { 'Content-Type': 'application/json' });
    if (since < this.#oldest) {
      const object = { kind: 'Status', code: 410, message: 'too old' };
      res.end(`${JSON.stringify({ type: 'ERROR', object })}\n`);
      return;
    }
    for (const { version, path, type, object } of this.#log) {
      if (path === url.pathname && version > since) {
        res.write(`${JSON.stringify({ type, object })}\n`);
      }
    }
    const watcher = { path: url.pathname, res };
    this.#watchers.add(watcher);
    const bookmark = {
      type: 'BOOKMARK',
      object: { metadata: { resourceVersion: String(this.#version) } },
    };
    res.write(`${JSON.stringify(bookmark)}\n`);
    const seconds = Number(url.searchParams.get('timeoutSeconds') ?? 300);
    const timer = setTimeout(() => res.end(), seconds * 1000);
    res.on('close', () => {
      clearTimeout(timer);
      this.#watchers.delete(watcher);
    });
  }
}
