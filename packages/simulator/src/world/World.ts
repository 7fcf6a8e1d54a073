import { SeriesSource } from '../metrics/SeriesSource';
import { RegionSpec, ServiceSpec } from './lifeverse';

/** Any Kubernetes object as it stands in the API, without its resourceVersion. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    uid: string;
    creationTimestamp: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    [key: string]: unknown;
  };
  [key: string]: unknown;
}

/** What became of manifests that a GitOps controller handed over. */
export interface ApplyResult {
  /** `Kind namespace/name` of each object that is alive now. */
  accepted: string[];
  rejected: { object: string; reason: string; file?: string }[];
}

/** An object of a repository, as a GitOps controller finds it. */
export interface GivenManifest {
  object: unknown;
  /** Path in the repository; a folder may name the region that the object is for. */
  file?: string;
  /** When it was first described; default: the instant at which it is applied. */
  sinceMs?: number;
}

/**
 * The simulated outside world. Everything that it answers about an instant is a
 * pure function of (scenario, seed, anchor, applied manifests, instant): the order
 * of questions does not matter, and two worlds with the same options agree.
 *
 * Instants are Unix milliseconds. An instant before `metrics().earliestMs()` is
 * answered as that first instant.
 */
export interface World {
  readonly scenario: string;
  regions(): RegionSpec[];
  services(): ServiceSpec[];
  /**
   * All objects of one cluster at an instant. While nothing in an object changed,
   * the same reference is returned again, so that a caller can find changes by
   * identity; objects and their parts are shared, so they must not be changed.
   * `metadata.resourceVersion` is not set: the API face assigns it.
   * A cluster that does not exist throws; one that is lost yields what its API
   * would have said last (see `clusterReachableAt`).
   */
  objectsAt(cluster: string, atMs: number): Iterable<KubernetesObject>;
  /** Whether the cluster's API answers at an instant (a lost region's does not). */
  clusterReachableAt(cluster: string, atMs: number): boolean;
  /** Last lines of a pod's log at an instant; undefined: no such pod then. */
  podLogAt(
    cluster: string,
    namespace: string,
    pod: string,
    atMs: number,
    options: { tailLines?: number },
  ): string | undefined;
  /**
   * Catalog files (path -> content) that the scenario adds to the forge's
   * repository: the generated services of `large`; empty for the others.
   */
  catalogFiles(): Map<string, string>;
  metrics(): SeriesSource;
  /**
   * Brings manifests to life as a GitOps controller would. `source` names the
   * repository; what it applied before and names no longer is removed. `atMs` is when
   * that happens (default: the anchor); nothing lives from later on.
   */
  applyManifests(
    source: string,
    manifests: readonly GivenManifest[],
    options?: { atMs?: number },
  ): ApplyResult;
  /** Objects of a kind that repositories brought and that stand as written. */
  appliedObjects(kind: string): Iterable<KubernetesObject>;
}

export interface WorldOptions {
  /** One of `scenarioNames`; default `ordinary`. */
  scenario?: string;
  /** Default 1. */
  seed?: number;
  /** Instant that the scenario's events are placed around (Unix milliseconds). */
  anchorMs: number;
}
