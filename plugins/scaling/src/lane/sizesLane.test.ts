import { Entity } from '@backstage/catalog-model';
import {
  RegionScaling,
  ServiceHistory,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  Answers,
  depsOf,
  signal,
  span,
  toMs,
} from '../__testUtils__/laneScene';
import { cappedRegion, entity, history } from '../__testUtils__/scalingFixture';
import { loadSizes } from './sizesLane';

const sizesOf = (answers: Answers, entities = [entity]) =>
  loadSizes({ ...span, entities, signal }, depsOf(answers));

/** As the backend answers for a region whose cluster was never read. */
const unreadRegion = (title: string): RegionScaling => ({
  ...cappedRegion(new Date(toMs).toISOString()),
  ...{ region: title, regionTitle: title, workloads: [] },
  ...{ state: 'unknown', sizing: 'unknown', observedAt: null },
  reason: 'Cluster nrt does not answer.',
});

describe('size against demand', () => {
  it('is drawn for each region', async () => {
    const { charts, gaps } = await sizesOf({});
    expect(
      charts?.map(({ title, lines }) => [title, lines.map(({ id }) => id)]),
    ).toEqual([
      ['eu-frankfurt', ['desired', 'ready', 'max']],
      ['eu-frankfurt, demand as a share of the target', ['demand']],
    ]);
    expect(gaps).toEqual([]);
  });

  it('has demand in the picture of the size where both are counted alike', async () => {
    const { charts } = await sizesOf({
      history: {
        demand: { title: 'allocated', unit: 'count', values: [1, 2, 3] },
      },
    });
    expect(charts).toHaveLength(1);
    expect(charts?.[0].lines[3]).toMatchObject({ title: 'Demand (allocated)' });
  });

  it.each<[ServiceHistory['status'], string | null, string]>([
    ['unavailable', 'Prometheus refuses.', 'Prometheus refuses.'],
    ['notConfigured', 'Name one.', 'Name one.'],
    ['noSeries', null, 'eu-frankfurt: No size was recorded in this time.'],
  ])('is unknown for the whole span: %s', async (status, reason, said) => {
    const { charts, gaps } = await sizesOf({ history: { status, reason } });
    expect(charts).toEqual([]);
    expect(gaps).toEqual([{ ...span, reason: said }]);
  });

  it('is unknown where the backend fails for a region', async () => {
    const { gaps } = await sizesOf({ history: new Error('504') });
    expect(gaps).toEqual([
      { ...span, reason: 'eu-frankfurt cannot be asked for: 504' },
    ]);
  });

  it('is unknown where no workload is', async () => {
    const { gaps } = await sizesOf({
      service: { regions: [], reason: 'No workload was found.' },
    });
    expect(gaps).toEqual([{ ...span, reason: 'No workload was found.' }]);
  });

  it('is unknown where a region cannot be read, and drawn for the others', async () => {
    const base = cappedRegion(new Date(toMs).toISOString());
    const { charts, gaps } = await sizesOf({
      service: { regions: [unreadRegion('Tokyo'), base] },
    });
    expect(charts?.[0].title).toBe('eu-frankfurt');
    expect(gaps).toEqual([
      { ...span, reason: 'Tokyo: Cluster nrt does not answer.' },
    ]);
  });

  it('is drawn for the worst regions where there are many', async () => {
    const base = cappedRegion(new Date(toMs).toISOString());
    const { charts, notes } = await sizesOf({
      service: {
        regions: Array.from({ length: 8 }, (_, i) => ({
          ...base,
          region: `r${i}`,
        })),
      },
    });
    expect(charts).toHaveLength(12);
    expect(notes).toEqual([
      'Drawn for 6 of 8 regions, those that are worst off.',
    ]);
  });
});

describe('size against demand of a world', () => {
  const shards: Entity = {
    ...entity,
    metadata: { name: 'aurora-shards', title: 'Aurora Shards' },
    spec: { type: 'shard-service' },
  };
  const world = [entity, shards];
  const region = (name: string) => ({
    ...cappedRegion(new Date(toMs).toISOString()),
    ...{ region: name, regionTitle: name },
  });
  const regions = [region('Tokyo'), region('Oregon')];
  const count = { title: 'allocated', unit: 'count' as const };

  it('is that of its shards, all regions added up', async () => {
    const { charts, gaps, notes } = await sizesOf(
      {
        service: { regions },
        history: { demand: { ...count, values: [4, null, 5] } },
      },
      world,
    );
    expect(charts).toHaveLength(1);
    expect(charts?.[0]).toMatchObject({ title: 'Aurora Shards, 2 regions' });
    expect(
      charts?.[0].lines.map(({ title, values }) => [title, values]),
    ).toEqual([
      ['Desired', [20, null, 24]],
      ['Ready', [20, null, 22]],
      ['Maximum', [24, null, 24]],
      ['Demand (allocated)', [8, null, 10]],
    ]);
    expect([gaps, notes]).toEqual([[], []]);
  });

  it('is no total where a region is not known', async () => {
    const deps = depsOf({ service: { regions } });
    jest
      .spyOn(deps.scaling, 'getHistory')
      .mockResolvedValueOnce(history)
      .mockRejectedValueOnce(new Error('504'));
    const { charts, gaps } = await loadSizes(
      { ...span, entities: world, signal },
      deps,
    );
    expect(charts).toEqual([]);
    expect(gaps).toEqual([
      { ...span, reason: 'Aurora Shards: Oregon cannot be asked for: 504' },
    ]);
  });

  it('is no total where a region cannot be read', async () => {
    const { charts, gaps } = await sizesOf(
      { service: { regions: [unreadRegion('Tokyo'), region('Oregon')] } },
      world,
    );
    expect(charts).toEqual([]);
    expect(gaps).toEqual([
      { ...span, reason: 'Aurora Shards: Tokyo: Cluster nrt does not answer.' },
    ]);
  });

  it('says where to look if it has no shards', async () => {
    const other = { ...entity, metadata: { name: 'aurora-chat' } };
    expect(await sizesOf({}, [entity, other])).toEqual({
      notes: [
        'None of these services runs shards; sizes stand on the timeline of each service.',
      ],
    });
  });
});
