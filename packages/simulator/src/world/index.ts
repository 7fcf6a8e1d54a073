export { createWorld } from './createWorld';
export { scenarioNames } from './scenarioNames';
export type {
  ApplyResult,
  GivenManifest,
  KubernetesObject,
  ScenarioName,
  World,
  WorldOptions,
} from './World';
export type { RegionSpec, ServiceSpec, WorldSpec } from './lifeverse';
