import { ClusterReadError } from '../sources/kubernetes/ClusterReadError';
import { ClusterInfo } from '../sources/kubernetes/KubernetesApi';

/**
 * Clusters are told apart by their name alone, by us and by Backstage's Kubernetes
 * backend: of several of one name it passes requests on to the first. That one is
 * watched; each of the others is a source that cannot be read, so that nobody takes
 * what runs there for missing, or for what runs in the first.
 */
export interface Namesake {
  /** Id of its source. */
  id: string;
  title: string;
  error: ClusterReadError;
}

export interface NamedClusters {
  /** One of each name, in their order. */
  clusters: ClusterInfo[];
  namesakes: Namesake[];
  /** By name, of those that have namesakes: what is not known because of that. */
  notes: ReadonlyMap<string, string>;
}

/** Kind of the sources of namesakes; nothing is asked of them. */
export const NAMESAKE_KIND = 'kubernetes-namesake';

export function tellNamesakes(listed: readonly ClusterInfo[]): NamedClusters {
  const first = new Map<string, ClusterInfo>();
  const hidden = new Map<string, ClusterInfo[]>();
  for (const cluster of listed) {
    const { name } = cluster;
    if (first.has(name)) {
      hidden.set(name, [...(hidden.get(name) ?? []), cluster]);
    } else {
      first.set(name, cluster);
    }
  }
  const namesakes: Namesake[] = [];
  const notes = new Map<string, string>();
  for (const [name, others] of hidden) {
    const reached = titleOf(first.get(name)!);
    const titles = others.map(titleOf).join(', ');
    notes.set(
      name,
      `Several clusters are named ${name}: ${reached}, ${titles}. Requests reach the first of them only, so nothing of the others is known; give each a name of its own`,
    );
    others.forEach((other, i) =>
      namesakes.push({
        id: `namesake:${name}:${i + 2}`,
        title: `Cluster ${other.title}`,
        error: new ClusterReadError(
          `${titleOf(
            other,
          )} cannot be watched: ${reached} has the same name, ${name}, and requests reach that one. Give each a name of its own`,
          { failure: 'failed' },
        ),
      }),
    );
  }
  return { clusters: [...first.values()], namesakes, notes };
}

function titleOf({ name, title }: ClusterInfo): string {
  return title === name ? `cluster ${name}` : title;
}
