/**
 * How world services are scaled: card and tab on their pages.
 *
 * @packageDocumentation
 */
export { scalingPlugin as default } from './plugin';
export { scalingApiRef } from './api';
