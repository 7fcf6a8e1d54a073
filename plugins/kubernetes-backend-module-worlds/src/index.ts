/**
 * Keeps Backstage's Kubernetes tab working while one of its clusters does not.
 *
 * @packageDocumentation
 */
export { kubernetesModuleWorlds as default } from './module';
