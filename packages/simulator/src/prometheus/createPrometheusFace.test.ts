import { ManualClock } from '../Clock';
import {
  createPrometheusFace,
  PrometheusFace,
  PrometheusFaceOptions,
} from './createPrometheusFace';
import { FixedSource } from './testing/FixedSource';
import { listen } from './testing/listen';

const nowMs = Date.UTC(2026, 0, 15, 12);
const dayMs = 24 * 3_600_000;

function world() {
  return new FixedSource(nowMs - 90 * dayMs)
    .describe(
      { name: 'requests', type: 'counter', help: 'Requests "served"\\ok.' },
      { name: 'queue_bytes', type: 'gauge', help: 'Size', unit: 'bytes' },
      { name: 'build', type: 'info', help: 'Build' },
      {
        name: 'wait_seconds',
        type: 'histogram',
        help: 'Wait',
        unit: 'seconds',
      },
      { name: 'unused', type: 'gauge', help: 'Nobody has it' },
    )
    .add('requests_total{code="200"}', t => (t / 1000) * 99)
    .add('requests_total{code="500"}', t => t / 1000)
    .add('queue_bytes{name="a\\"b\\\\c\\nd"}', () => 12.5)
    .add('queue_bytes{name="gone"}', t => (t < nowMs - dayMs ? 1 : undefined))
    .add('build_info{version="7"}', () => 1)
    .add('wait_seconds_bucket{le="+Inf"}', () => 4)
    .add('wait_seconds_bucket{le="10"}', () => 3)
    .add('wait_seconds_bucket{le="2.5"}', () => 2)
    .add('wait_seconds_sum', () => 9)
    .add('wait_seconds_count', () => 4);
}

/** An answer of the API, with the few parts that tests look into. */
type Api = {
  status: string;
  data: string[] & {
    result: { length: number } & [number, string];
    version: string;
    yaml: string;
  };
  error?: string;
  errorType?: string;
  warnings?: string[];
};

