import { DemandSource } from './DemandSources';
import { indexOf, seriesFor, sumOf } from './matchSeries';

const match = {
  service: '{name}',
  namespace: '{namespace}',
  region: '{region}',
  cluster: '{cluster}',
};
const source = (isShared: boolean): DemandSource => ({
  ...{ title: 'Players', unit: 'players', question: 'q', match, isShared },
  declared: undefined,
});
const series = (labels: Record<string, string>, ...values: number[]) => ({
  labels,
  samples: values.map((value, i) => ({ atMs: i * 60_000, value })),
});

function found(
  all: Array<Record<string, string>>,
  options: { isShared?: boolean; isOnlyRegion?: boolean } = {},
) {
  return seriesFor(
    indexOf(
      all.map(labels => series(labels, 1)),
      match,
    ),
    {
      source: source(options.isShared ?? true),
      places: { name: 'gateway', region: 'eu', namespace: undefined },
      regionOf: cluster => (cluster.startsWith('fra') ? 'eu' : cluster),
      isOnlyRegion: options.isOnlyRegion ?? false,
    },
  );
}
const labelsOf = (answer: ReturnType<typeof found>) =>
  typeof answer === 'string' ? answer : answer.map(({ labels }) => labels);

describe('seriesFor', () => {
  it('takes what names the service and the region', () => {
    const mine = { service: 'gateway', region: 'eu' };
    expect(
      labelsOf(
        found([
          mine,
          { service: 'gateway', region: 'us' },
          { service: 'chat', region: 'eu' },
        ]),
      ),
    ).toEqual([mine]);
  });

  it('lets the cluster decide where it is named, whatever the region is called', () => {
    const one = { service: 'gateway', cluster: 'fra-1', region: 'europe' };
    const two = { service: 'gateway', cluster: 'fra-2', region: 'europe' };
    const far = { service: 'gateway', cluster: 'nrt', region: 'eu' };
    expect(labelsOf(found([one, two, far]))).toEqual([one, two]);
  });

  it('does not compare what is not known', () => {
    const spaced = { service: 'gateway', region: 'eu', namespace: 'any' };
    expect(labelsOf(found([spaced]))).toEqual([spaced]);
  });

  it('says why none is', () => {
    expect(found([{ service: 'chat', region: 'eu' }])).toBe(
      'no series names this service',
    );
    expect(found([{ region: 'eu' }])).toBe('no series names this service');
    expect(found([{ service: 'gateway', region: 'us' }])).toBe(
      'no series of this service is of this region',
    );
    expect(found([{ service: 'gateway' }])).toMatch(/in which region/);
  });

  it('needs no place where there is one, and no name in a question of its own', () => {
    const bare = { service: 'gateway' };
    expect(labelsOf(found([bare], { isOnlyRegion: true }))).toEqual([bare]);
    const own = { region: 'eu' };
    expect(labelsOf(found([own], { isShared: false }))).toEqual([own]);
  });
});

describe('sumOf', () => {
  it('adds up series where all of them have a value', () => {
    const one = series({}, 1, 2, 3);
    const two = { labels: {}, samples: [{ atMs: 60_000, value: 10 }] };
    expect(sumOf([one, two])).toEqual([{ atMs: 60_000, value: 12 }]);
    const holes = { labels: {}, samples: [{ atMs: 0, value: null }] };
    expect(sumOf([one, holes])).toEqual([]);
  });
});
