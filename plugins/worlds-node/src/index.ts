/**
 * What Worldscale's backends share.
 *
 * @packageDocumentation
 */
export * from './sources/SourceMonitor';
export * from './sources/MemorySourceMonitor';
export * from './sources/DatabaseSourceMonitor';
export * from './sources/describeError';
export * from './summaries/SummaryLedger';
export * from './summaries/MemorySummaryLedger';
export * from './summaries/DatabaseSummaryLedger';
export * from './domainTables';
export * from './createDomainRouter';
export * from './parseRequest';
export * from './readFreshnessLimits';
