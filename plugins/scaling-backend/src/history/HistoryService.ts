import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  HistoryRequest,
  mergeHistories,
  RecordedWorkload,
  SampledSeries,
  selectionsOf,
  SeriesSelection,
  ServiceHistory,
  timesOf,
  workloadHistory,
  WorkloadScaling,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  PROMETHEUS_SOURCE,
  PrometheusConfig,
  PrometheusError,
  RangeAnswer,
  selector,
  SourceMonitor,
  stepSecondsOf,
  WatchedPrometheus,
} from '@worldscale/backstage-plugin-worlds-node';
import { ScalingService } from '../ScalingService';

export interface HistoryServiceOptions {
  service: Pick<ScalingService, 'readable' | 'workloadsOf'>;
  monitor: Pick<SourceMonitor, 'snapshot'>;
  /** Undefined: not configured. */
  prometheus:
    | {
        watched: WatchedPrometheus;
        config: Pick<PrometheusConfig, 'clusterLabel' | 'clusterValues'>;
      }
    | undefined;
}

/** About one point for each third pixel of a wide page. */
const POINTS = 400;

/** Six of a region is rare; each asks two questions. More would not be read. */
const MOST_WORKLOADS = 12;

type Found = Pick<ServiceHistory, 'status' | 'reason'> &
  Partial<ServiceHistory>;

/** How the size of a service went over time, and its demand, from recorded series. */
export class HistoryService {
  readonly #options: HistoryServiceOptions;

  constructor(options: HistoryServiceOptions) {
    this.#options = options;
  }

  /**
   * What cannot be had of Prometheus is said in the answer.
   *
   * @throws NotAllowedError, NotFoundError as ScalingService does
   */
  async getHistory(
    request: HistoryRequest,
    caller: BackstageCredentials,
    signal?: AbortSignal,
  ): Promise<ServiceHistory> {
    const { service, monitor } = this.#options;
    const entityRef = await service.readable(request, caller);
    const found = await this.#find(entityRef, request, signal);
    const health = (await monitor.snapshot()).find(
      source => source.id === PROMETHEUS_SOURCE,
    );
    return {
      entityRef,
      region: request.region,
      lastReachedAt: health?.lastSuccessAt ?? null,
      warnings: [],
      times: [],
      stepSeconds: null,
      size: { desired: [], ready: [], min: [], max: [] },
      demand: null,
      limitsUnknown: null,
      ...found,
    };
  }

  async #find(
    entityRef: string,
    { region, from, to }: HistoryRequest,
    signal?: AbortSignal,
  ): Promise<Found> {
    const { service, prometheus } = this.#options;
    if (!prometheus) {
      return {
        status: 'notConfigured',
        reason:
          'No Prometheus is configured: what happened before now is not known. Its address belongs below worldscale.prometheus.',
      };
    }
    const all = await service.workloadsOf(entityRef, region);
    const workloads = all
      .filter(workload => selectionsOf(workload).length > 0)
      .slice(0, MOST_WORKLOADS);
    if (workloads.length === 0) {
      return {
        status: 'noWorkload',
        reason:
          'No workload of this service is known there, so there is nothing whose history could be asked for.',
      };
    }
    const range = { startMs: Date.parse(from), endMs: Date.parse(to) };
    try {
      const histories = await Promise.all(
        workloads.map(workload => this.#ofWorkload(workload, range, signal)),
      );
      const { grid } = histories[0];
      const merged = mergeHistories(histories.map(h => h.history));
      const warnings = [...new Set(histories.flatMap(h => h.warnings))];
      const isEmpty = histories.every(h => h.series === 0);
      const title = prometheus.watched.title;
      return {
        status: isEmpty ? 'noSeries' : 'ok',
        reason: isEmpty
          ? `${title} has no series of ${describe(
              workloads,
            )} in this time. Size is recorded by kube-state-metrics, or by the controllers of Argo Rollouts and Agones${
              prometheus.config.clusterLabel
                ? `, with the cluster in the label ${prometheus.config.clusterLabel}`
                : ''
            }.`
          : null,
        warnings: [
          ...warnings,
          ...(all.length > workloads.length
            ? [
                `Only ${workloads.length} of ${all.length} workloads are included.`,
              ]
            : []),
        ],
        times: timesOf(grid),
        stepSeconds: grid.stepMs / 1000,
        ...merged,
        limitsUnknown: limitsUnknown(workloads),
      };
    } catch (error) {
      if (!(error instanceof PrometheusError)) throw error;
      return { status: 'unavailable', reason: `${error.message}.` };
    }
  }

  async #ofWorkload(
    workload: WorkloadScaling,
    range: { startMs: number; endMs: number },
    signal?: AbortSignal,
  ) {
    const stepSeconds = stepSecondsOf(range.endMs - range.startMs, POINTS);
    const answers = await Promise.all(
      selectionsOf(workload).map(selection =>
        this.#ask(
          workload.cluster,
          selection,
          { ...range, stepSeconds },
          signal,
        ),
      ),
    );
    const series: SampledSeries[] = answers.flatMap(({ result }) => result);
    const [grid] = answers;
    return {
      grid,
      series: series.length,
      warnings: answers.flatMap(({ warnings }) => warnings),
      history: workloadHistory(workload, series, grid, name =>
        titleOf(workload, name),
      ),
    };
  }

  #ask(
    cluster: string,
    { names, labels }: SeriesSelection,
    range: { startMs: number; endMs: number; stepSeconds: number },
    signal?: AbortSignal,
  ): Promise<RangeAnswer> {
    const { prometheus } = this.#options;
    if (!prometheus) throw new Error('asked without a Prometheus');
    const { clusterLabel, clusterValues } = prometheus.config;
    const place: Record<string, string> = clusterLabel
      ? { [clusterLabel]: clusterValues[cluster] ?? cluster }
      : {};
    const query = selector({ __name__: names, ...place, ...labels });
    return prometheus.watched.queryRange({ query, ...range }, signal);
  }
}

/** The series of an autoscaler cannot be asked for while it is not known which it is. */
function limitsUnknown(workloads: readonly WorkloadScaling[]): string | null {
  const [finding] = workloads
    .filter(({ autoscaler, sizing }) => !autoscaler && sizing === 'unknown')
    .flatMap(({ findings }) => findings)
    .filter(({ code }) => code === 'autoscalersUnreadable');
  return finding
    ? `${finding.sentence} So minimum, maximum and demand are not shown.`
    : null;
}

/** What people call the metric that a series names as the autoscaler does. */
function titleOf({ autoscaler }: WorkloadScaling, name: string): string {
  const metrics = autoscaler?.metrics ?? [];
  if (metrics.length === 1) return metrics[0].name;
  const same = metrics.find(
    metric => metric.name === name || metric.name.startsWith(`${name} of `),
  );
  return same?.name ?? name;
}

function describe(workloads: readonly RecordedWorkload[]): string {
  const [{ kind, namespace, name }] = workloads;
  const others = workloads.length - 1;
  const first = `${kind} ${namespace}/${name}`;
  return others > 0 ? `${first} and ${others} more` : first;
}
