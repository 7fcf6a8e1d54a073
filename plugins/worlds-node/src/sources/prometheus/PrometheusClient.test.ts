import { createServer, RequestListener, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { PrometheusClient } from './PrometheusClient';
import { PrometheusConfig } from './readPrometheusConfig';

const MINUTE_MS = 60_000;

describe('PrometheusClient', () => {
  const servers: Server[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    }
  });

  async function serve(handler: RequestListener): Promise<string> {
    const server = createServer(handler);
    servers.push(server);
    await new Promise<void>(resolve =>
      server.listen(0, '127.0.0.1', () => resolve()),
    );
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async function clientOf(
    handler: RequestListener,
    config: Partial<PrometheusConfig> = {},
  ) {
    return new PrometheusClient({
      title: 'Prometheus',
      baseUrl: await serve(handler),
      headers: {},
      timeoutMs: 5_000,
      maxConcurrent: 6,
      maxResponseBytes: 100_000,
      clusterLabel: 'cluster',
      clusterValues: {},
      ...config,
    });
  }

  /** Answers all questions alike. */
  const answering =
    (status: number, body: unknown): RequestListener =>
    (_req, res) => {
      res.writeHead(status, { 'content-type': 'application/json' });
      res.end(typeof body === 'string' ? body : JSON.stringify(body));
    };
  const matrix = (values: Array<[number, string]>, more = {}) => ({
    status: 'success',
    data: {
      resultType: 'matrix',
      result: [{ metric: { __name__: 'up' }, values }],
    },
    ...more,
  });
  const range = { query: 'up', startMs: 0, endMs: 10 * MINUTE_MS };

  it('asks for a range on a grid and reads what is no number as unknown', async () => {
    const asked: string[] = [];
    const client = await clientOf(
      (req, res) => {
        asked.push(`${req.headers.authorization} ${req.url}`);
        answering(
          200,
          matrix(
            [
              [60, '1.5'],
              [120, 'NaN'],
              [180, '+Inf'],
              [240.5, '0'],
            ],
            { warnings: ['one store is missing'], infos: ['no counter'] },
          ),
        )(req, res);
      },
      { headers: { Authorization: 'Bearer abc' } },
    );
    const answer = await client.queryRange({
      ...range,
      startMs: 61_000,
      stepSeconds: 60,
    });
    expect(answer).toEqual({
      result: [
        {
          labels: { __name__: 'up' },
          samples: [
            { atMs: 60_000, value: 1.5 },
            { atMs: 120_000, value: null },
            { atMs: 180_000, value: null },
            { atMs: 240_500, value: 0 },
          ],
        },
      ],
      warnings: ['one store is missing', 'no counter'],
      startMs: 120_000,
      endMs: 600_000,
      stepMs: 60_000,
    });
    expect(asked).toEqual([
      'Bearer abc /api/v1/query_range?query=up&start=120&end=600&step=60&timeout=5000ms',
    ]);
  });

  it('chooses a step and refuses more points than Prometheus allows', async () => {
    const client = await clientOf(answering(200, matrix([])));
    const monthMs = 30 * 24 * 60 * MINUTE_MS;
    const asked = await client.queryRange({ ...range, endMs: monthMs });
    expect(asked.stepMs).toBe(7_200_000);
    const most = await client.queryRange({
      ...range,
      endMs: monthMs,
      wantedPoints: 1e9,
    });
    expect((most.endMs - most.startMs) / most.stepMs).toBeLessThan(11_000);
    await expect(
      client.queryRange({ ...range, endMs: monthMs, stepSeconds: 15 }),
    ).rejects.toThrow(/172801 points; at most 11000/);
    await expect(client.queryRange({ ...range, endMs: 0 })).rejects.toThrow(
      'The range of time is empty',
    );
  });

  it('reads instants, scalars, native histograms and label sets', async () => {
    const client = await clientOf((req, res) => {
      const { pathname, searchParams } = new URL(req.url ?? '', 'http://x');
      let data: unknown = [{ __name__: 'up', job: 'a' }];
      if (pathname.endsWith('/query')) {
        data =
          searchParams.get('query') === 'scalar'
            ? { resultType: 'scalar', result: [1, '7'] }
            : {
                resultType: 'vector',
                result: [
                  { metric: { job: 'a' }, value: [1.5, '2'] },
                  { metric: { job: 'b' }, histogram: [1.5, {}] },
                ],
              };
      }
      answering(200, { status: 'success', data })(req, res);
    });
    expect((await client.query('up')).result).toEqual([
      { labels: { job: 'a' }, samples: [{ atMs: 1_500, value: 2 }] },
      { labels: { job: 'b' }, samples: [] },
    ]);
    expect((await client.query('scalar')).result).toEqual([
      { labels: {}, samples: [{ atMs: 1_000, value: 7 }] },
    ]);
    const found = await client.series(['up'], { startMs: 0, endMs: 1 });
    expect(found.result).toEqual([{ __name__: 'up', job: 'a' }]);
  });

  it('sends a long question as a form', async () => {
    const bodies: string[] = [];
    const client = await clientOf((req, res) => {
      let body = '';
      req.on('data', chunk => {
        body += chunk;
      });
      req.on('end', () => {
        bodies.push(`${req.method} ${req.headers['content-type']} ${body}`);
        answering(200, matrix([]))(req, res);
      });
    });
    await client.queryRange({ ...range, query: 'x'.repeat(3_000) });
    expect(bodies[0]).toMatch(
      /^POST application\/x-www-form-urlencoded;.* query=x{3000}&start=0&/,
    );
  });

  it.each<[string, number, unknown, string, RegExp]>([
    [
      'a question that cannot be parsed',
      400,
      { status: 'error', errorType: 'bad_data', error: 'parse error at 3' },
      'question',
      /refused the question \(400\): bad_data: parse error at 3/,
    ],
    [
      'a question that takes too much',
      422,
      { status: 'error', errorType: 'execution', error: 'too many samples' },
      'question',
      /\(422\): execution: too many samples/,
    ],
    [
      'a question with more series than it gives',
      413,
      { status: 'error', errorType: 'too_large_entry', error: 'too many' },
      'tooLarge',
      /would be too large \(413\): too_large_entry: too many/,
    ],
    [
      'a question that took too long there',
      503,
      { status: 'error', errorType: 'timeout', error: 'query timed out' },
      'timeout',
      /took too long \(503\)/,
    ],
    [
      'a store that is down',
      503,
      { status: 'error', errorType: 'unavailable', error: 'TSDB not ready' },
      'unavailable',
      /it answered 503: unavailable: TSDB not ready/,
    ],
    ['no credentials', 401, 'no', 'denied', /401 Unauthorized/],
    ['no right', 403, '<html></html>', 'denied', /403 Forbidden/],
    [
      'a proxy that has no one behind it',
      502,
      '<html><head><title>502 Bad Gateway</title></head></html>',
      'unavailable',
      /it answered 502: a web page titled “502 Bad Gateway”$/,
    ],
    [
      'another server',
      404,
      '404 page not found',
      'malformed',
      /no Prometheus at this address \(404 Not Found\)/,
    ],
    [
      'a page in place of an answer',
      200,
      '<!doctype html><title>Sign in</title>',
      'malformed',
      /it answered a web page titled “Sign in” instead/,
    ],
    [
      'JSON of something else',
      200,
      { hello: 1 },
      'malformed',
      /instead of what Prometheus answers/,
    ],
    [
      'an answer of another shape',
      200,
      { status: 'success', data: { resultType: 'matrix', result: [{}] } },
      'malformed',
      /its answer is malformed: data\.result\.0\.metric/,
    ],
    ...[
      [
        'a sample that is none',
        { metric: {}, values: [[1, 'x', 2]] },
        /data\.result\.0\.values\.0: expected \[instant, value\]/,
      ],
      [
        'a value that is no text',
        {
          metric: {},
          values: [
            [1, '1'],
            [2, 2],
          ],
        },
        /data\.result\.0\.values\.1\.1: expected string, received number/,
      ],
      [
        'a label that is no text',
        { metric: { zone: null }, values: [] },
        /data\.result\.0\.metric\.zone: expected string, received null/,
      ],
    ].map(
      ([what, series, message]): [string, number, unknown, string, RegExp] => [
        what as string,
        200,
        { status: 'success', data: { resultType: 'matrix', result: [series] } },
        'malformed',
        message as RegExp,
      ],
    ),
    [
      'an answer that breaks off',
      200,
      '{"status":"success","data":{"res',
      'malformed',
      /instead of what/,
    ],
  ])('tells of %s', async (_, status, body, failure, message) => {
    const client = await clientOf(answering(status, body));
    const failed = await client.queryRange(range).catch(error => error);
    expect(failed).toMatchObject({
      name: 'PrometheusError',
      failure,
      code: String(status),
      message: expect.stringMatching(message),
    });
  });

  it('does not follow where the address leads on', async () => {
    const visits: string[] = [];
    const elsewhere = await serve((req, res) => {
      visits.push(req.url ?? '');
      res.end();
    });
    const client = await clientOf((_req, res) => {
      res.writeHead(302, { location: `${elsewhere}/login` });
      res.end();
    });
    await expect(client.query('up')).rejects.toMatchObject({
      failure: 'redirected',
      code: '302',
      message: expect.stringContaining(
        `leads on to ${new URL(elsewhere).host} (302)`,
      ),
    });
    expect(visits).toEqual([]);
  });

  it('does not wait longer than it may, nor read more than it may', async () => {
    const silent = await clientOf(() => {}, { timeoutMs: 50 });
    await expect(silent.query('up')).rejects.toMatchObject({
      failure: 'timeout',
      code: 'ETIMEDOUT',
    });
    const slow = await clientOf(
      (_req, res) => {
        res.writeHead(200);
        res.write('{');
      },
      { timeoutMs: 50 },
    );
    await expect(slow.query('up')).rejects.toMatchObject({
      failure: 'timeout',
    });
    const endless = await clientOf((_req, res) => {
      res.end('x'.repeat(200_000));
    });
    await expect(endless.query('up')).rejects.toMatchObject({
      failure: 'tooLarge',
    });
  });

  it('tells of a server that is not there, and hides no caller who gave up', async () => {
    const client = await clientOf(answering(200, matrix([])));
    const [server] = servers.splice(0);
    await new Promise(resolve => server.close(resolve));
    await expect(client.query('up')).rejects.toMatchObject({
      failure: 'unreachable',
      code: 'ECONNREFUSED',
      message: expect.stringMatching(
        /^Prometheus cannot answer: it does not accept connections \(.*ECONNREFUSED/,
      ),
    });
    const gone = new AbortController();
    gone.abort(new Error('left the page'));
    await expect(client.query('up', { signal: gone.signal })).rejects.toThrow(
      'left the page',
    );
  });

  it('asks only so much at the same time', async () => {
    let open = 0;
    let most = 0;
    const pending: Array<() => void> = [];
    const client = await clientOf(
      (req, res) => {
        open += 1;
        most = Math.max(most, open);
        pending.push(() => {
          open -= 1;
          answering(200, matrix([]))(req, res);
        });
        if (pending.length === 2) pending.splice(0).forEach(answer => answer());
      },
      { maxConcurrent: 2 },
    );
    const leaving = new AbortController();
    const asked = Array.from({ length: 6 }, () => client.queryRange(range));
    const left = client.queryRange(range, leaving.signal);
    leaving.abort(new Error('left the page'));
    await expect(left).rejects.toThrow('left the page');
    await Promise.all(asked);
    expect(most).toBe(2);
  });
});
