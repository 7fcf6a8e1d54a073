import { Simulation } from '../world/workloads/Simulation';
import { Workload } from '../world/workloads/Workload';
import { offeredMilli } from '../world/workloads/scalerSteps';
import { gauge, Labels, MetricGroup, seriesOf } from './MetricGroup';
import { Channel, RequestCounters } from './RequestCounters';
import { codes, latencyBounds } from './requestModel';
import { MetricFamily, Series } from './SeriesSource';

const REQUESTS = 'http_requests';
const DURATION = 'http_request_duration_seconds';

export function serviceLabels(workload: Workload): Labels {
  return {
    service: workload.service.name,
    namespace: workload.namespace,
    region: workload.region.name,
    cluster: workload.region.cluster,
  };
}

/** Requests by code and their latency, per service and region. */
export function requestMetrics(
  simulation: Simulation,
  counters: RequestCounters,
): MetricGroup {
  const families: MetricFamily[] = [
    {
      name: REQUESTS,
      type: 'counter',
      help: 'Requests that a service answered, by status code.',
    },
    {
      name: DURATION,
      type: 'histogram',
      help: 'How long a service took to answer.',
      unit: 'seconds',
    },
  ];
  return {
    families,
    *series(isWanted, labelMatches) {
      const wanted = {
        total: isWanted(`${REQUESTS}_total`),
        bucket: isWanted(`${DURATION}_bucket`),
        sum: isWanted(`${DURATION}_sum`),
        count: isWanted(`${DURATION}_count`),
      };
      if (!Object.values(wanted).some(Boolean)) return;
      for (const workload of simulation.allWorkloads()) {
        if (!labelMatches('service', workload.service.name)) continue;
        const labels = serviceLabels(workload);
        const at = (channel: Channel) =>
          whileScraped(
            simulation,
            workload,
            counters.reader(workload, channel),
          );
        const counter = (
          family: string,
          suffix: string,
          own: Labels,
          channel: Channel,
        ): Series => ({
          ...seriesOf(
            family,
            `${family}_${suffix}`,
            { ...labels, ...own },
            at(channel),
          ),
          steadySince: atMs => counters.steadySince(workload, atMs),
        });
        if (wanted.total) {
          for (const code of codes) {
            yield counter(REQUESTS, 'total', { code }, { code });
          }
        }
        if (wanted.bucket) {
          for (const le of latencyBounds) {
            yield counter(DURATION, 'bucket', { le: `${le}` }, { le });
          }
          yield counter(DURATION, 'bucket', { le: '+Inf' }, 'count');
        }
        if (wanted.sum) yield counter(DURATION, 'sum', {}, 'sum');
        if (wanted.count) yield counter(DURATION, 'count', {}, 'count');
      }
    },
  };
}

/** Nothing is scraped from a lost region, nor before a workload's birth. */
export function whileScraped(
  simulation: Simulation,
  workload: Workload,
  valueAt: (atMs: number) => number | undefined,
): (atMs: number) => number | undefined {
  return atMs =>
    atMs >= simulation.earliestMs &&
    simulation.exists(workload, atMs) &&
    !simulation.isOut(workload.region, atMs)
      ? valueAt(atMs)
      : undefined;
}

/** What drives the autoscalers that do not look at CPU: totals per service. */
export function drivingMetrics(simulation: Simulation): MetricGroup {
  const names = new Set<string>();
  for (const service of simulation.services) {
    if (service.metric) names.add(service.metric);
  }
  return {
    families: [...names].map(name =>
      gauge(name, `Drives autoscaling: ${name.replaceAll('_', ' ')}.`),
    ),
    *series(isWanted): Iterable<Series> {
      for (const workload of simulation.allWorkloads()) {
        const name = workload.service.metric;
        const { scaler } = workload;
        if (!name || scaler.kind !== 'hpa' || !isWanted(name)) continue;
        yield seriesOf(
          name,
          name,
          serviceLabels(workload),
          whileScraped(simulation, workload, atMs => {
            const failsFrom = workload.faults.metricFailsFromMs;
            if (failsFrom !== undefined && atMs >= failsFrom) return undefined;
            const stepMs = simulation.blocks.stepOf(atMs);
            const players = simulation.grid.playersAt(workload, stepMs);
            return offeredMilli(workload, players, stepMs) / 1000;
          }),
        );
      }
    },
  };
}
