import { startFace } from './__fixtures__/startFace';

type Face = Awaited<ReturnType<typeof startFace>>;

let face: Face;
beforeEach(async () => {
  face = await startFace();
});
afterEach(() => face.close());

const pods = '/api/v1/pods';

describe('faults of a cluster', () => {
  it.each([
    [401, 'Unauthorized'],
    [403, 'Forbidden'],
    [410, 'Expired'],
    [429, 'TooManyRequests'],
    [500, 'InternalError'],
    [503, 'ServiceUnavailable'],
  ])('answers %d with the reason %s', async (code, reason) => {
    face.setFaults({ kind: 'status', code });
    const { status, headers, body } = await face.get(pods);
    expect(status).toBe(code);
    expect(body).toMatchObject({
      kind: 'Status',
      status: 'Failure',
      code,
      reason,
    });
    expect(headers.get('retry-after')).toBe(
      code === 429 || code === 503 ? '1' : null,
    );
  });

  it('concerns the paths that are named, as often as is said', async () => {
    face.setFaults({ kind: 'status', code: 500, path: '/pods', times: 2 });
    const statuses = [];
    for (const path of ['/api/v1/nodes', pods, pods, pods]) {
      statuses.push((await face.get(path)).status);
    }
    expect(statuses).toEqual([200, 500, 500, 200]);
    expect(face.faults.of('kubernetes/fra')).toEqual([]);
  });

  it('answers what is no JSON', async () => {
    face.setFaults({ kind: 'malformed' });
    await expect(face.get(pods)).rejects.toThrow(SyntaxError);
  });

  it('takes what they must have from every second object', async () => {
    face.setFaults({ kind: 'malformedObjects', path: '/pods' });
    const { body } = await face.get(pods);
    expect(body.items[0]).toMatchObject({ spec: 'unreadable', status: null });
    expect(body.items[0].metadata.name).toBeUndefined();
    expect(body.items[1].metadata.name).toBe('gateway-2');
    expect((await face.get('/api/v1/nodes')).body.items[0].spec).toEqual({});
  });

  it('closes connections, old and new, until it is over', async () => {
    await face.get(pods);
    face.setFaults({ kind: 'refuse' });
    await expect(face.get(pods)).rejects.toThrow();
    face.setFaults();
    expect((await face.get(pods)).status).toBe(200);
  });

  it('does not answer while it hangs', async () => {
    face.setFaults({ kind: 'hang', times: 1 });
    const stop = new AbortController();
    const hanging = fetch(`${face.url}${pods}`, { signal: stop.signal });
    // A later request is answered while the first still waits.
    while (face.faults.of('kubernetes/fra').length > 0) {
      await new Promise(resolve => setImmediate(resolve));
    }
    expect((await face.get(pods)).status).toBe(200);
    stop.abort();
    await expect(hanging).rejects.toThrow('aborted');
  });

  it('answers late where it is slow', async () => {
    face.setFaults(
      { kind: 'slow', delayMs: 1, path: '/pods' },
      { kind: 'status', code: 500 },
    );
    expect((await face.get(pods)).status).toBe(500);
  });

  it('refuses a fault that makes no sense', () => {
    expect(() => face.setFaults({ kind: 'status', code: 200 })).toThrow();
    expect(() => face.setFaults({ kind: 'slow', delayMs: 0 })).toThrow();
  });
});
