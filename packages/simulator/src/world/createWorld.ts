import { ScenarioName, scenarioNames, World, WorldOptions } from './World';
import { regions, services } from './lifeverse';

/** A world that runs the named scenario; an unknown name throws. */
export function createWorld(options: WorldOptions): World {
  const scenario = options.scenario ?? 'ordinary';
  if (!scenarioNames.includes(scenario as ScenarioName)) {
    throw new Error(
      `Unknown scenario '${scenario}'. Known scenarios: ${scenarioNames.join(
        ', ',
      )}`,
    );
  }
  return {
    scenario,
    regions: () => regions,
    services: () => services,
    objectsAt: () => [],
    clusterReachableAt: () => true,
    podLogAt: () => undefined,
    catalogFiles: () => new Map(),
    metrics: () => ({
      families: () => [],
      series: () => [],
      earliestMs: () => options.anchorMs,
    }),
    applyManifests: () => ({ accepted: [], rejected: [] }),
  };
}
