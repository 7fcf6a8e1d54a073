/**
 * Permission policy by group: who may scaffold, see cost, and write.
 *
 * @packageDocumentation
 */
export { permissionModuleWorlds as default } from './module';
