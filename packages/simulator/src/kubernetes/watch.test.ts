import { IncomingMessage, request } from 'node:http';
import fc from 'fast-check';
import { aPod, clusterObjects, nowMs } from './__fixtures__/clusterObjects';
import { startFace, token } from './__fixtures__/startFace';

type Face = Awaited<ReturnType<typeof startFace>>;

interface WatchEvent {
  type: string;
  object: {
    kind: string;
    code?: number;
    metadata: {
      name: string;
      resourceVersion: string;
      annotations?: Record<string, string>;
    };
    [key: string]: unknown;
  };
}

let face: Face;
beforeEach(async () => {
  face = await startFace({ maxEvents: 20 });
});
afterEach(() => face.close());

/** A watch over a socket; events are read one by one. */
class Watch {
  private readonly lines: string[] = [];
  private rest = '';
  private isOver = false;
  private wake = () => {};

  private constructor(private readonly response: IncomingMessage) {
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      const parts = (this.rest + chunk).split('\n');
      this.rest = parts.pop() ?? '';
      this.lines.push(...parts);
      this.wake();
    });
    response.on('error', () => {});
    response.on('close', () => {
      this.isOver = true;
      this.wake();
    });
  }

  static open(path: string, headers: Record<string, string> = {}) {
    return new Promise<Watch>((resolve, reject) => {
      request(`${face.url}${path}`, {
        headers: { authorization: `Bearer ${token}`, ...headers },
      })
        .on('response', response => resolve(new Watch(response)))
        .on('error', reject)
        .end();
    });
  }

  get headers() {
    return this.response.headers;
  }

  /** What came after the last whole event. */
  get fragment() {
    return this.rest;
  }

  /** The next event; undefined where the connection is over. */
  async next(): Promise<WatchEvent | undefined> {
    while (this.lines.length === 0 && !this.isOver) {
      await new Promise<void>(resolve => {
        this.wake = resolve;
      });
    }
    const line = this.lines.shift();
    return line === undefined ? undefined : JSON.parse(line);
  }

  close() {
    this.response.destroy();
  }
}

const seen = (event: WatchEvent | undefined) =>
  event && [event.type, event.object.metadata.name];

const podsPath = '/api/v1/namespaces/aurora/pods?watch=true';

