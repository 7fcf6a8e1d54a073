import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import {
  giveWay,
  ListScanner,
  Slots,
} from '@worldscale/backstage-plugin-worlds-node';
import { z } from 'zod';
import { ClusterReadError, TIMED_OUT, WATCH_BROKE } from './ClusterReadError';
import { resourceName, WatchedResource } from './collections';
import {
  failureOfException,
  failureOfResponse,
  statusSchema,
} from './describeFailure';
import { deadline } from './deadline';
import { eventLines } from './eventLines';
import {
  ClusterInfo,
  KubernetesApi,
  ListPart,
  WatchEvent,
} from './KubernetesApi';

/**
 * Clusters through Backstage's Kubernetes backend: `GET /clusters` names them and
 * `/proxy` passes requests on with each cluster's own credentials, so that this
 * plugin needs neither addresses nor secrets. Requests carry a service token of this
 * plugin.
 *
 * Three properties of that proxy shape this file. It compresses what the caller is
 * willing to take, and a compressor holds small watch events back: hence
 * `Accept-Encoding: identity`. It sends the headers of a response only with its first
 * bytes, so that a quiet watch looks like a request without an answer: hence one
 * deadline for the whole of a watch, a little beyond the time after which the
 * cluster was asked to end it. And when the cluster's connection breaks in the
 * middle it leaves the caller's open: the same deadline ends that.
 */
export interface BackstageKubernetesApiOptions {
  discovery: DiscoveryService;
  auth: AuthService;
  /** After how long a cluster is asked to end a watch. */
  watchSeconds?: number;
  /** How many objects a page of a list holds. */
  pageSize?: number;
  /** How long one page may take. */
  listTimeoutMs?: number;
  random?: () => number;
}

/**
 * A quiet watch confirms what is known only when it ends in order; so often that
 * nothing becomes old (60 s) in between.
 */
const DEFAULT_WATCH_SECONDS = 40;
/** What kubectl asks for. */
const DEFAULT_PAGE_SIZE = 500;
/**
 * Pages that are read at the same time: a cluster has a dozen collections. Each cluster
 * has places of its own: none waits for another.
 */
const PAGES_AT_ONCE = 3;
const PIECES_AT_ONCE = 8;
const DEFAULT_LIST_TIMEOUT_MS = 20_000;
/** A watch may take a quarter longer than asked for, and at least so much. */
const SHORTEST_GRACE_MS = 2_000;

const ITEMS = { key: 'items', depth: 1 };

const clustersSchema = z.object({
  items: z.array(
    z.object({
      name: z.string().min(1),
      title: z.string().nullish(),
      authProvider: z.string().catch(''),
    }),
  ),
});

const listSchema = z.object({
  metadata: z.object({
    resourceVersion: z.string().min(1),
    continue: z.string().nullish(),
  }),
  items: z.array(z.unknown()).nullable(),
});

const eventSchema = z.object({
  type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']),
  object: z.unknown(),
});
const discoverySchema = z.object({
  resources: z.array(z.object({ name: z.string() })).nullable(),
});
const versionedSchema = z.object({
  metadata: z.object({ resourceVersion: z.string().min(1) }),
});

export class BackstageKubernetesApi implements KubernetesApi {
  readonly #options: BackstageKubernetesApiOptions;
  readonly #slots = new Map<string, Slots>();

  constructor(options: BackstageKubernetesApiOptions) {
    this.#options = options;
  }

  async listClusters(signal: AbortSignal): Promise<ClusterInfo[]> {
    const what = 'Cannot list the clusters of the Kubernetes backend';
    const response = await this.#get(what, '/clusters', undefined, signal);
    const parsed = clustersSchema.safeParse(await readJson(what, response));
    if (!parsed.success) throw malformed(what, parsed.error);
    return parsed.data.items.map(({ name, title, authProvider }) => ({
      name,
      title: title ?? name,
      authProvider,
    }));
  }

  async *list(
    cluster: string,
    collection: WatchedResource,
    signal: AbortSignal,
  ): AsyncGenerator<ListPart> {
    const what = `Cannot list ${resourceName(
      collection,
    )} in cluster ${cluster}`;
    const limit = String(this.#options.pageSize ?? DEFAULT_PAGE_SIZE);
    let next: string | undefined;
    do {
      const query = new URLSearchParams({ limit, ...fieldsOf(collection) });
      if (next) query.set('continue', next);
      const path = `${pathOf(collection)}?${query}`;
      next = yield* this.#page(what, cluster, path, signal);
    } while (next);
  }

  /** @returns what to ask the next page with; undefined: it was the last */
  async *#page(
    what: string,
    cluster: string,
    path: string,
    signal: AbortSignal,
  ): AsyncGenerator<ListPart, string | undefined> {
    const whole = deadline(
      signal,
      this.#options.listTimeoutMs ?? DEFAULT_LIST_TIMEOUT_MS,
    );
    let leave = () => {};
    try {
      const response = await this.#get(what, path, cluster, whole.signal);
      leave = await this.#slotsOf(cluster).take(whole.signal);
      const scanner = new ListScanner(ITEMS);
      let pieces = 0;
      for await (const piece of response.body ?? []) {
        pieces += 1;
        // Waiting for the next is a pause already, most of the time.
        if (pieces % PIECES_AT_ONCE === 0) await giveWay();
        const items = asJson(what, () => scanner.push(piece));
        if (items.length > 0) yield { items };
      }
      const parsed = listSchema.safeParse(asJson(what, () => scanner.end()));
      if (!parsed.success) throw malformed(what, parsed.error);
      const { resourceVersion, continue: next } = parsed.data.metadata;
      yield { items: [], resourceVersion };
      return next || undefined;
    } catch (error) {
      throw failureOfException(what, error);
    } finally {
      leave();
      whole.clear();
    }
  }

