/**
 * Fleet board, heat map and health of sources, for the new frontend system.
 *
 * @packageDocumentation
 */
export { worldsPlugin as default } from './plugin';
export { worldsApiRef } from './api';
