import { WorkloadScaling } from '../contract';

/**
 * Which recorded series tell the size of a workload and what its autoscaler saw, by
 * the names and labels of the exporters: kube-state-metrics 2.x (docs/metrics:
 * deployment, statefulset, horizontalpodautoscaler), the controller metrics of Argo
 * Rollouts, and Agones' own.
 */
export interface SeriesSelection {
  /** Labels of the series, `__name__` and the cluster's label left out. */
  labels: Readonly<Record<string, string>>;
  names: readonly string[];
}

const HPA = 'kube_horizontalpodautoscaler';
const FLEET_AUTOSCALER = 'agones_fleet_autoscalers_buffer_limits';
const FLEET = 'agones_fleets_replicas_count';

/** By kind: the label that names it, the series of size asked for and of size ready. */
const SIZE_SERIES: Readonly<
  Record<string, { label: string; desired: string; ready: string }>
> = {
  Deployment: {
    label: 'deployment',
    desired: 'kube_deployment_spec_replicas',
    ready: 'kube_deployment_status_replicas_ready',
  },
  StatefulSet: {
    label: 'statefulset',
    desired: 'kube_statefulset_replicas',
    ready: 'kube_statefulset_status_replicas_ready',
  },
  Rollout: {
    label: 'name',
    desired: 'rollout_info_replicas_desired',
    ready: 'rollout_info_replicas_available',
  },
  Fleet: { label: 'name', desired: FLEET, ready: FLEET },
};

/** What is needed of a workload to find its series. */
export type RecordedWorkload = Pick<
  WorkloadScaling,
  'kind' | 'namespace' | 'name'
> & { autoscaler: { kind: string; name: string; hpaName?: string } | null };

export const LIMIT_SERIES = {
  min: `${HPA}_spec_min_replicas`,
  max: `${HPA}_spec_max_replicas`,
};
export const METRIC_SERIES = {
  current: `${HPA}_status_target_metric`,
  target: `${HPA}_spec_target_metric`,
};
export const FLEET_LIMITS = FLEET_AUTOSCALER;

export function sizeSeriesOf(kind: string) {
  return SIZE_SERIES[kind];
}

/** How the desired size of workloads of a kind is recorded; undefined: it is not. */
export function sizeSelectionOf(
  kind: string,
):
  | { series: string; label: string; labels: Record<string, string> }
  | undefined {
  const size = SIZE_SERIES[kind];
  return (
    size && {
      series: size.desired,
      label: size.label,
      // Agones records all of a Fleet's counts as one series, by type.
      labels: kind === 'Fleet' ? { type: 'desired' } : {},
    }
  );
}

/** The selections to ask for; none for a kind whose size nobody records. */
export function selectionsOf({
  kind,
  namespace,
  name,
  autoscaler,
}: RecordedWorkload): SeriesSelection[] {
  const size = SIZE_SERIES[kind];
  if (!size) return [];
  const selections: SeriesSelection[] = [
    {
      labels: { namespace, [size.label]: name },
      names: [...new Set([size.desired, size.ready])],
    },
  ];
  if (autoscaler?.kind === 'FleetAutoscaler') {
    selections.push({
      labels: { namespace, name: autoscaler.name },
      names: [FLEET_AUTOSCALER],
    });
  } else if (autoscaler) {
    selections.push({
      labels: {
        namespace,
        horizontalpodautoscaler: autoscaler.hpaName ?? autoscaler.name,
      },
      names: [...Object.values(LIMIT_SERIES), ...Object.values(METRIC_SERIES)],
    });
  }
  return selections;
}
