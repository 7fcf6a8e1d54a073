import {
  ChangesPage,
  ServiceScaling,
  ShardsResponse,
} from '@worldscale/backstage-plugin-scaling-common';
import { SourceHealth } from '@worldscale/backstage-plugin-worlds-common';
import { eventually } from './__testUtils__/eventually';
import { component, portalScene } from './__testUtils__/portalScene';

jest.setTimeout(120_000);

const STEP_MS = 15 * 60_000;
const STEPS_OF_A_DAY = 96;

describe('two clusters of one name', () => {
  const scene = portalScene();

  beforeEach(() =>
    scene.start({
      clusters: [
        { name: 'prod', title: 'Frankfurt', simulated: 'fra' },
        { name: 'prod', title: 'Oregon', simulated: 'pdx' },
      ],
      entities: () => [
        component('aurora-gateway'),
        component('aurora-shards', 'shard-service'),
      ],
    }),
  );

  const gateway = '/services/component/default/aurora-gateway';

  /** What the simulated world has of a kind in a cluster. */
  const objectsIn = (cluster: string, wanted: string) =>
    [...scene.simulator.world.objectsAt(cluster, scene.clock.now())].filter(
      ({ kind }) => kind === wanted,
    );
  const sizeIn = (cluster: string) =>
    objectsIn(cluster, 'Deployment').flatMap(({ metadata, spec }) =>
      metadata.name === 'aurora-gateway'
        ? [(spec as { replicas: number }).replicas]
        : [],
    )[0];
  const serversIn = (cluster: string) =>
    objectsIn(cluster, 'GameServer').filter(
      ({ metadata }) =>
        metadata.labels?.['agones.dev/fleet'] === 'aurora-shards',
    ).length;

  it('are never one: the first is known in whole, the other said to be out of reach', async () => {
    expect(sizeIn('fra')).not.toBe(sizeIn('pdx'));
    expect(serversIn('fra')).not.toBe(serversIn('pdx'));
    await eventually(async () => {
      const { regions, clusters } = await scene.body<ServiceScaling>(gateway);
      expect(regions).toMatchObject([
        {
          ...{ region: 'prod', desired: sizeIn('fra'), freshness: 'fresh' },
          workloads: [{ cluster: 'prod' }],
          capacity: { replicas: { ready: expect.any(Number) } },
        },
      ]);
      const { zones } = regions[0].capacity!;
      expect(zones.zones.map(({ zone }) => zone)).toEqual(
        expect.arrayContaining([expect.stringMatching(/^eu-frankfurt-/)]),
      );
      expect(zones.zones.some(({ zone }) => zone.startsWith('us-'))).toBe(
        false,
      );
      expect(clusters).toHaveLength(1);
      const shards = await scene.body<ShardsResponse>('/shards?limit=500');
      expect(shards.total).toBe(serversIn('fra'));
    });

    const { sources } = await scene.body<{ sources: SourceHealth[] }>(
      '/sources',
    );
    const of = (id: string) => sources.find(source => source.id === id);
    expect(of('cluster:prod')).toMatchObject({
      reachable: true,
      notes: expect.arrayContaining([
        'Several clusters are named prod: Frankfurt, Oregon. Requests reach the first of them only, so nothing of the others is known; give each a name of its own',
      ]),
    });
    expect(of('namesake:prod:2')).toMatchObject({
      ...{ title: 'Cluster Oregon', reachable: false, lastSuccessAt: null },
      lastError: {
        message:
          'Oregon cannot be watched: Frankfurt has the same name, prod, and requests reach that one. Give each a name of its own',
      },
    });
  });

  it('leave each change of size in the ledger once, that of the first', async () => {
    await eventually(async () => {
      const { extent } = await scene.body<ChangesPage>(`${gateway}/changes`);
      expect(extent.observedSince).not.toBeNull();
    });
    const before = sizeIn('fra');
    for (let step = 0; step < STEPS_OF_A_DAY; step += 1) {
      scene.clock.advance(STEP_MS);
      if (sizeIn('fra') !== before) break;
    }
    const after = sizeIn('fra');
    expect(after).not.toBe(before);
    scene.simulator.sync();
    await eventually(async () => {
      const { changes } = await scene.body<ChangesPage>(`${gateway}/changes`);
      expect(
        changes.map(({ cluster, from, to }) => [cluster, from, to]),
      ).toEqual([['prod', before, after]]);
    });
  });
});
