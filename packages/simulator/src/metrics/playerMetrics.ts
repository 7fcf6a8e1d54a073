import { Simulation } from '../world/workloads/Simulation';
import { gauge, MetricGroup, seriesOf } from './MetricGroup';

const PLAYERS = 'lifeverse_players_connected';

/** Players online, by world and region. */
export function playerMetrics(simulation: Simulation): MetricGroup {
  return {
    families: [gauge(PLAYERS, 'Players connected to a world in a region.')],
    *series(isWanted) {
      if (!isWanted(PLAYERS)) return;
      for (const world of simulation.worlds) {
        for (const region of simulation.regions) {
          if (!world.regions.includes(region.name)) continue;
          yield seriesOf(
            PLAYERS,
            PLAYERS,
            {
              world: world.name,
              region: region.name,
              cluster: region.cluster,
            },
            atMs =>
              simulation.isOut(region, atMs)
                ? undefined
                : Math.round(
                    simulation.demand.playersAt(world.name, region.name, atMs),
                  ),
          );
        }
      }
    },
  };
}

const jobs = ['kube-state-metrics', 'lifeverse-services', 'agones'];

/** Whether the scrape targets of each cluster answer. */
export function upMetrics(simulation: Simulation): MetricGroup {
  return {
    families: [gauge('up', 'Whether the last scrape of a target succeeded.')],
    *series(isWanted) {
      if (!isWanted('up')) return;
      for (const region of simulation.regions) {
        for (const job of jobs) {
          yield seriesOf(
            'up',
            'up',
            {
              job,
              instance: `${job}.${region.cluster}:9090`,
              region: region.name,
              cluster: region.cluster,
            },
            atMs => (simulation.isOut(region, atMs) ? 0 : 1),
          );
        }
      }
    },
  };
}
