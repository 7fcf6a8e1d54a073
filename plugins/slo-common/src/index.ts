/**
 * Service level objectives: OpenSLO in, Prometheus rules out, and the figures
 * in between, as pure functions.
 *
 * @packageDocumentation
 */
export * from './openslo/Problem';
export * from './openslo/duration';
export * from './openslo/readOpenSlo';
export * from './openslo/editOpenSlo';
export * from './openslo/schema';
export * from './definition/SloDefinition';
export * from './definition/defineSlos';
export { annotationNames } from './definition/annotations';
export * from './time/Interval';
export * from './time/Exclusion';
export * from './time/windowAt';
export * from './promql/parseQuery';
export * from './promql/escape';
export * from './rules/series';
export * from './rules/ruleFile';
export * from './rules/burnAlerts';
export * from './rules/alertRules';
export * from './rules/compileSlo';
export * from './rules/measures';
export { occurrenceSliceMs, windowIntervalMs } from './rules/windowRules';
export {
  compositeTargetOf,
  highestCompositeRate,
} from './rules/compositeRules';
export * from './rules/recordedElsewhere';
export * from './figures/SliceSeries';
export * from './figures/tally';
export * from './figures/hourTallies';
export * from './policy/judgeObjective';
export * from './figures/measurement';
export * from './figures/budget';
export * from './figures/burnDown';
export * from './figures/budgetUse';
export * from './figures/exhaustion';
export * from './figures/forecast';
export * from './figures/recentBurn';
export * from './figures/lowTraffic';
export * from './figures/burnAlertState';
export * from './figures/composite';
export * from './definition/generation';
export * from './policy/ErrorBudgetPolicy';
export * from './policy/decideDeployment';
export * from './contract/rowContract';
export * from './contract/listContract';
export * from './contract/detailContract';
export * from './SloClient';
export * from './permissions';
