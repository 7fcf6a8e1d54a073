import { SimulatedWorld } from './SimulatedWorld';
import { ScenarioName, scenarioNames, World, WorldOptions } from './World';
import { Simulation } from './workloads/Simulation';

function isScenarioName(name: string): name is ScenarioName {
  return scenarioNames.some(known => known === name);
}

/** A world that runs the named scenario; throws where the name is not known. */
export function createWorld(options: WorldOptions): World {
  const { scenario = 'ordinary', seed = 1, anchorMs } = options;
  if (!isScenarioName(scenario)) {
    throw new Error(
      `Unknown scenario '${scenario}'. Known scenarios: ${scenarioNames.join(
        ', ',
      )}`,
    );
  }
  if (!Number.isFinite(anchorMs)) {
    throw new Error(
      `The anchor of a world must be an instant, not ${anchorMs}`,
    );
  }
  const simulation = new Simulation(scenario, seed, anchorMs);
  return new SimulatedWorld(simulation, {
    metrics: {
      families: () => [],
      series: () => [],
      earliestMs: () => simulation.earliestMs,
    },
    catalogFiles: () => new Map(),
    apply: () => ({ accepted: [], rejected: [] }),
  });
}
