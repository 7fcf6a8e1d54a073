import {
  AskedCluster,
  explainAbsence,
  explainUnreadClusters,
  explainUnreadRegions,
} from './explainAbsence';

const read = (name: string): AskedCluster => ({ name, read: true });
const refused: AskedCluster = {
  name: 'gru',
  read: false,
  error: 'Cannot list deployments.apps: 403 Forbidden.',
};

describe('explainAbsence', () => {
  it.each<[string, AskedCluster[], string | undefined, string]>([
    [
      'one cluster without it',
      [read('fra')],
      undefined,
      'No workload with label a=b was found in cluster fra.',
    ],
    [
      'several clusters without it',
      [read('fra'), read('iad'), read('nrt')],
      'aurora',
      'No workload with label a=b was found in namespace aurora in clusters fra, iad and nrt.',
    ],
    [
      'a cluster that could not be asked',
      [read('fra'), refused],
      undefined,
      'No workload with label a=b was found in cluster fra; cluster gru could not be read (Cannot list deployments.apps: 403 Forbidden).',
    ],
    [
      'what of a cluster could not be asked',
      [
        {
          ...read('fra'),
          unreadable: 'the Fleets of Frankfurt may not be read',
        },
      ],
      undefined,
      'No workload with label a=b was found in cluster fra; the Fleets of Frankfurt may not be read.',
    ],
    [
      'only clusters that could not be asked',
      [refused, { name: 'nrt', read: false }],
      undefined,
      'Nothing is known about workloads with label a=b: cluster gru could not be read (Cannot list deployments.apps: 403 Forbidden); cluster nrt has not been read yet.',
    ],
    [
      'no cluster at all',
      [],
      undefined,
      'No cluster is configured under kubernetes.clusterLocatorMethods, so its workloads cannot be looked for.',
    ],
  ])('names %s', (_, clusters, namespace, expected) => {
    expect(explainAbsence('label a=b', namespace, clusters)).toBe(expected);
  });

  it.each<[string, AskedCluster[], string]>([
    [
      'part of a cluster',
      [
        {
          ...read('fra'),
          unreadable: 'the Fleets of Frankfurt may not be read',
        },
      ],
      'The Fleets of Frankfurt may not be read',
    ],
    [
      'a cluster that was never read',
      [refused],
      'Cluster gru could not be read (Cannot list deployments.apps: 403 Forbidden)',
    ],
    [
      'a cluster that was read before',
      [{ ...refused, readBefore: true }],
      'Cluster gru cannot be read now (Cannot list deployments.apps: 403 Forbidden)',
    ],
    [
      'a cluster that nobody reads any more',
      [{ name: 'gru', read: false, readBefore: true }],
      'Cluster gru has not been read for too long',
    ],
    [
      'several clusters of the region',
      [refused, { name: 'nrt', read: false }],
      'Cluster gru could not be read (Cannot list deployments.apps: 403 Forbidden); cluster nrt has not been read yet',
    ],
  ])('says of a region why it is not known: %s', (_, clusters, why) => {
    expect(explainUnreadClusters(clusters)).toBe(
      `${why}, so whether the service runs there is not known.`,
    );
  });

  it('names the regions that are not known, and each reason once', () => {
    expect(
      explainUnreadRegions([
        { title: 'São Paulo', reason: 'It is dark.' },
        { title: 'Tokyo', reason: 'It is dark.' },
      ]),
    ).toBe('Not known for São Paulo and Tokyo: It is dark.');
  });
});
