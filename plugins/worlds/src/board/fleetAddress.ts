import { fleetQuerySchema } from '@worldscale/backstage-plugin-worlds-common';
import { createListAddress } from '@worldscale/backstage-plugin-worlds-react';

/** How what the board shows stands in its address. */
export const fleetAddress = createListAddress({
  schema: fleetQuerySchema,
  lists: ['world', 'region', 'owner', 'state', 'type', 'lifecycle'],
  singles: ['q'],
});
