import { WatchedResource } from './collections';

/** A cluster as Backstage's Kubernetes backend names it. */
export interface ClusterInfo {
  name: string;
  title: string;
  authProvider: string;
}

/** Some objects of a list. */
export interface ListPart {
  items: unknown[];
  /** Of the list: the last part has it. */
  resourceVersion?: string;
}

export interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  object: unknown;
  /** Of the object, or of the whole collection for a bookmark. */
  resourceVersion?: string;
}

/** Reads clusters. All failures are ClusterReadErrors. */
export interface KubernetesApi {
  listClusters(signal: AbortSignal): Promise<ClusterInfo[]>;
  /** All objects of a collection; the last version is to watch from. */
  list(
    cluster: string,
    collection: WatchedResource,
    signal: AbortSignal,
  ): AsyncIterable<ListPart>;
  /**
   * Whether the cluster serves the collection at all, by its discovery, which anyone
   * with credentials may read. Role-based access control refuses (403) what is not
   * installed just as what is.
   */
  isServed(
    cluster: string,
    collection: WatchedResource,
    signal: AbortSignal,
  ): Promise<boolean>;
  /** Events since a version. Ends when the server ends the watch. */
  watch(
    cluster: string,
    collection: WatchedResource,
    resourceVersion: string,
    signal: AbortSignal,
  ): AsyncIterable<WatchEvent>;
}
