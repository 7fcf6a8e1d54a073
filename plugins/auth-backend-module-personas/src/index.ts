/**
 * Sign-in as one of a list of people, and ownership through all groups above a
 * person.
 *
 * @packageDocumentation
 */
export { authModulePersonas as default } from './module';
export { authModuleGroupOwnership } from './groupOwnership';
