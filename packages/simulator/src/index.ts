/** The outside world, simulated, for use in one's own process. */
export { ManualClock, systemClock } from './Clock';
export type { Clock } from './Clock';
export { startSimulator } from './startSimulator';
export type { Simulator, SimulatorOptions } from './startSimulator';
export type { SimulatorControl, FaceSummary } from './admin/SimulatorControl';
export { Faults } from './serving/Faults';
export type { Fault, FaultInput, FaultKind } from './serving/Faults';
export { PortError } from './serving/FaceServer';
export { scenarioNames } from './world';
export type { World } from './world';
