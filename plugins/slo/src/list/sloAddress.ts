import { sloListQuerySchema } from '@worldscale/backstage-plugin-slo-common';
import { createListAddress } from '@worldscale/backstage-plugin-worlds-react';

/** How what the list shows stands in its address. */
export const sloAddress = createListAddress({
  schema: sloListQuerySchema,
  lists: ['world', 'owner', 'state', 'entityRef', 'decision'],
  singles: ['q', 'journeys'],
});
