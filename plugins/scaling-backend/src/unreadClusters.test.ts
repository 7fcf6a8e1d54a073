import { mockCredentials } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { eventually } from './__testUtils__/eventually';
import { component, portalScene } from './__testUtils__/portalScene';

jest.setTimeout(120_000);

const titles: Record<string, string> = { fra: 'Frankfurt', gru: 'São Paulo' };
const regions: Entity[] = Object.entries(titles).map(([cluster, title]) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: `region-${cluster}`,
    namespace: 'default',
    title,
    annotations: { 'worldscale.io/clusters': cluster },
  },
  spec: { type: 'region' },
}));

const service = (name: string, dependsOn: string[] = []) =>
  component(
    name,
    'world-service',
    dependsOn.map(cluster => ({
      type: 'dependsOn',
      targetRef: `resource:default/region-${cluster}`,
    })),
  );

describe('a cluster that may run a service and cannot be read', () => {
  const scene = portalScene();
  let services: Entity[];

  beforeEach(() => {
    services = [];
  });

  const start = () =>
    scene.start({
      clusters: Object.entries(titles).map(([name, title]) => ({
        ...{ name, title },
      })),
      entities: () => [...regions, ...services],
    });

  async function read(name: string) {
    const { body } = await scene.get(`/services/component/default/${name}`);
    return body;
  }

  async function rowsOf(name: string) {
    const { body } = await scene
      .get('/summaries')
      .set('Authorization', mockCredentials.service.header());
    return Object.fromEntries(
      body.rows
        .filter((row: { entityRef: string }) => row.entityRef.endsWith(name))
        .map((row: { region: string; state: string; reason: string }) => [
          row.region,
          row,
        ]),
    );
  }

  const unread = /cluster gru could not be read \(.+\), so whether/i;

  it('makes a service unknown in its region from the start, and is mended', async () => {
    scene.simulator.faults.set('kubernetes/gru', [{ kind: 'refuse' }]);
    services = [
      service('aurora-gateway', ['fra', 'gru']),
      service('aurora-matchmaking'),
      service('nowhere', ['fra', 'gru']),
    ];
    await start();
    for (const name of ['aurora-gateway', 'aurora-matchmaking']) {
      await eventually(async () => {
        const { state, reason, regions: found } = await read(name);
        expect(found).toEqual([
          expect.objectContaining({
            ...{ region: 'region-gru', regionTitle: 'São Paulo' },
            ...{ state: 'unknown', ready: null, observedAt: null },
            reason: expect.stringMatching(unread),
          }),
          expect.objectContaining({ region: 'region-fra', state: 'healthy' }),
        ]);
        expect(state).toBe('unknown');
        expect(reason).toMatch(/^Not known for São Paulo: Cluster gru could/);
      });
      await eventually(async () =>
        expect(await rowsOf(name)).toMatchObject({
          'region-fra': { state: 'healthy' },
          'region-gru': {
            state: 'unknown',
            reason: expect.stringMatching(unread),
            source: 'cluster:gru',
          },
        }),
      );
    }
    const { body } = await scene.get(
      '/unknowns?entityRef=component:default/aurora-gateway',
    );
    expect(body.unknowns).toEqual([
      expect.objectContaining({ region: 'region-gru', source: 'cluster:gru' }),
    ]);
    expect(await read('nowhere')).toMatchObject({
      state: 'unknown',
      reason: expect.stringMatching(/found in cluster fra; cluster gru could/),
      regions: [{ region: 'region-gru', state: 'unknown' }],
    });
    expect(Object.keys(await rowsOf('nowhere'))).toEqual(['region-gru']);

    scene.simulator.faults.set('kubernetes/gru', []);
    await eventually(async () => {
      expect(await read('aurora-gateway')).toMatchObject({
        state: 'healthy',
        regions: [{ ready: expect.any(Number) }, { ready: expect.any(Number) }],
      });
      expect(await rowsOf('aurora-gateway')).toMatchObject({
        'region-gru': { state: 'healthy' },
      });
      expect(Object.keys(await rowsOf('nowhere'))).toEqual(['']);
    });
  });

  it('says so already while it keeps its first reader waiting', async () => {
    scene.simulator.faults.set('kubernetes/gru', [{ kind: 'hang' }]);
    services = [service('aurora-gateway')];
    await start();
    await eventually(async () => {
      expect(await read('aurora-gateway')).toMatchObject({
        state: 'unknown',
        reason:
          'Not known for São Paulo: Cluster gru has not been read yet, so whether the service runs there is not known.',
        regions: [{ region: 'region-gru' }, { state: 'healthy' }],
      });
      expect(await rowsOf('aurora-gateway')).toMatchObject({
        'region-gru': { state: 'unknown' },
      });
    });
  });

  it('says nothing of a service that became known only after it fell silent', async () => {
    await start();
    await eventually(async () => {
      const { body } = await scene.get('/sources');
      expect(body.sources).toContainEqual(
        expect.objectContaining({ id: 'cluster:gru', reachable: true }),
      );
    });
    scene.simulator.faults.set('kubernetes/gru', [
      { kind: 'refuse' },
      { kind: 'dropWatches', afterMs: 0 },
    ]);
    services = [service('nowhere')];
    await eventually(async () => {
      expect(await read('nowhere')).toMatchObject({
        state: 'unknown',
        reason: expect.stringMatching(
          /found in cluster fra; cluster gru cannot be read now \(.+\)\.$/,
        ),
      });
      expect(await rowsOf('nowhere')).toMatchObject({
        '': { reason: expect.stringMatching(/gru cannot be read now/) },
      });
    });
  });
});
