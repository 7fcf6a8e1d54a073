/**
 * Service level objectives with error budgets, for the new frontend system.
 *
 * @packageDocumentation
 */
export { sloPlugin as default } from './plugin';
export { sloApiRef } from './api';
export { EntityDeployNote } from './policy/EntityDeployNote';
