import { worldServiceTypes } from '@worldscale/backstage-plugin-worlds-common';

/** Entities that card and tab are for; app-config may say otherwise. */
export const worldServiceFilter = {
  kind: 'component',
  'spec.type': { $in: [...worldServiceTypes] },
};
