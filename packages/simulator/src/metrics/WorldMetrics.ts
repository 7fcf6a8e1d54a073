import { Simulation } from '../world/workloads/Simulation';
import { agonesMetrics } from './agonesMetrics';
import { kubeStateMetrics } from './kubeStateMetrics';
import { MetricGroup } from './MetricGroup';
import { playerMetrics, upMetrics } from './playerMetrics';
import { podMetrics } from './podMetrics';
import { RequestCounters } from './RequestCounters';
import { drivingMetrics, requestMetrics } from './requestMetrics';
import { scalerMetrics } from './scalerMetrics';
import {
  LabelMatches,
  MetricFamily,
  Series,
  SeriesSource,
} from './SeriesSource';

const MINUTE_MS = 60_000;

/**
 * All series of a simulated world. Request counters are integrated minute by minute;
 * in `large`, where there are 60 times as many, by the half hour.
 */
export class WorldMetrics implements SeriesSource {
  private readonly groups: MetricGroup[];

  constructor(private readonly simulation: Simulation) {
    const isLarge = simulation.scenario === 'large';
    const counters = new RequestCounters(
      simulation,
      isLarge ? 30 * MINUTE_MS : MINUTE_MS,
      isLarge ? 80_000_000 : 64_000_000,
    );
    this.groups = [
      playerMetrics(simulation),
      upMetrics(simulation),
      requestMetrics(simulation, counters),
      drivingMetrics(simulation),
      kubeStateMetrics(simulation),
      scalerMetrics(simulation),
      agonesMetrics(simulation),
      ...(isLarge ? [] : [podMetrics(simulation)]),
    ];
  }

  families(): MetricFamily[] {
    return this.groups.flatMap(group => group.families);
  }

  *series(
    nameMatches: (name: string) => boolean = () => true,
    labelMatches: LabelMatches = () => true,
  ): Iterable<Series> {
    for (const group of this.groups) {
      yield* group.series(nameMatches, labelMatches);
    }
  }

  earliestMs(): number {
    return this.simulation.earliestMs;
  }
}
