import { Simulation } from '../world/workloads/Simulation';
import { WorkloadState } from '../world/workloads/RunState';
import { Workload } from '../world/workloads/Workload';
import { gauge, Labels, MetricGroup, seriesOf } from './MetricGroup';
import { whileScraped } from './requestMetrics';

/** One metric of a workload: which workloads have it, its labels and its value. */
export interface WorkloadMetric {
  name: string;
  help: string;
  labelsOf(workload: Workload): Labels[];
  valueOf(
    workload: Workload,
    state: WorkloadState,
    labels: Labels,
    simulation: Simulation,
  ): number | undefined;
}

/** Labels of a workload of one kind; none for the others. */
export function ofKind(kind: Workload['kind'], label: string) {
  return (workload: Workload): Labels[] =>
    workload.kind === kind
      ? [{ namespace: workload.namespace, [label]: workload.name }]
      : [];
}

export function metric(
  name: string,
  help: string,
  labelsOf: WorkloadMetric['labelsOf'],
  valueOf: WorkloadMetric['valueOf'],
): WorkloadMetric {
  return { name, help, labelsOf, valueOf };
}

/** The size of a workload, and its pods that serve. */
export const replicas = (_: Workload, state: WorkloadState) => state.replicas;
export const ready = (_: Workload, state: WorkloadState) => state.ready;

/** A group of gauges about workloads, with `cluster` and `region` as an agent adds. */
export function workloadGauges(
  simulation: Simulation,
  metrics: readonly WorkloadMetric[],
): MetricGroup {
  return {
    families: metrics.map(({ name, help }) => gauge(name, help)),
    *series(isWanted) {
      for (const { name, labelsOf, valueOf } of metrics) {
        if (!isWanted(name)) continue;
        for (const workload of simulation.allWorkloads()) {
          const { region } = workload;
          for (const labels of labelsOf(workload)) {
            yield seriesOf(
              name,
              name,
              { ...labels, region: region.name, cluster: region.cluster },
              whileScraped(simulation, workload, atMs =>
                valueOf(
                  workload,
                  simulation.stateAt(workload, atMs),
                  labels,
                  simulation,
                ),
              ),
            );
          }
        }
      }
    },
  };
}
