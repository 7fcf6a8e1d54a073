import {
  alignSeries,
  SampledSeries,
  sumOf,
  TimeGrid,
  timesOf,
  Values,
} from './alignSeries';
import { DemandHistory, ServiceHistory } from './historyContract';
import {
  FLEET_LIMITS,
  LIMIT_SERIES,
  METRIC_SERIES,
  RecordedWorkload,
  sizeSeriesOf,
} from './workloadSeries';

/** Size and demand of one workload, or of several together, on a grid of time. */
export type SizeHistory = Pick<ServiceHistory, 'size' | 'demand'>;

/** Of a Fleet's game servers, those that carry players or could. */
const UP_TYPES = ['ready', 'allocated', 'reserved'];

function named(series: readonly SampledSeries[], name: string) {
  return series.filter(({ labels }) => labels.__name__ === name);
}
function typed(series: readonly SampledSeries[], name: string, type: string) {
  return named(series, name).filter(({ labels }) => labels.type === type);
}

/**
 * What recorded series say of one workload.
 *
 * @param metricTitle what people call the metric of a name that an autoscaler uses
 */
export function workloadHistory(
  workload: RecordedWorkload,
  series: readonly SampledSeries[],
  grid: TimeGrid,
  metricTitle: (name: string) => string = name => name,
): SizeHistory {
  const align = (some: readonly SampledSeries[]) => alignSeries(some, grid);
  const names = sizeSeriesOf(workload.kind);
  if (!names) {
    const unknown = align([]);
    return {
      size: { desired: unknown, ready: unknown, min: unknown, max: unknown },
      demand: null,
    };
  }
  if (workload.kind === 'Fleet') {
    const fleet = (type: string) => align(typed(series, names.desired, type));
    const allocated = fleet('allocated');
    return {
      size: {
        desired: fleet('desired'),
        ready: sumOf(UP_TYPES.map(fleet)),
        min: align(typed(series, FLEET_LIMITS, 'min')),
        max: align(typed(series, FLEET_LIMITS, 'max')),
      },
      demand: allocated.some(value => value !== null)
        ? { title: 'allocated game servers', unit: 'count', values: allocated }
        : null,
    };
  }
  return {
    size: {
      desired: align(named(series, names.desired)),
      ready: align(named(series, names.ready)),
      min: align(named(series, LIMIT_SERIES.min)),
      max: align(named(series, LIMIT_SERIES.max)),
    },
    demand: pressureOf(series, grid, metricTitle),
  };
}

/**
 * How hard the metrics press, in percent of their targets: at each instant the metric
 * that presses hardest, since an autoscaler follows the largest of its proposals.
 */
function pressureOf(
  series: readonly SampledSeries[],
  grid: TimeGrid,
  metricTitle: (name: string) => string,
): DemandHistory | null {
  const current = named(series, METRIC_SERIES.current);
  const metrics = new Set(current.map(({ labels }) => keyOf(labels)));
  const shares = [...metrics].map(key => {
    const own = (name: string) =>
      alignSeries(
        named(series, name).filter(({ labels }) => keyOf(labels) === key),
        grid,
      );
    const targets = own(METRIC_SERIES.target);
    const values = own(METRIC_SERIES.current).map((value, i) => {
      const target = targets[i];
      return value === null || target === null || target <= 0
        ? null
        : (value / target) * 100;
    });
    return { name: key.split('|')[0], values };
  });
  const known = shares.filter(({ values }) => values.some(v => v !== null));
  if (known.length === 0) return null;
  const values = timesOf(grid).map((_, i) =>
    known.reduce<number | null>((most, share) => {
      const value = share.values[i];
      return value === null ? most : Math.max(most ?? value, value);
    }, null),
  );
  const titles = [...new Set(known.map(({ name }) => metricTitle(name)))];
  return { title: titles.sort().join(', '), unit: 'percent', values };
}

function keyOf({ metric_name, metric_target_type }: SampledSeries['labels']) {
  return `${metric_name ?? ''}|${metric_target_type ?? ''}`;
}

/**
 * Workloads of one region together. Sizes add up, a limit only where every workload
 * has it; of demands in percent the hardest counts, of those in game servers the sum.
 */
export function mergeHistories(histories: readonly SizeHistory[]): SizeHistory {
  const sum = (pick: (size: SizeHistory['size']) => Values) =>
    sumOf(histories.map(({ size }) => pick(size)));
  return {
    size: {
      desired: sum(size => size.desired),
      ready: sum(size => size.ready),
      min: sum(size => size.min),
      max: sum(size => size.max),
    },
    demand: mergeDemands(histories.flatMap(h => (h.demand ? [h.demand] : []))),
  };
}

function mergeDemands(demands: readonly DemandHistory[]): DemandHistory | null {
  const [first] = demands;
  if (!first) return null;
  const alike = demands.filter(({ unit }) => unit === first.unit);
  const title = [...new Set(alike.map(demand => demand.title))].join(', ');
  const { unit } = first;
  if (unit === 'count') {
    return { title, unit, values: sumOf(alike.map(({ values }) => values)) };
  }
  const values = first.values.map((_, i) =>
    alike.reduce<number | null>((most, demand) => {
      const value = demand.values[i] ?? null;
      return value === null ? most : Math.max(most ?? value, value);
    }, null),
  );
  return { title, unit, values };
}
