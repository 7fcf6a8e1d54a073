/**
 * What Worldscale's backends share.
 *
 * @packageDocumentation
 */
export * from './sources/SourceMonitor';
export * from './sources/MemorySourceMonitor';
export * from './sources/DatabaseSourceMonitor';
export * from './sources/CatalogReading';
export * from './sources/describeError';
export * from './sources/ListScanner';
export * from './sources/Slots';
export type { PrometheusAnswer } from './sources/prometheus/answers';
export type {
  PrometheusSeries,
  Sample,
} from './sources/prometheus/readResults';
export * from './sources/prometheus/PrometheusClient';
export * from './sources/prometheus/PrometheusError';
export * from './sources/prometheus/readPrometheusConfig';
export * from './sources/prometheus/rangeStep';
export * from './sources/prometheus/selector';
export * from './sources/prometheus/WatchedPrometheus';
export * from './summaries/SummaryLedger';
export * from './summaries/MemorySummaryLedger';
export * from './summaries/DatabaseSummaryLedger';
export * from './catalogForCallers';
export * from './domainTables';
export * from './turns/easeSqlite';
export * from './turns/giveWay';
export * from './turns/portions';
export * from './turns/requestsFirst';
export * from './createDomainRouter';
export * from './parseRequest';
export * from './ShortMemory';
export * from './VisibleEntities';
export * from './readFreshnessLimits';
