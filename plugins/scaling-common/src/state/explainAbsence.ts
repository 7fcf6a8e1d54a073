import { listOf } from './wording';

/** A cluster that was, or could not be, asked. */
export interface AskedCluster {
  name: string;
  /** Whether it has ever been read in whole. */
  read: boolean;
  /** Why it cannot be read, where that is known. */
  error?: string;
  /** Why some of its workloads cannot be read, although it answers otherwise. */
  unreadable?: string;
}

function unreadText(unread: readonly AskedCluster[]): string {
  return unread
    .map(cluster =>
      cluster.error
        ? `cluster ${cluster.name} could not be read (${cluster.error.replace(
            /[.\s]+$/,
            '',
          )})`
        : `cluster ${cluster.name} has not been read yet`,
    )
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

/** Why a region's row is unknown while its cluster, or part of it, cannot be read. */
export function explainUnreadCluster(cluster: AskedCluster): string {
  const text = (cluster.read && cluster.unreadable) || unreadText([cluster]);
  return `${text.charAt(0).toUpperCase()}${text.slice(
    1,
  )}, so whether the service runs there is not known.`;
}