describe('a watch', () => {
  it('begins with the objects that are there where no version is named', async () => {
    const watch = await Watch.open(podsPath);
    for (const name of ['gateway-1', 'gateway-2', 'gateway-3']) {
      expect(seen(await watch.next())).toEqual(['ADDED', name]);
    }
    face.store.apply(aPod('gateway-4'), nowMs);
    const event = await watch.next();
    expect(event).toMatchObject({
      type: 'ADDED',
      object: {
        kind: 'Pod',
        apiVersion: 'v1',
        metadata: {
          name: 'gateway-4',
          resourceVersion: String(face.store.resourceVersion),
        },
      },
    });
    watch.close();
  });

  it('is understood by its old path as well', async () => {
    const watch = await Watch.open('/api/v1/watch/namespaces/platform/pods');
    expect(seen(await watch.next())).toEqual(['ADDED', 'identity-1']);
    watch.close();
  });

  it('goes on from a version, in order, and keeps to its selector', async () => {
    const since = face.store.resourceVersion;
    face.store.apply(aPod('chat-1', { labels: { app: 'chat' } }), nowMs);
    face.store.apply(aPod('gateway-4'), nowMs);
    const watch = await Watch.open(
      `${podsPath}&resourceVersion=${since}&labelSelector=app%3Dgateway`,
    );
    expect(seen(await watch.next())).toEqual(['ADDED', 'gateway-4']);
    const moved = aPod('gateway-4', { labels: { app: 'chat' } });
    face.store.apply(moved, nowMs);
    const left = await watch.next();
    expect(seen(left)).toEqual(['DELETED', 'gateway-4']);
    expect(left?.object.metadata.resourceVersion).toBe(
      String(face.store.resourceVersion),
    );
    face.store.remove(moved, nowMs);
    face.store.apply(aPod('chat-1'), nowMs);
    expect(seen(await watch.next())).toEqual(['ADDED', 'chat-1']);
    face.store.remove(aPod('chat-1'), nowMs);
    expect(seen(await watch.next())).toEqual(['DELETED', 'chat-1']);
    watch.close();
  });

  it('answers a forgotten version by an ERROR event with 410, then ends', async () => {
    for (let i = 0; i < 30; i += 1) face.store.apply(aPod(`p${i}`), nowMs);
    const watch = await Watch.open(`${podsPath}&resourceVersion=1001`);
    expect(await watch.next()).toMatchObject({
      type: 'ERROR',
      object: {
        kind: 'Status',
        code: 410,
        reason: 'Expired',
        message: expect.stringMatching(/^too old resource version: 1001 \(/),
      },
    });
    expect(await watch.next()).toBeUndefined();
    expect(face.face.openWatches).toBe(0);
  });

  it('gets bookmarks only where it allows them', async () => {
    const since = face.store.resourceVersion;
    const path = `${podsPath}&resourceVersion=${since}`;
    const without = await Watch.open(path);
    const allowing = await Watch.open(`${path}&allowWatchBookmarks=true`);
    face.face.sendBookmarks();
    expect(await allowing.next()).toEqual({
      type: 'BOOKMARK',
      object: {
        kind: 'Pod',
        apiVersion: 'v1',
        metadata: { resourceVersion: String(since), creationTimestamp: null },
      },
    });
    face.store.apply(aPod('gateway-4'), nowMs);
    expect(seen(await without.next())).toEqual(['ADDED', 'gateway-4']);
    without.close();
    allowing.close();
  });

  it('streams the initial list where that is asked for', async () => {
    const watch = await Watch.open(
      `${podsPath}&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&resourceVersion=`,
    );
    for (let i = 0; i < 3; i += 1) {
      expect((await watch.next())?.type).toBe('ADDED');
    }
    expect(await watch.next()).toMatchObject({
      type: 'BOOKMARK',
      object: {
        metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } },
      },
    });
    watch.close();
  });

  it('prints tables, with the columns in the first one only', async () => {
    const watch = await Watch.open(podsPath, {
      accept: 'application/json;as=Table;v=v1;g=meta.k8s.io',
    });
    const first = await watch.next();
    expect(first?.object).toMatchObject({ kind: 'Table' });
    expect(first?.object.columnDefinitions).toHaveLength(9);
    const second = await watch.next();
    expect(second?.object.columnDefinitions).toBeNull();
    expect(second?.object.rows).toMatchObject([
      {
        cells: [
          'gateway-2',
          '1/1',
          'Running',
          '3',
          '2d12h',
          '10.0.0.7',
          'node-b',
          '<none>',
          '<none>',
        ],
      },
    ]);
    watch.close();
  });

  it('ends at its timeout and is never compressed', async () => {
    const watch = await Watch.open(
      `${podsPath}&timeoutSeconds=1&resourceVersion=${face.store.resourceVersion}`,
      { 'accept-encoding': 'gzip' },
    );
    expect(watch.headers['content-encoding']).toBeUndefined();
    expect(await watch.next()).toBeUndefined();
    expect(watch.fragment).toBe('');
  });

  it('leaves nothing behind when the client goes', async () => {
    const watch = await Watch.open(podsPath);
    expect(face.face.openWatches).toBe(1);
    watch.close();
    while (face.face.openWatches > 0) {
      await new Promise(resolve => setImmediate(resolve));
    }
    face.store.apply(aPod('gateway-4'), nowMs);
    expect(face.face.openWatches).toBe(0);
  });

  it('is not possible for metrics', async () => {
    const { status } = await face.get(
      '/apis/metrics.k8s.io/v1beta1/pods?watch=true',
    );
    expect(status).toBe(405);
  });
});

