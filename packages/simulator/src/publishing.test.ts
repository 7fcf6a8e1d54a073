/* From a push to the clusters and to Prometheus, by what the world outside sees. */
import { ManualClock } from './Clock';
import { Simulator, startSimulator } from './startSimulator';

const startMs = Date.UTC(2026, 10, 20, 20);

const labels = { app: 'guild', 'backstage.io/kubernetes-id': 'aurora-guild' };
const metadata = { name: 'aurora-guild', namespace: 'aurora', labels };

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata,
  spec: {
    selector: { matchLabels: { app: 'guild' } },
    template: {
      metadata: { labels },
      spec: { containers: [{ name: 'guild', image: 'guild:1' }] },
    },
  },
};

const hpa = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata,
  spec: {
    scaleTargetRef: { kind: 'Deployment', name: 'aurora-guild' },
    minReplicas: 2,
    maxReplicas: 8,
  },
};

const rules = {
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'PrometheusRule',
  metadata,
  spec: {
    groups: [
      {
        name: 'guild',
        rules: [
          {
            record: 'guild:requests:rate5m',
            expr: 'sum(rate(http_requests_total{service="aurora-guild"}[5m]))',
          },
        ],
      },
    ],
  },
};

describe('publishing a repository', () => {
  const clock = new ManualClock(startMs);
  let simulator: Simulator;

  beforeAll(async () => {
    simulator = await startSimulator({ clock, tickMs: 0 });
  });
  afterAll(() => simulator.close());

  const send = (path: string, body: object) =>
    fetch(`${simulator.urls.forge}/api/v1${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${btoa('worldscale:simulated')}`,
      },
      body: JSON.stringify(body),
    });
  const commit = (files: Record<string, unknown>) =>
    send('/repos/lifeverse/guild/contents', {
      files: Object.entries(files).map(([path, content]) => ({
        operation: 'upload',
        path,
        content: btoa(JSON.stringify(content)),
      })),
    });
  const list = async (cluster: string, path: string) => {
    const url = `${simulator.urls.kubernetes[cluster]}${path}`;
    const response = await fetch(url, {
      headers: { authorization: 'Bearer simulated' },
    });
    return response.json();
  };
  const query = async (text: string) => {
    const params = new URLSearchParams({ query: text });
    const url = `${simulator.urls.prometheus}/api/v1/query?${params}`;
    const { data } = await (await fetch(url)).json();
    return data.result;
  };
  const selector = 'labelSelector=backstage.io%2Fkubernetes-id%3Daurora-guild';

  it('brings it to life in the regions that its folders name', async () => {
    await send('/orgs/lifeverse/repos', { name: 'guild' });
    const pushed = await commit({
      'deploy/eu-frankfurt/app.yaml': deployment,
      'deploy/eu-frankfurt/hpa.yaml': hpa,
      'deploy/nrt/app.yaml': deployment,
      'deploy/nrt/hpa.yaml': hpa,
      'deploy/rules.yaml': rules,
      'deploy/other.yaml': { apiVersion: 'v2', kind: 'Oddity', metadata },
    });
    expect(pushed.status).toBe(201);
    const deployments = `/apis/apps/v1/deployments?${selector}`;
    const found = async () => (await list('fra', deployments)).items.length;
    while ((await found()) === 0) await new Promise(setImmediate);
    expect((await list('nrt', deployments)).items).toHaveLength(1);
    expect((await list('iad', deployments)).items).toHaveLength(0);
    const state = await (await fetch(`${simulator.urls.admin}/gitops`)).json();
    expect(state).toMatchObject([
      {
        source: 'lifeverse/guild',
        rejected: [
          {
            object: 'Oddity aurora/aurora-guild',
            reason: 'no matches for kind "Oddity" in version "v2"',
            file: 'deploy/other.yaml',
          },
        ],
      },
    ]);
  });

  it('shows its autoscaler, its pods and its series, and counts by its rules', async () => {
    clock.advance(20 * 60_000);
    simulator.sync();
    const hpas = `/apis/autoscaling/v2/horizontalpodautoscalers?${selector}`;
    const [scaler] = (await list('fra', hpas)).items;
    expect(scaler.status.currentReplicas).toBeGreaterThanOrEqual(2);
    const { items } = await list('fra', `/api/v1/pods?${selector}`);
    expect(items).toHaveLength(scaler.status.currentReplicas);
    const [{ value }] = await query('guild:requests:rate5m');
    expect(Number(value[1])).toBeGreaterThan(0);
    const before = await query('guild:requests:rate5m offset 1h');
    expect(before).toEqual([]);
    const sizes = await query(
      'kube_deployment_spec_replicas{deployment="aurora-guild"}',
    );
    expect(sizes).toHaveLength(2);
  });
});
