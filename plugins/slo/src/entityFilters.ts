import {
  WORLD_TYPE,
  worldServiceTypes,
} from '@worldscale/backstage-plugin-worlds-common';

/** Services that objectives are defined for; app-config may say otherwise. */
export const worldServiceFilter = {
  kind: 'component',
  'spec.type': { $in: [...worldServiceTypes] },
};

export const worldFilter = { kind: 'system', 'spec.type': WORLD_TYPE };
