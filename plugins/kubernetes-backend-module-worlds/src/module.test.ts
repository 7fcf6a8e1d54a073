/*
 * The Kubernetes backend itself, in front of clusters that fail. Its client library is
 * an ES module that it imports when needed, which Jest cannot do; the transform in
 * package.json therefore turns such imports into others.
 */
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import kubernetesPlugin from '@backstage/plugin-kubernetes-backend';
import { ClusterObjects } from '@backstage/plugin-kubernetes-common';
import { ManualClock, Simulator, startSimulator } from '@worldscale/simulator';
import request from 'supertest';
import kubernetesModuleWorlds from './index';

// Simulator and backend take seconds to start on a busy machine.
jest.setTimeout(120_000);

const component = (name: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name,
    annotations: {
      'backstage.io/kubernetes-id': name,
      'backstage.io/kubernetes-namespace': 'aurora',
    },
  },
});

/** A cluster of the simulator that lies between two others in the answer. */
const broken = 'kubernetes/iad';

/** A cluster that answers everything alike. */
async function startEcho(body: () => unknown): Promise<Server> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(body()));
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}

describe('the Kubernetes backend with this module', () => {
  let simulator: Simulator;
  let echo: Server;
  let echoed: unknown;
  let backend: Awaited<ReturnType<typeof startTestBackend>>;

  beforeAll(async () => {
    const clock = new ManualClock(Date.parse('2026-11-20T20:00:00Z'));
    simulator = await startSimulator({ clock, tickMs: 0 });
    echo = await startEcho(() => echoed);
    const { port } = echo.address() as AddressInfo;
    const serviceAccount = {
      authProvider: 'serviceAccount',
      serviceAccountToken: 'simulated',
    };
    const addresses = {
      ...simulator.urls.kubernetes,
      odd: `http://127.0.0.1:${port}`,
    };
    backend = await startTestBackend({
      features: [
        kubernetesPlugin,
        kubernetesModuleWorlds,
        mockServices.rootConfig.factory({
          data: {
            kubernetes: {
              worlds: { answerWithinSeconds: 6 },
              serviceLocatorMethod: { type: 'multiTenant' },
              clusterLocatorMethods: [
                {
                  type: 'config',
                  clusters: [
                    // Before others: its credentials come with a request, or not.
                    {
                      name: 'locked',
                      title: 'Vault',
                      url: simulator.urls.kubernetes.gru,
                      authProvider: 'google',
                    },
                    ...Object.entries(addresses).map(([name, url]) => ({
                      name,
                      url,
                      ...serviceAccount,
                    })),
                  ],
                },
              ],
              customResources: [
                {
                  group: 'argoproj.io',
                  apiVersion: 'v1alpha1',
                  plural: 'rollouts',
                },
                {
                  group: 'agones.dev',
                  apiVersion: 'v1',
                  plural: 'fleets',
                },
              ],
            },
          },
        }),
        createServiceFactory({
          service: catalogServiceRef,
          deps: {},
          factory: () =>
            catalogServiceMock({
              entities: ['aurora-gateway', 'aurora-shards'].map(component),
            }),
        }),
      ],
    });
  });

  beforeEach(() => {
    echoed = { kind: 'List', items: [] };
  });

  afterEach(() => simulator.faults.clear());

  afterAll(async () => {
    await backend.stop();
    await simulator.close();
    await new Promise(resolve => echo.close(resolve));
  });

  /** What the tab is given, by cluster. */
  async function clusters(): Promise<Record<string, ClusterObjects>> {
    const response = await request(backend.server)
      .post('/api/kubernetes/resources/workloads/query')
      .send({ entityRef: 'component:default/aurora-gateway', auth: {} });
    expect(response.body).toMatchObject({ items: expect.anything() });
    return Object.fromEntries(
      (response.body.items as ClusterObjects[]).map(item => [
        item.cluster.name,
        item,
      ]),
    );
  }

  const count = ({ resources }: ClusterObjects, type: string) =>
    resources.find(each => each.type === type)?.resources.length;

  const messages = ({ errors }: ClusterObjects) =>
    errors.map(error =>
      error.errorType === 'FETCH_ERROR'
        ? error.message
        : `${error.statusCode} ${error.resourcePath}`,
    );

  function expectOthersWhole(found: Record<string, ClusterObjects>) {
    for (const name of ['fra', 'pdx']) {
      expect(messages(found[name])).toEqual([]);
      expect(count(found[name], 'pods')).toBeGreaterThan(0);
      expect(count(found[name], 'deployments')).toBe(1);
      expect(found[name].podMetrics).toHaveLength(count(found[name], 'pods')!);
    }
  }

  it('shows all clusters that are well, without errors', async () => {
    const found = await clusters();
    expectOthersWhole(found);
    expect(messages(found.iad)).toEqual([]);
  });

  it('waits for a cluster that hangs only as long as it may', async () => {
    simulator.faults.set(broken, [{ kind: 'hang' }]);
    const found = await clusters();
    expectOthersWhole(found);
    expect(messages(found.iad)).toEqual([
      'Cluster iad: everything is missing: no answer within 6 seconds',
    ]);
    expect(found.iad.cluster.title).toBe('iad: pods unknown');
    expect(found.fra.cluster.title).toBeUndefined();
  });

  it('names what is missing where only some answers hang, and shows the rest', async () => {
    simulator.faults.set(broken, [
      { kind: 'hang', path: '/deployments' },
      { kind: 'hang', path: '/metrics.k8s.io' },
    ]);
    const found = await clusters();
    expectOthersWhole(found);
    expect(messages(found.iad)).toEqual([
      'Cluster iad: missing are deployments: no answer within 6 seconds',
      'Cluster iad: what pods use of CPU and memory is missing: no answer within 6 seconds',
    ]);
    expect(count(found.iad, 'pods')).toBeGreaterThan(0);
  });

  it('says once that a cluster cannot be connected to', async () => {
    simulator.faults.set(broken, [{ kind: 'refuse' }]);
    const found = await clusters();
    expectOthersWhole(found);
    expect(messages(found.iad)).toEqual([
      expect.stringMatching(
        /^Cluster iad: everything is missing: .*(ECONN|socket hang up)/,
      ),
    ]);
  });

  it.each([401, 403, 410, 500])(
    'passes on that a cluster answers %d',
    async code => {
      simulator.faults.set(broken, [{ kind: 'status', code }]);
      const found = await clusters();
      expectOthersWhole(found);
      expect(messages(found.iad)).toContain(
        `${code} /api/v1/namespaces/aurora/pods`,
      );
    },
  );

  it('names an answer that is no JSON', async () => {
    simulator.faults.set(broken, [{ kind: 'malformed', path: '/pods' }]);
    const found = await clusters();
    expectOthersWhole(found);
    expect(messages(found.iad)).toEqual([
      expect.stringMatching(
        /^Cluster iad: missing are pods: the answer is no JSON \(/,
      ),
    ]);
    expect(count(found.iad, 'deployments')).toBe(1);
    expect(found.iad.cluster.title).toBe('iad: pods unknown');
  });

  it('leaves out objects that cannot be read, and names them', async () => {
    simulator.faults.set(broken, [{ kind: 'malformedObjects' }]);
    const found = await clusters();
    expectOthersWhole(found);
    const [, left, all] =
      /Cluster iad: (\d+) of (\d+) pods cannot be read and are left out: number 1 of the list: /.exec(
        messages(found.iad).join('\n'),
      )!;
    expect(Number(left)).toBe(Math.ceil(Number(all) / 2));
    expect(count(found.iad, 'pods')).toBe(Number(all) - Number(left));
    expect(messages(found.iad)).toContainEqual(
      expect.stringMatching(/what pods use of CPU and memory is missing/),
    );
  });

  it('keeps the objects where what they use cannot be told', async () => {
    simulator.faults.set(broken, [
      { kind: 'malformed', path: '/metrics.k8s.io' },
    ]);
    const found = await clusters();
    expectOthersWhole(found);
    expect(count(found.iad, 'pods')).toBeGreaterThan(0);
    expect(messages(found.iad)).toEqual([
      expect.stringMatching(
        /^Cluster iad: what pods use of CPU and memory is missing: .*JSON/,
      ),
    ]);
  });

  it('shows what a cluster has where an API group is not installed', async () => {
    simulator.faults.set(broken, [
      { kind: 'withoutGroup', group: 'agones.dev' },
    ]);
    const found = await clusters();
    expectOthersWhole(found);
    expect(messages(found.iad)).toEqual([
      '404 /apis/agones.dev/v1/namespaces/aurora/fleets',
    ]);
    expect(count(found.iad, 'pods')).toBeGreaterThan(0);
  });

  it('names a cluster whose credentials are not there', async () => {
    const found = await clusters();
    expectOthersWhole(found);
    expect(found.locked.cluster).toEqual({
      name: 'locked',
      title: 'Vault: pods unknown',
    });
    expect(messages(found.locked)).toEqual([
      expect.stringMatching(
        /^Cluster locked: everything is missing: Google token not found/,
      ),
    ]);
  });

  it('answers for custom resources cluster by cluster too', async () => {
    simulator.faults.set(broken, [{ kind: 'malformed' }]);
    const response = await request(backend.server)
      .post('/api/kubernetes/resources/custom/query')
      .send({
        entityRef: 'component:default/aurora-shards',
        auth: {},
        customResources: [
          { group: 'agones.dev', apiVersion: 'v1', plural: 'fleets' },
        ],
      });
    const items: ClusterObjects[] = response.body.items;
    const found = Object.fromEntries(
      items.map(item => [item.cluster.name, item]),
    );
    expect(count(found.fra, 'customresources')).toBe(1);
    expect(messages(found.iad)).toEqual([
      expect.stringMatching(
        /^Cluster iad: everything is missing: the answer is no JSON/,
      ),
    ]);
  });

  it.each([
    ['an object without items', {}],
    ['items that are null', { kind: 'PodList', items: null }],
    ['items that are no list', { kind: 'PodList', items: { a: 1 } }],
    ['a number', 7],
    ['null', null],
    ['a list of nulls', { kind: 'PodList', items: [null, null] }],
    ['a list of numbers', { kind: 'PodList', items: [1, 'two', []] }],
  ])('says of a cluster that answers %s what is wrong', async (_, body) => {
    echoed = body;
    const found = await clusters();
    expectOthersWhole(found);
    expect(messages(found.odd).length).toBeGreaterThan(0);
    for (const message of messages(found.odd)) {
      expect(message).toMatch(/^Cluster odd: .*(missing|left out)/);
    }
    expect(count(found.odd, 'pods') ?? 0).toBe(0);
  });
});
