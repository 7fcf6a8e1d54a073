export { createWorld } from './createWorld';
export { scenarioNames } from './World';
export type {
  ApplyResult,
  KubernetesObject,
  ScenarioName,
  World,
  WorldOptions,
} from './World';
export type { RegionSpec, ServiceSpec, WorldSpec } from './lifeverse';
