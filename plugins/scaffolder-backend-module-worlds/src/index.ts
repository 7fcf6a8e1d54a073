/**
 * Scaffolder actions that make a world service: check, publish, register, wait.
 *
 * @packageDocumentation
 */
export { scaffolderModuleWorlds as default } from './module';
