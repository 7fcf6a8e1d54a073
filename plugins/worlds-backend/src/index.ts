export { worldsPlugin as default } from './plugin';
