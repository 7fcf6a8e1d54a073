/**
 * Backend of the SLO domain.
 *
 * @packageDocumentation
 */
export { sloPlugin as default } from './plugin';
