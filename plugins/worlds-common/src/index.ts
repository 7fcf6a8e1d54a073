/**
 * Contracts that every Worldscale domain shares, and those of the fleet.
 *
 * @packageDocumentation
 */
export * from './state';
export * from './freshness';
export * from './summaries';
export * from './sourceHealth';
export * from './sourceTrouble';
export * from './vocabulary';
export * from './newService';
export * from './planCapacity';
export * from './requestJson';
export * from './DomainClient';
export * from './permissions';
export * from './fleet';
export * from './joinedSources';
export * from './WorldsClient';
