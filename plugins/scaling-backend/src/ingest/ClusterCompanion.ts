import { UnreadablePart } from '@worldscale/backstage-plugin-worlds-common';
import { WorkloadObserver } from '../sources/kubernetes/picture/ClusterPicture';
import { ServicePart } from '../sources/kubernetes/picture/ServicePart';
import { LostDefinitions } from '../sources/kubernetes/LostDefinitions';
import { ClusterInfo } from '../sources/kubernetes/KubernetesApi';

/**
 * Looks at more of a cluster than the state of its services needs, beside the watcher of
 * that and as long as this backend holds the lease. What it finds, or cannot find, never
 * delays or changes that state.
 */
export interface ClusterCompanion {
  start(): void;
  stop(): Promise<void>;
  /** What the state of the cluster's services became; the first call tells of all. */
  parts(parts: ReadonlyMap<string, ServicePart | undefined>, at: Date): void;
  /** The catalog says something else now. */
  catalogChanged(): void;
  /** The cluster answered what was asked then (Unix milliseconds) of its workloads. */
  clusterAnswered?(askedAtMs: number): void;
  /**
   * While the cluster as a whole cannot be read: when it last was (Unix milliseconds);
   * undefined: it can be read, or never was.
   */
  clusterHeld?(atMs: number | undefined): void;
  /** Is shown every workload, where it looks at them one by one. */
  readonly workloads?: WorkloadObserver;
  /** What it cannot read, each with its reason; shown with the cluster's health. */
  unreadable(): UnreadablePart[];
}

export type CompanionFactory = (
  cluster: ClusterInfo,
  /** What was known of its services before the start. */
  earlier: ReadonlyMap<string, ServicePart>,
  definitions: LostDefinitions,
) => ClusterCompanion;
