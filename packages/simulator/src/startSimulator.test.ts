import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ManualClock } from './Clock';
import { startSimulator, Simulator } from './startSimulator';

const startMs = Date.parse('2026-11-20T18:00:00Z');

// A world is computed from its beginning, which takes seconds on a busy machine.
jest.setTimeout(120_000);

const clock = new ManualClock(startMs);
let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ clock, tickMs: 0, token: 'another' });
});
afterEach(() => simulator.faults.clear());
afterAll(() => simulator.close());

async function list(url: string, path: string, token = 'another') {
  const response = await fetch(`${url}${path}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return { status: response.status, body: await response.json() };
}

describe('startSimulator', () => {
  it('serves a living cluster per region, and Prometheus', async () => {
    const { kubernetes, prometheus } = simulator.urls;
    expect(Object.keys(kubernetes)).toEqual([
      'fra',
      'iad',
      'pdx',
      'nrt',
      'gru',
    ]);
    for (const url of Object.values(kubernetes)) {
      const deployments = await list(url, '/apis/apps/v1/deployments');
      expect(deployments.body.items.length).toBeGreaterThan(0);
      expect((await list(url, '/api/v1/pods', 'wrong')).status).toBe(401);
    }
    const labels = await fetch(`${prometheus}/api/v1/labels`);
    expect(await labels.json()).toMatchObject({ status: 'success' });
  });

  it('follows its clock when that is moved', async () => {
    const pods = `/api/v1/pods?limit=1`;
    const before = await list(simulator.urls.kubernetes.fra, pods);
    await fetch(`${simulator.urls.admin}/clock`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ at: '2026-11-21T02:00:00Z' }),
    });
    const after = await list(simulator.urls.kubernetes.fra, pods);
    expect(clock.now()).toBe(Date.parse('2026-11-21T02:00:00Z'));
    expect(Number(after.body.metadata.resourceVersion)).toBeGreaterThan(
      Number(before.body.metadata.resourceVersion),
    );
  });

  it('applies faults to one face only', async () => {
    const { kubernetes, prometheus } = simulator.urls;
    simulator.faults.set('kubernetes/iad', [{ kind: 'status', code: 503 }]);
    simulator.faults.set('prometheus', [{ kind: 'status', code: 503 }]);
    expect(
      (await list(kubernetes.iad, '/api/v1/pods?limit=1')).body,
    ).toMatchObject({
      kind: 'Status',
      code: 503,
    });
    expect((await list(kubernetes.fra, '/api/v1/pods?limit=1')).status).toBe(
      200,
    );
    const query = await fetch(`${prometheus}/api/v1/query?query=up`);
    expect(await query.json()).toMatchObject({
      status: 'error',
      errorType: 'unavailable',
    });
  });

  it('refuses connections to a cluster that the world has lost', async () => {
    const own = new ManualClock(startMs);
    const losing = await startSimulator({
      clock: own,
      tickMs: 0,
      scenario: 'region-loss',
    });
    const isLost = (cluster: string) =>
      !losing.world.clusterReachableAt(cluster, own.now());
    const clusters = Object.keys(losing.urls.kubernetes);
    // The loss lies within a day of the instant that the scenario is placed around.
    for (let i = 0; i < 24 * 12 && !clusters.some(isLost); i += 1) {
      own.advance(5 * 60_000);
    }
    losing.sync();
    const lost = clusters.find(isLost) ?? 'none';
    await expect(
      list(losing.urls.kubernetes[lost], '/api/v1/pods', 'simulated'),
    ).rejects.toThrow();
    await losing.close();
  });

  it('writes an app-config that says where everything is', async () => {
    const config = parse(simulator.control.backstageConfig());
    const [{ clusters }] = config.kubernetes.clusterLocatorMethods;
    expect(clusters[0]).toEqual({
      name: 'fra',
      title: 'Europe (Frankfurt)',
      url: simulator.urls.kubernetes.fra,
      authProvider: 'serviceAccount',
      serviceAccountToken: 'another',
      skipMetricsLookup: false,
    });
    const [gitea] = config.integrations.gitea;
    expect(gitea.baseUrl).toBe(simulator.urls.forge);
    const [{ target }] = config.catalog.locations;
    const raw = await fetch(
      target
        .replace('/lifeverse/lifeverse/', '/api/v1/repos/lifeverse/lifeverse/')
        .replace('/src/branch/main/', '/contents/'),
    );
    const { content } = await raw.json();
    expect(Buffer.from(content, 'base64').toString()).toContain(
      'kind: Location',
    );
  });

  it('brings to life what is pushed to the forge', async () => {
    const manifest = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'emotes', namespace: 'hollow' },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'emotes' } },
        template: {
          metadata: { labels: { app: 'emotes' } },
          spec: { containers: [{ name: 'main', image: 'emotes:1' }] },
        },
      },
    };
    const post = (path: string, body: unknown) =>
      fetch(`${simulator.urls.forge}/api/v1${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Basic ${btoa('worldscale:simulated')}`,
        },
        body: JSON.stringify(body),
      });
    await post('/orgs/lifeverse/repos', { name: 'emotes', auto_init: true });
    const pushed = await post(
      '/repos/lifeverse/emotes/contents/deploy/app.yaml',
      {
        message: 'Deploy',
        branch: 'main',
        content: btoa(JSON.stringify(manifest)),
      },
    );
    expect(pushed.status).toBe(201);
    const state = () =>
      simulator.control
        .gitOps()
        .find(({ source }) => source === 'lifeverse/emotes');
    while (!state()) await new Promise(resolve => setTimeout(resolve, 5));
    expect(state()).toMatchObject({
      accepted: ['Deployment hollow/emotes'],
      rejected: [],
    });
    const path = '/apis/apps/v1/namespaces/hollow/deployments/emotes';
    clock.advance(60_000);
    simulator.sync();
    const found = await list(simulator.urls.kubernetes.fra, path);
    expect(found.body).toMatchObject({
      kind: 'Deployment',
      spec: { replicas: 2 },
    });
  });

  it('keeps the certificates of its clusters where it keeps repositories', async () => {
    const data = mkdtempSync(join(tmpdir(), 'simulator-data-'));
    const kubeconfig = async () => {
      const kept = await startSimulator({ clock, tickMs: 0, data });
      const { clusters } = parse(kept.control.kubeconfig());
      await kept.close();
      return clusters.map(
        ({ cluster }: { cluster: Record<string, string> }) =>
          cluster['certificate-authority-data'],
      );
    };
    try {
      const first = await kubeconfig();
      expect(new Set(first).size).toBe(5);
      expect(await kubeconfig()).toEqual(first);
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  });

  it('says which port is taken and leaves nothing behind', async () => {
    const taken = Number(new URL(simulator.urls.admin).port);
    await expect(
      startSimulator({ tickMs: 0, ports: { admin: taken } }),
    ).rejects.toThrow(`Port ${taken}, wanted for admin, is taken`);
  });

  it('lists the scenarios that there are where one is not known', async () => {
    await expect(startSimulator({ scenario: 'flood' })).rejects.toThrow(
      /Unknown scenario 'flood'. Known scenarios: ordinary, launch-day/,
    );
  });
});
