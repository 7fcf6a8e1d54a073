/**
 * Backend of the scaling domain.
 *
 * @packageDocumentation
 */
export { scalingPlugin as default } from './plugin';
