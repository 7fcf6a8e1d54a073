import { listOf, sentence } from './wording';

/** A cluster that was, or could not be, asked. */
export interface AskedCluster {
  name: string;
  /** Whether it was read in whole, and that still tells about the service. */
  read: boolean;
  /** Whether it was read in whole at some time, although that tells no more. */
  readBefore?: boolean;
  /** Why it cannot be read, where that is known. */
  error?: string;
  /** Why some of its workloads cannot be read, although it answers otherwise. */
  unreadable?: string;
}

function unreadText(unread: readonly AskedCluster[]): string {
  return unread
    .map(({ name, error, readBefore }) => {
      if (error) {
        const why = error.replace(/[.\s]+$/, '');
        const verb = readBefore ? 'cannot be read now' : 'could not be read';
        return `cluster ${name} ${verb} (${why})`;
      }
      return readBefore
        ? `cluster ${name} has not been read for too long`
        : `cluster ${name} has not been read yet`;
    })
    .join('; ');
}

/**
 * Why nothing is known about a service: where its workloads were looked for without
 * finding any, and which clusters could not be asked.
 */
export function explainAbsence(
  description: string,
  namespace: string | undefined,
  clusters: readonly AskedCluster[],
): string {
  const read = clusters.filter(cluster => cluster.read);
  const unread = clusters.filter(cluster => !cluster.read);
  const where = namespace ? ` in namespace ${namespace}` : '';
  if (clusters.length === 0) {
    return 'No cluster is configured under kubernetes.clusterLocatorMethods, so its workloads cannot be looked for.';
  }
  if (read.length === 0) {
    return `Nothing is known about workloads with ${description}${where}: ${unreadText(
      unread,
    )}.`;
  }
  const partly = read.flatMap(cluster =>
    cluster.unreadable ? [cluster.unreadable] : [],
  );
  const gaps = [...(unread.length > 0 ? [unreadText(unread)] : []), ...partly];
  const found = `No workload with ${description} was found${where} in ${
    read.length === 1 ? 'cluster' : 'clusters'
  } ${listOf(read.map(cluster => cluster.name))}`;
  return `${[found, ...gaps].join('; ')}.`;
}

function gapText(cluster: AskedCluster): string {
  return (cluster.read && cluster.unreadable) || unreadText([cluster]);
}

/** Why a region's row is unknown while its clusters, or parts of them, cannot be read. */
export function explainUnreadClusters(
  clusters: readonly AskedCluster[],
): string {
  return sentence(
    `${clusters
      .map(gapText)
      .join('; ')}, so whether the service runs there is not known`,
  );
}

/** Why a region is unknown that the service names and no cluster is known to be in. */
export const NO_CLUSTER_IN_REGION =
  'The entity depends on this region, but no cluster that is configured is in it, so whether the service runs there is not known.';

/**
 * Why a service is unknown as a whole although it is well wherever it can be seen.
 *
 * @param regions what people call the regions that are not known, and why each is not
 */
export function explainUnreadRegions(
  regions: ReadonlyArray<{ title: string; reason: string }>,
): string {
  const reasons = [...new Set(regions.map(({ reason }) => reason))];
  return `Not known for ${listOf(
    regions.map(({ title }) => title),
  )}: ${reasons.join(' ')}`;
}
