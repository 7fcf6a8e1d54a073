import { WorldMetrics } from '../metrics/WorldMetrics';
import { catalogFilesOf } from './catalogFiles';
import { generatedServices, generatedWorlds } from './large';
import { GitOpsController } from './manifests/GitOpsController';
import { SimulatedWorld } from './SimulatedWorld';
import { ScenarioName, scenarioNames } from './scenarioNames';
import { World, WorldOptions } from './World';
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
  const gitOps = new GitOpsController(simulation);
  return new SimulatedWorld(simulation, {
    metrics: new WorldMetrics(simulation),
    catalogFiles: () =>
      scenario === 'large'
        ? catalogFilesOf(generatedWorlds, generatedServices)
        : new Map(),
    standing: kind => gitOps.standingOf(kind),
    apply: (...args) => gitOps.apply(...args),
  });
}