describe('createPrometheusFace', () => {
  const open: { close(): Promise<void> }[] = [];
  let face: PrometheusFace;

  async function start(options: Partial<PrometheusFaceOptions> = {}) {
    face = createPrometheusFace({
      source: world(),
      clock: new ManualClock(nowMs),
      ...options,
    });
    const server = await listen(face.handler);
    open.push(server, face);
    const get = async (path: string, init?: RequestInit) => {
      const response = await fetch(`${server.url}${path}`, init);
      const body = (await response.json()) as Api;
      return { code: response.status, ...body };
    };
    return { url: server.url, get };
  }

  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });

  it('answers an instant query with numbers for times and text for values', async () => {
    const { get } = await start();
    const time = nowMs / 1000 - 0.5;
    const answer = await get(`/api/v1/query?query=queue_bytes&time=${time}`);
    expect(answer).toEqual({
      code: 200,
      status: 'success',
      data: {
        resultType: 'vector',
        result: [
          {
            metric: { __name__: 'queue_bytes', name: 'a"b\\c\nd' },
            value: [time, '12.5'],
          },
        ],
      },
    });
  });

  it('takes parameters from a form, times in RFC 3339 and steps as durations', async () => {
    const { get } = await start();
    const form = new URLSearchParams({
      query: 'count(requests_total)',
      start: '2026-01-15T11:00:00Z',
      end: '2026-01-15T13:00:00.000+01:00',
      step: '30m',
    });
    const answer = await get('/api/v1/query_range', {
      method: 'POST',
      body: form,
    });
    expect(answer.data).toEqual({
      resultType: 'matrix',
      result: [
        {
          metric: {},
          values: [11, 11.5, 12].map(hour => [
            nowMs / 1000 + (hour - 12) * 3600,
            '2',
          ]),
        },
      ],
    });
  });

  it('writes special values as Prometheus does', async () => {
    const { get } = await start();
    const value = async (query: string) => {
      const path = `/api/v1/query?query=${encodeURIComponent(query)}`;
      return (await get(path)).data.result[1];
    };
    expect(await value('1/0')).toBe('+Inf');
    expect(await value('-1/0')).toBe('-Inf');
    expect(await value('0/0')).toBe('NaN');
    expect(await value('1e-7 * 1')).toBe('1e-07');
    expect(await value('1e21')).toBe('1e+21');
    expect(await value('123456789 * 1000')).toBe('123456789000');
  });

  it.each([
    [
      'query?query=sum(',
      400,
      'bad_data',
      /^invalid parameter "query": 1:5: parse error: unexpected end of input$/,
    ],
    [
      'query?query=up&time=yesterday',
      400,
      'bad_data',
      /^invalid parameter "time": cannot parse "yesterday" to a valid timestamp$/,
    ],
    [
      'query?query=up&limit=-1',
      400,
      'bad_data',
      /^invalid parameter "limit": limit must be non-negative$/,
    ],
    [
      'query?query=up&timeout=soon',
      400,
      'bad_data',
      /^invalid parameter "timeout": cannot parse "soon" to a valid duration$/,
    ],
    [
      'query_range?query=up&start=2&end=1&step=1',
      400,
      'bad_data',
      /^invalid parameter "end": end timestamp must not be before start time$/,
    ],
    [
      'query_range?query=up&start=1&end=2&step=0',
      400,
      'bad_data',
      /^invalid parameter "step": zero or negative query resolution step widths are not accepted/,
    ],
    [
      'query_range?query=up&start=0&end=11001&step=1',
      400,
      'bad_data',
      /^exceeded maximum resolution of 11,000 points per timeseries\. Try decreasing the query resolution \(\?step=XX\)$/,
    ],
    [
      'query_range?query=up[5m]&start=0&end=1&step=1',
      400,
      'bad_data',
      /^invalid parameter "query": invalid expression type "range vector" for range query, must be Scalar or instant Vector$/,
    ],
    [
      'query?query=topk(3,up)',
      422,
      'execution',
      /^aggregation "topk" is not supported by this simulator$/,
    ],
    [
      'query?query=predict_linear(up[1h],3600)',
      422,
      'execution',
      /^function "predict_linear" is not supported by this simulator$/,
    ],
    [
      'query?query=up@5',
      422,
      'execution',
      /^the @ modifier is not supported by this simulator$/,
    ],
    [
      'query?query=rate(requests_total[5m])/on()requests_total',
      422,
      'execution',
      /found duplicate series for the match group \{\} on the right hand-side/,
    ],
    ['series', 400, 'bad_data', /^no match\[\] parameter provided$/],
    [
      'series?match[]={a=~".*"}',
      400,
      'bad_data',
      /must contain at least one non-empty matcher/,
    ],
    [
      'rules?type=both',
      400,
      'bad_data',
      /^invalid parameter "type": not supported value "both"$/,
    ],
  ])('refuses %s with %i', async (path, code, errorType, error) => {
    const { get } = await start();
    const answer = await get(`/api/v1/${path}`);
    expect(answer).toEqual({
      code,
      status: 'error',
      errorType,
      error: expect.stringMatching(error),
    });
  });

  it('refuses a query that would touch too many samples, in the words of Prometheus', async () => {
    const { get } = await start({ maxSamples: 1000 });
    const answer = await get('/api/v1/query?query=rate(requests_total[1d])');
    expect(answer).toMatchObject({
      code: 422,
      errorType: 'execution',
      error:
        'query processing would load too many samples into memory in query execution',
    });
    const small = await get('/api/v1/query?query=rate(requests_total[5m])');
    expect(small.code).toBe(200);
  });

  it('ends a query when its time is up', async () => {
    let elapsedMs = 0;
    const { get } = await start({ stopwatch: () => (elapsedMs += 20) });
    const query = encodeURIComponent('sum(rate(requests_total[30d]))');
    const answer = await get(`/api/v1/query?query=${query}&timeout=1s`);
    expect(answer).toMatchObject({ code: 503, errorType: 'timeout' });
    const patient = await get(`/api/v1/query?query=${query}&timeout=1h`);
    expect(patient.code).toBe(200);
  });

  it('tells nothing of the future and nothing from before the beginning', async () => {
    const { get } = await start();
    const count = async (atMs: number) => {
      const path = `/api/v1/query?query=requests_total&time=${atMs / 1000}`;
      return (await get(path)).data.result.length;
    };
    expect(await count(nowMs + 299_000)).toBe(2);
    expect(await count(nowMs + 301_000)).toBe(0);
    expect(await count(nowMs - 90 * dayMs)).toBe(2);
    expect(await count(nowMs - 90 * dayMs - 1)).toBe(0);
  });

  it('finds series, label names and label values, within a time where one is given', async () => {
    const { get } = await start();
    const today = `start=${nowMs / 1000 - 3600}&end=${nowMs / 1000}`;
    const names = await get('/api/v1/labels?match[]=requests_total');
    expect(names.data).toEqual(['__name__', 'code']);
    const always = await get('/api/v1/label/name/values');
    expect(always.data).toEqual(['a"b\\c\nd', 'gone']);
    const now = await get(`/api/v1/label/name/values?${today}`);
    expect(now.data).toEqual(['a"b\\c\nd']);
    const found = await get(
      '/api/v1/series?match[]=requests_total&match[]=build_info&limit=2',
    );
    expect(found.data).toHaveLength(2);
    expect(found.warnings).toEqual(['results truncated due to limit']);
  });

  it('describes metrics', async () => {
    const { get } = await start();
    const one = await get('/api/v1/metadata?metric=requests');
    expect(one.data).toEqual({
      requests: [{ type: 'counter', help: 'Requests "served"\\ok.', unit: '' }],
    });
    const two = await get('/api/v1/metadata?limit=2');
    expect(Object.keys(two.data)).toHaveLength(2);
  });

  it('says what it is, and that it is well', async () => {
    const { url, get } = await start();
    const text = async (path: string) => (await fetch(url + path)).text();
    expect(await text('/-/healthy')).toBe('Prometheus Server is Healthy.\n');
    expect(await text('/-/ready')).toBe('Prometheus Server is Ready.\n');
    const info = await get('/api/v1/status/buildinfo');
    expect(info.data.version).toMatch(/^3\./);
    const config = await get('/api/v1/status/config');
    expect(config.data.yaml).toContain('scrape_interval: 15s');
    expect((await fetch(`${url}/api/v1/nothing`)).status).toBe(404);
    expect((await fetch(`${url}/api/v1/__proto__`)).status).toBe(404);
    const post = await fetch(`${url}/api/v1/rules`, { method: 'POST' });
    expect(post.status).toBe(405);
  });

  it('exposes the present in OpenMetrics text to who asks for it', async () => {
    const { url } = await start();
    const response = await fetch(`${url}/metrics`, {
      headers: {
        accept:
          'application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5',
      },
    });
    expect(response.headers.get('content-type')).toBe(
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
    );
    expect(await response.text()).toBe(
      [
        '# HELP requests Requests \\"served\\"\\\\ok.',
        '# TYPE requests counter',
        `requests_total{code="200"} ${(nowMs / 1000) * 99}`,
        `requests_total{code="500"} ${nowMs / 1000}`,
        '# HELP queue_bytes Size',
        '# TYPE queue_bytes gauge',
        '# UNIT queue_bytes bytes',
        'queue_bytes{name="a\\"b\\\\c\\nd"} 12.5',
        '# HELP build Build',
        '# TYPE build info',
        'build_info{version="7"} 1',
        '# HELP wait_seconds Wait',
        '# TYPE wait_seconds histogram',
        '# UNIT wait_seconds seconds',
        'wait_seconds_bucket{le="2.5"} 2',
        'wait_seconds_bucket{le="10"} 3',
        'wait_seconds_bucket{le="+Inf"} 4',
        'wait_seconds_sum 9',
        'wait_seconds_count 4',
        '# EOF',
        '',
      ].join('\n'),
    );
  });

  it('exposes the older text format to everyone else', async () => {
    const { url } = await start();
    const response = await fetch(`${url}/metrics`);
    expect(response.headers.get('content-type')).toBe(
      'text/plain; version=0.0.4; charset=utf-8',
    );
    const text = await response.text();
    expect(text).toContain('# HELP requests_total Requests "served"\\\\ok.\n');
    expect(text).toContain('# TYPE requests_total counter\n');
    expect(text).toContain('# TYPE build_info gauge\n');
    expect(text).not.toContain('EOF');
    expect(text).not.toContain('UNIT');
  });
});