  #slotsOf(cluster: string): Slots {
    const slots = this.#slots.get(cluster) ?? new Slots(PAGES_AT_ONCE);
    this.#slots.set(cluster, slots);
    return slots;
  }

  async isServed(
    cluster: string,
    collection: WatchedResource,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { group, id } = collection;
    const what = `Cannot read which resources of ${
      group || 'the core'
    } cluster ${cluster} serves`;
    const whole = deadline(
      signal,
      this.#options.listTimeoutMs ?? DEFAULT_LIST_TIMEOUT_MS,
    );
    try {
      const path = groupPathOf(collection);
      const response = await this.#get(what, path, cluster, whole.signal);
      const parsed = discoverySchema.safeParse(await readJson(what, response));
      if (!parsed.success) throw malformed(what, parsed.error);
      return (parsed.data.resources ?? []).some(({ name }) => name === id);
    } catch (error) {
      const failure = failureOfException(what, error);
      if (failure.failure === 'absent') return false;
      throw failure;
    } finally {
      whole.clear();
    }
  }

  async *watch(
    cluster: string,
    collection: WatchedResource,
    resourceVersion: string,
    signal: AbortSignal,
  ): AsyncGenerator<WatchEvent> {
    const what = `Cannot watch ${resourceName(
      collection,
    )} in cluster ${cluster}`;
    const { watchSeconds = DEFAULT_WATCH_SECONDS, random = Math.random } =
      this.#options;
    // Spread, so that watches that began together do not end together.
    const seconds = Math.max(
      1,
      Math.round(watchSeconds * (0.75 + random() / 4)),
    );
    const query = new URLSearchParams({
      watch: '1',
      allowWatchBookmarks: 'true',
      resourceVersion,
      timeoutSeconds: String(seconds),
      ...fieldsOf(collection),
    });
    const graceMs = Math.max(SHORTEST_GRACE_MS, seconds * 250);
    const whole = deadline(signal, seconds * 1000 + graceMs);
    try {
      const path = `${pathOf(collection)}?${query}`;
      const response = await this.#get(what, path, cluster, whole.signal);
      if (!response.body) return;
      for await (const line of eventLines(response.body)) {
        yield parseEvent(what, line);
      }
    } catch (error) {
      const failure = failureOfException(what, error);
      if (failure.code !== TIMED_OUT) throw failure;
      throw new ClusterReadError(`${what}: the connection broke`, {
        failure: 'silent',
        code: WATCH_BROKE,
      });
    } finally {
      whole.clear();
    }
  }

  async #get(
    what: string,
    path: string,
    cluster: string | undefined,
    signal: AbortSignal,
  ): Promise<Response> {
    const { auth, discovery } = this.#options;
    try {
      const { token } = await auth.getPluginRequestToken({
        onBehalfOf: await auth.getOwnServiceCredentials(),
        targetPluginId: 'kubernetes',
      });
      const baseUrl = await discovery.getBaseUrl('kubernetes');
      const response = await fetch(
        `${baseUrl}${cluster ? '/proxy' : ''}${path}`,
        {
          headers: {
            Authorization: `Bearer ${token}`,
            Accept: 'application/json',
            'Accept-Encoding': 'identity',
            ...(cluster ? { 'Backstage-Kubernetes-Cluster': cluster } : {}),
          },
          signal,
        },
      );
      if (response.ok) return response;
      const body = await response.text();
      if (!cluster && response.status === 404) {
        throw new ClusterReadError(
          `${what}: the Kubernetes backend is not installed (404 Not Found)`,
          { failure: 'failed', code: '404' },
        );
      }
      throw failureOfResponse(what, response.status, body);
    } catch (error) {
      throw failureOfException(what, error);
    }
  }
}

function fieldsOf({ fieldSelector }: WatchedResource): Record<string, string> {
  return fieldSelector ? { fieldSelector } : {};
}

function pathOf({ id, namespace, ...api }: WatchedResource): string {
  const place = namespace ? `/namespaces/${namespace}` : '';
  return `${groupPathOf(api)}${place}/${id}`;
}

function groupPathOf({
  group,
  version,
}: Pick<WatchedResource, 'group' | 'version'>): string {
  return group ? `/apis/${group}/${version}` : `/api/${version}`;
}

async function readJson(what: string, response: Response): Promise<unknown> {
  let text: string;
  try {
    text = await response.text();
  } catch (error) {
    throw failureOfException(what, error);
  }
  return asJson(what, () => JSON.parse(text));
}

function asJson<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw new ClusterReadError(`${what}: the answer is not JSON`, {
      failure: 'failed',
    });
  }
}

function malformed(what: string, error: z.ZodError): ClusterReadError {
  const [issue] = error.issues;
  return new ClusterReadError(
    `${what}: the answer is malformed: ${issue.path.join('.')}: ${
      issue.message
    }`,
    { failure: 'failed' },
  );
}

function parseEvent(what: string, line: string): WatchEvent {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    throw new ClusterReadError(`${what}: an event is not JSON`, {
      failure: 'failed',
    });
  }
  const parsed = eventSchema.safeParse(json);
  if (!parsed.success) throw malformed(what, parsed.error);
  const { type, object } = parsed.data;
  if (type === 'ERROR') {
    const status = statusSchema.safeParse(object);
    throw failureOfResponse(
      what,
      (status.success && status.data.code) || 500,
      JSON.stringify(object),
    );
  }
  const versioned = versionedSchema.safeParse(object);
  return {
    type,
    object,
    resourceVersion: versioned.success
      ? versioned.data.metadata.resourceVersion
      : undefined,
  };
}
