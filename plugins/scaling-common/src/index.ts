/**
 * How world services are scaled and why: contract, client and pure functions.
 *
 * @packageDocumentation
 */
export * from './contract';
export * from './signals';
export * from './ScalingClient';
export * from './permissions';
export * from './matching';
export * from './shards/shardsContract';
export * from './shards/ShardsApi';
export * from './shards/shardMember';
export * from './shards/formShard';
export * from './ledger/ledgerContract';
export * from './ledger/LedgerApi';
export * from './ledger/sizeChange';
export * from './ledger/announcement';
export * from './ledger/attributeChange';
export {
  describeBackfilled,
  tellFrom,
  tellReason,
} from './ledger/changeWording';
export * from './ledger/recordedSteps';
export * from './ledger/changesCsv';
export * from './ledger/versionChange';
export * from './ledger/versionContract';
export * from './history/historyContract';
export * from './history/alignSeries';
export {
  selectionsOf,
  sizeSelectionOf,
  type RecordedWorkload,
  type SeriesSelection,
} from './history/workloadSeries';
export * from './history/workloadHistory';
export * from './capacity/capacityContract';
export * from './capacity/capacityEvidence';
export * from './capacity/demandAnnotations';
export * from './capacity/growth';
export * from './capacity/joinCapacity';
export * from './capacity/neededReplicas';
export * from './capacity/nodeGrowth';
export * from './capacity/podFit';
export * from './capacity/quotaRoom';
export * from './capacity/regionCapacity';
export * from './capacity/startTimes';
export * from './capacity/workloadFacts';
export { zoneLossStates } from './capacity/zoneLoss';
export * from './kubernetes/quantity';
export * from './kubernetes/labelSelector';
export type { Condition } from './kubernetes/reading';
export * from './kubernetes/rollout';
export * from './kubernetes/workload';
export type { SizeWriter, WorkloadOrigin } from './kubernetes/origin';
export type { ContainerImage, PodVersion } from './kubernetes/podVersion';
export * from './kubernetes/disruption';
export * from './kubernetes/metricReading';
export * from './kubernetes/scalingRules';
export * from './kubernetes/fleetPolicy';
export * from './kubernetes/autoscaler';
export * from './kubernetes/gameServer';
export * from './kubernetes/node';
export * from './kubernetes/nodeAutoscaling';
export * from './kubernetes/pod';
export * from './kubernetes/podShape';
export * from './kubernetes/resourceQuota';
export * from './kubernetes/scaledObject';
export * from './state/Finding';
export * from './state/progress';
export * from './state/drivingMetric';
export * from './state/headroom';
export * from './state/replicaRange';
export type { Decision } from './state/Decision';
export * from './state/hpaDecision';
export * from './state/kedaDecision';
export * from './state/policyInForce';
export * from './state/fleetDecision';
export * from './state/explainWorkload';
export { NO_METRICS_YET } from './state/newborn';
export * from './state/danglingAutoscaler';
export * from './state/mergeRegion';
export * from './state/ageRegion';
export * from './state/unreadWorkload';
export * from './state/explainAbsence';
export * from './state/plainCondition';
export {
  formatMetricValue,
  formatNumber,
  describeMetric,
} from './state/wording';
