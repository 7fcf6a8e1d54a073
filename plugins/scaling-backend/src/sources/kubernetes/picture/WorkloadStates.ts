import {
  asUnread,
  Autoscaler,
  explainDangling,
  explainWorkload,
  nextProgress,
  NO_METRICS_YET,
  Progress,
  Workload,
  WorkloadScaling,
} from '@worldscale/backstage-plugin-scaling-common';
import { ClusterObjects } from './ClusterObjects';
import { CollectionGaps, Unread } from './CollectionGaps';
import { CollectionId, collectionOf } from '../collections';
import { EarlierWorkloads } from './EarlierWorkloads';
import { describeAbsent } from '../describeUnreadable';
import { ClusterInfo } from '../KubernetesApi';
import { describeLost } from './MalformedObjects';
import { partKey } from './ServicePart';

const SCALED_OBJECT = 'ScaledObject';

/** When a collection was last known in whole; undefined: never. */
export type HeardAtMs = (id: CollectionId) => number | undefined;

/** A workload as it is told. */
export interface JudgedWorkload {
  scaling: WorkloadScaling;
  progress: Progress;
  /** Kind of what scaled it when that could last be read; undefined: it can be now. */
  scaledBy: string | undefined;
  /** The judgement changes with time alone. */
  isWaiting: boolean;
}

/**
 * How the workloads of a cluster are doing, by all that was read of it and what could not
 * be. A workload is judged at the instant at which its kind was last heard: time passes
 * only for what is observed.
 */
export class WorkloadStates {
  readonly #cluster: Pick<ClusterInfo, 'name' | 'title'>;
  readonly #objects: ClusterObjects;
  readonly #gaps: CollectionGaps;
  readonly #earlier: Pick<EarlierWorkloads, 'wasScaledBy'>;
  readonly #progress = new Map<string, Progress>();

  constructor(
    cluster: Pick<ClusterInfo, 'name' | 'title'>,
    objects: ClusterObjects,
    gaps: CollectionGaps,
    earlier: Pick<EarlierWorkloads, 'wasScaledBy'>,
  ) {
    this.#cluster = cluster;
    this.#earlier = earlier;
    this.#objects = objects;
    this.#gaps = gaps;
  }

  progressOf(key: string): Progress | undefined {
    return this.#progress.get(key);
  }

  /** By kind, namespace and name, from before the start. */
  recall(progress: Readonly<Record<string, Progress>>): void {
    for (const [key, each] of Object.entries(progress)) {
      this.#progress.set(key, each);
    }
  }

  /** It is gone: another one of its name begins anew. */
  forget(workload: Parameters<typeof partKey>[0]): void {
    this.#progress.delete(partKey(workload));
  }

  of(workload: Workload, heardAtMs: HeardAtMs, nowMs: number): JudgedWorkload {
    const key = partKey(workload);
    const unread = this.#gaps.unreadOf(workload.kind) ?? this.#lost(workload);
    const scalers =
      workload.kind === 'Fleet'
        ? 'fleetautoscalers'
        : 'horizontalpodautoscalers';
    const own = collectionOf(workload.kind);
    // Nothing is known of the time since it was read.
    const readAtMs = unread?.heardAtMs ?? (own && heardAtMs(own.id)) ?? nowMs;
    // What its autoscaler did since is not in the future.
    const atMs = unread
      ? readAtMs
      : Math.max(readAtMs, heardAtMs(scalers) ?? readAtMs);
    const progress = nextProgress(this.#progress.get(key), workload, readAtMs);
    this.#progress.set(key, progress);
    const isLast = unread !== undefined;
    const scaling = this.#explain(workload, scalers, progress, atMs, isLast);
    const isLost = this.#whyScaledObjectLost(workload, isLast) !== undefined;
    return {
      progress,
      scaledBy: isLost ? SCALED_OBJECT : undefined,
      scaling: unread
        ? asUnread(scaling, unread.reason, instantOf(unread.heardAtMs))
        : scaling,
      isWaiting:
        scaling.findings.some(({ code }) => code === NO_METRICS_YET) ||
        (!unread &&
          (progress.shortSince !== null || progress.unobservedSince !== null)),
    };
  }

  #explain(
    workload: Workload,
    scalers: CollectionId,
    progress: Progress,
    atMs: number,
    isLast: boolean,
  ): WorkloadScaling {
    const gaps = this.#gaps;
    const whyMissing = (id: CollectionId) => gaps.whyMissing(id, isLast);
    // Beside a workload that is read, what was read of those that are not is too old.
    const autoscalers = gaps.isUnreadable(scalers, isLast)
      ? []
      : this.#objects.autoscalersOf(workload);
    const scaledObject = gaps.isUnreadable('scaledobjects', isLast)
      ? undefined
      : this.#objects.scaledObjectOf(workload);
    return explainWorkload(
      {
        cluster: this.#cluster.name,
        workload: this.#objects.withTemplate(workload),
        ...{ autoscalers, scaledObject, progress },
        budgets: whyMissing('poddisruptionbudgets')
          ? undefined
          : this.#objects.budgetsOf(workload),
        autoscalersUnreadable:
          autoscalers.length > 0
            ? undefined
            : whyMissing(scalers) ??
              this.#whyScaledObjectLost(workload, isLast),
        scaledObjectsUnreadable: scaledObject
          ? undefined
          : whyMissing('scaledobjects'),
      },
      atMs,
    );
  }

  /**
   * Why it is not known whether a ScaledObject still scales a workload that had one: with
   * its definition its autoscaler goes too. Others have none that could not be seen.
   */
  #whyScaledObjectLost(workload: Workload, isLast: boolean) {
    const why = this.#gaps.whyMissing('scaledobjects', isLast);
    const had =
      this.#objects.scaledObjectOf(workload) !== undefined ||
      this.#earlier.wasScaledBy(SCALED_OBJECT, workload);
    return had ? why : undefined;
  }

  /** What an autoscaler tells whose target is not there; undefined: it is there. */
  ofMissingTarget(autoscaler: Autoscaler): WorkloadScaling | undefined {
    const { target, namespace } = autoscaler;
    if (this.#objects.findWorkload(namespace, target.kind, target.name)) {
      return undefined;
    }
    const collection = collectionOf(target.kind);
    return explainDangling(
      this.#cluster.name,
      autoscaler,
      collection &&
        (this.#gaps.whyMissing(collection.id) ??
          (this.#gaps.isAbsent(collection.id)
            ? describeAbsent(this.#cluster, collection)
            : undefined)),
    );
  }

  /** It became malformed: what is known of it is the last that was understood. */
  #lost(workload: Workload): Unread | undefined {
    const lost = this.#objects.lost(workload);
    return (
      lost && {
        reason: describeLost(lost.problem),
        heardAtMs: lost.heardAtMs,
      }
    );
  }
}

function instantOf(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}