describe('a damaged watch', () => {
  it('breaks off in the middle of an event', async () => {
    face.setFaults({ kind: 'truncateWatch', afterEvents: 2 });
    const watch = await Watch.open(podsPath);
    expect(seen(await watch.next())).toEqual(['ADDED', 'gateway-1']);
    expect(seen(await watch.next())).toEqual(['ADDED', 'gateway-2']);
    expect(await watch.next()).toBeUndefined();
    expect(watch.fragment).toMatch(/^\{"type":"ADDED"/);
    expect(() => JSON.parse(watch.fragment)).toThrow();
  });

  it('is cut when watches are dropped, and so are later ones', async () => {
    const path = `${podsPath}&resourceVersion=${face.store.resourceVersion}`;
    const early = await Watch.open(path);
    face.setFaults({ kind: 'dropWatches', afterMs: 1 });
    expect(await early.next()).toBeUndefined();
    const late = await Watch.open(path);
    expect(await late.next()).toBeUndefined();
    face.setFaults();
    const healthy = await Watch.open(path);
    face.store.apply(aPod('gateway-4'), nowMs);
    expect(seen(await healthy.next())).toEqual(['ADDED', 'gateway-4']);
    healthy.close();
  });

  it('is left alone by faults that are meant for others', async () => {
    const path = `${podsPath}&resourceVersion=${face.store.resourceVersion}`;
    const watch = await Watch.open(path);
    face.setFaults({ kind: 'dropWatches', path: '/nodes' });
    face.setFaults({ kind: 'hang', path: '/nodes' });
    face.setFaults({ kind: 'hang', times: 1 });
    face.setFaults();
    face.store.apply(aPod('gateway-4'), nowMs);
    expect(seen(await watch.next())).toEqual(['ADDED', 'gateway-4']);
    face.setFaults({ kind: 'dropWatches', path: '/pods' });
    expect(await watch.next()).toBeUndefined();
  });

  it('falls silent while the API hangs and is cut afterwards', async () => {
    const watch = await Watch.open(
      `${podsPath}&resourceVersion=${face.store.resourceVersion}`,
    );
    face.setFaults({ kind: 'hang' });
    face.store.apply(aPod('gateway-4'), nowMs);
    face.setFaults();
    expect(await watch.next()).toBeUndefined();
  });
});

describe('list and watch over sockets', () => {
  /** Lists, watches, and lists again after 410, through whatever breaks. */
  async function follow(untilVersion: () => number, breakAfter: number[]) {
    let known = new Map<string, string>();
    let version = '';
    const breaks = [...breakAfter];
    for (;;) {
      if (version === '') {
        const { body } = await face.get('/api/v1/namespaces/aurora/pods');
        known = new Map(
          body.items.map((item: WatchEvent['object']) => [
            item.metadata.name,
            item.metadata.resourceVersion,
          ]),
        );
        version = body.metadata.resourceVersion;
      }
      if (Number(version) >= untilVersion()) return known;
      const watch = await Watch.open(
        `${podsPath}&allowWatchBookmarks=true&resourceVersion=${version}`,
      );
      face.face.sendBookmarks();
      const budget = breaks.shift() ?? Infinity;
      for (let i = 0; i < budget; i += 1) {
        const event = await watch.next();
        if (!event) break;
        if (event.type === 'ERROR') {
          expect(event.object.code).toBe(410);
          version = '';
          break;
        }
        const { name, resourceVersion } = event.object.metadata;
        if (event.type === 'DELETED') known.delete(name);
        else if (event.type !== 'BOOKMARK') known.set(name, resourceVersion);
        version = resourceVersion;
        if (Number(version) >= untilVersion()) break;
      }
      watch.close();
    }
  }

  it('ends with exactly the state of the store after random disconnects', async () => {
    const change = fc.record({ pod: fc.nat(8), isRemoval: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(change, { maxLength: 30 }), { maxLength: 6 }),
        fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 8 }),
        async (bursts, breakAfter) => {
          face.store.replace(clusterObjects(), nowMs);
          let isDone = false;
          const writing = (async () => {
            for (const burst of bursts) {
              for (const { pod, isRemoval } of burst) {
                const target = aPod(`random-${pod}`);
                if (isRemoval) face.store.remove(target, nowMs);
                else face.store.apply(target, nowMs);
              }
              await new Promise(resolve => setImmediate(resolve));
            }
            isDone = true;
            face.face.sendBookmarks();
          })();
          const known = await follow(
            () => (isDone ? face.store.resourceVersion : Infinity),
            breakAfter,
          );
          await writing;
          expect(Object.fromEntries(known)).toEqual(
            Object.fromEntries(
              face.store
                .snapshot('/Pod')
                .objects.filter(
                  ({ object }) => object.metadata.namespace === 'aurora',
                )
                .map(({ object, resourceVersion }) => [
                  object.metadata.name,
                  String(resourceVersion),
                ]),
            ),
          );
        },
      ),
      { numRuns: 30 },
    );
  });
});
