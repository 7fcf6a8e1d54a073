/**
 * Contracts that every Worldscale domain shares.
 *
 * @packageDocumentation
 */
export * from './state';
export * from './freshness';
export * from './summaries';
export * from './sourceHealth';
export * from './vocabulary';
