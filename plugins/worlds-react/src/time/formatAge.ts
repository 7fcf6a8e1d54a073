/** Ages are told by the same functions in every place, backends included. */
export {
  formatAge,
  spellAge,
} from '@worldscale/backstage-plugin-worlds-common';
