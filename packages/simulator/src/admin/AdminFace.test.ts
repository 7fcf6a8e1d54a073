import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { parse } from 'yaml';
import { ManualClock } from '../Clock';
import { Faults } from '../serving/Faults';
import { adminHandler } from './AdminFace';
import { AdminError } from './AdminError';
import { kubeconfig } from './kubeconfig';
import { SimulatorControl } from './SimulatorControl';

const startMs = Date.parse('2026-11-20T20:00:00Z');

let clock: ManualClock;
let faults: Faults;
let isClockManual: boolean;
let synced: number[];
let server: Server;
let url: string;

beforeEach(async () => {
  clock = new ManualClock(startMs);
  faults = new Faults();
  isClockManual = true;
  synced = [];
  const control: SimulatorControl = {
    scenario: 'ordinary',
    seed: 1,
    get isClockManual() {
      return isClockManual;
    },
    faults,
    nowMs: () => clock.now(),
    faces: () => [
      { name: 'kubernetes/fra', kind: 'kubernetes', url: 'http://localhost:1' },
      { name: 'prometheus', kind: 'prometheus', url: 'http://localhost:2' },
    ],
    sync: () => synced.push(clock.now()),
    moveClock: atMs => {
      if (!isClockManual) throw new AdminError(409, 'not this clock');
      clock.set(atMs);
    },
    gitOps: () => [
      { source: 'lifeverse/a', commit: 'c', accepted: [], rejected: [] },
    ],
    kubeconfig: () => 'kind: Config\n',
    backstageConfig: () => 'kubernetes: {}\n',
  };
  server = createServer(adminHandler(control));
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  url = `http://localhost:${(server.address() as AddressInfo).port}`;
});

afterEach(
  () =>
    new Promise(resolve => {
      server.close(resolve);
      server.closeAllConnections();
    }),
);

async function ask(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = { 'content-type': 'application/json' },
) {
  const response = await fetch(`${url}${path}`, {
    method,
    ...(body !== undefined && {
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers,
    }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type') === 'application/json';
  return { status: response.status, body: isJson ? JSON.parse(text) : text };
}

describe('the admin face', () => {
  it('shows scenario, clock, faces and faults', async () => {
    faults.set('prometheus', [{ kind: 'hang' }]);
    expect(await ask('GET', '/')).toEqual({
      status: 200,
      body: {
        scenario: 'ordinary',
        seed: 1,
        clock: {
          now: '2026-11-20T20:00:00.000Z',
          nowMs: startMs,
          isManual: true,
        },
        faces: [
          {
            name: 'kubernetes/fra',
            kind: 'kubernetes',
            url: 'http://localhost:1',
          },
          { name: 'prometheus', kind: 'prometheus', url: 'http://localhost:2' },
        ],
        faults: { 'kubernetes/fra': [], prometheus: [{ kind: 'hang' }] },
      },
    });
  });

  it('sets, shows and clears the faults of a face', async () => {
    const wanted = [
      { kind: 'status', code: 500, path: '/pods', times: 2 },
      { kind: 'withoutGroup', group: 'agones.dev' },
    ];
    expect(await ask('PUT', '/faults/kubernetes/fra', wanted)).toEqual({
      status: 200,
      body: wanted,
    });
    expect(faults.of('kubernetes/fra')).toEqual(wanted);
    expect((await ask('GET', '/faults/kubernetes%2Ffra')).body).toEqual(wanted);
    expect((await ask('GET', '/faults')).body.prometheus).toEqual([]);
    await ask('PUT', '/faults/prometheus', [{ kind: 'refuse' }]);
    expect((await ask('DELETE', '/faults/kubernetes/fra')).body).toEqual([]);
    expect(faults.of('prometheus')).toHaveLength(1);
    await ask('DELETE', '/faults');
    expect(faults.of('prometheus')).toEqual([]);
  });

  it('moves a clock that stands still', async () => {
    const later = await ask('PUT', '/clock', { advanceMs: 60_000 });
    expect(later.body.clock.nowMs).toBe(startMs + 60_000);
    await ask('PUT', '/clock', { at: '2026-11-21T09:00:00+01:00' });
    expect(clock.now()).toBe(Date.parse('2026-11-21T08:00:00Z'));
    isClockManual = false;
    expect(await ask('PUT', '/clock', { advanceMs: 1 })).toEqual({
      status: 409,
      body: { error: { name: 'AdminError', message: 'not this clock' } },
    });
  });

  it('looks at the world at once', async () => {
    expect((await ask('POST', '/tick')).status).toBe(200);
    expect(synced).toEqual([startMs]);
  });

  it('hands out a kubeconfig, an app-config, and what manifests came to', async () => {
    expect((await ask('GET', '/gitops')).body).toEqual([
      { source: 'lifeverse/a', commit: 'c', accepted: [], rejected: [] },
    ]);
    expect((await ask('GET', '/kubeconfig')).body).toBe('kind: Config\n');
    expect((await ask('GET', '/config')).body).toBe('kubernetes: {}\n');
  });

  it.each<[string, string, unknown, number, RegExp]>([
    ['GET', '/nowhere', undefined, 404, /There is no \/nowhere/],
    ['POST', '/', {}, 405, /POST is not possible on \//],
    [
      'GET',
      '/faults/moon',
      undefined,
      404,
      /Known: kubernetes\/fra, prometheus/,
    ],
    ['PUT', '/faults/prometheus', [{ kind: 'flood' }], 400, /kind/],
    ['PUT', '/faults/prometheus', [{ kind: 'slow' }], 400, /delayMs/],
    ['PUT', '/faults/prometheus', [{ kind: 'hang', extra: 1 }], 400, /extra/],
    ['PUT', '/faults/prometheus', {}, 400, /expected array/],
    [
      'PUT',
      '/faults/prometheus',
      [{ kind: 'dropWatches' }],
      400,
      /prometheus cannot have the fault dropWatches/,
    ],
    ['PUT', '/clock', { at: 'soon' }, 400, /at/],
    ['PUT', '/clock', { advanceMs: -5 }, 400, /advanceMs/],
    ['PUT', '/clock', '{"at":', 400, /The body is not JSON/],
    ['PUT', '/clock', 'x'.repeat(70_000), 413, /larger than 65536 bytes/],
  ])(
    'answers %s %s with %j by %d',
    async (method, path, body, code, message) => {
      const answer = await ask(method, path, body);
      expect(answer.status).toBe(code);
      expect(answer.body.error.message).toMatch(message);
    },
  );

  it('does not obey web pages', async () => {
    const form = await ask('PUT', '/clock', '{}', {
      'content-type': 'text/plain',
    });
    expect(form.status).toBe(415);
    const page = await ask('PUT', '/clock', '{}', {
      'content-type': 'application/json',
      origin: 'http://elsewhere.example',
    });
    expect(page.status).toBe(403);
    expect(clock.now()).toBe(startMs);
  });
});

describe('kubeconfig', () => {
  it('has a context per cluster, over HTTPS', () => {
    const config = parse(
      kubeconfig([
        {
          cluster: 'fra',
          url: 'http://localhost:7111',
          token: 't',
          certificate: 'PEM',
        },
      ]),
    );
    expect(config).toEqual({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: 'fra',
          cluster: {
            server: 'https://localhost:7111',
            'certificate-authority-data': 'UEVN',
          },
        },
      ],
      users: [{ name: 'fra', user: { token: 't' } }],
      contexts: [{ name: 'fra', context: { cluster: 'fra', user: 'fra' } }],
      'current-context': 'fra',
    });
  });
});
