export { createWorld } from './createWorld';
export { scenarioNames } from './scenarioNames';
export type { ScenarioName } from './scenarioNames';
export type {
  ApplyResult,
  GivenManifest,
  KubernetesObject,
  World,
  WorldOptions,
} from './World';
export type { RegionSpec, ServiceSpec, WorldSpec } from './lifeverse';
