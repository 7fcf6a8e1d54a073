import { Simulation } from '../world/workloads/Simulation';
import { gauge, MetricGroup, seriesOf } from './MetricGroup';
import { serviceLabels, whileScraped } from './requestMetrics';
import { Series } from './SeriesSource';

const PLAYERS = 'lifeverse_players_connected';
const SERVED = 'lifeverse_service_players';

/** Players of each service: those of its world, of all worlds, or of its own. */
function* servedPlayers(simulation: Simulation): Iterable<Series> {
  for (const workload of simulation.allWorkloads()) {
    yield seriesOf(
      SERVED,
      SERVED,
      serviceLabels(workload),
      whileScraped(simulation, workload, atMs =>
        Math.round(simulation.grid.playersAt(workload, atMs)),
      ),
    );
  }
}

/** Players online, by world and region, and by service. */
export function playerMetrics(simulation: Simulation): MetricGroup {
  return {
    families: [
      gauge(PLAYERS, 'Players connected to a world in a region.'),
      gauge(SERVED, 'Players that a service has to serve in a region.'),
    ],
    *series(isWanted) {
      if (isWanted(SERVED)) yield* servedPlayers(simulation);
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
