import { createApiRef } from '@backstage/core-plugin-api';
import { ScalingApi } from '@worldscale/backstage-plugin-scaling-common';

/** Asks the scaling backend. */
export const scalingApiRef = createApiRef<ScalingApi>({
  id: 'plugin.scaling.client',
});
