/**
 * Card and tab for apps on the earlier frontend system.
 *
 * @packageDocumentation
 */
import { Entity } from '@backstage/catalog-model';
import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { isWorldService } from '@worldscale/backstage-plugin-worlds-common';
import { createSloApi, sloApiRef } from './api';
import { entitySlosRouteRef } from './routes';

export { sloApiRef } from './api';

export const sloPlugin = createPlugin({
  id: 'slo',
  routes: { entity: entitySlosRouteRef },
  apis: [
    createApiFactory({
      api: sloApiRef,
      deps: { discovery: discoveryApiRef, fetchApi: fetchApiRef },
      factory: createSloApi,
    }),
  ],
});

/** Card for the overview of an entity. */
export const EntitySlosCard = sloPlugin.provide(
  createComponentExtension({
    name: 'EntitySlosCard',
    component: {
      lazy: () => import('./entity/EntitySlosCard').then(m => m.EntitySlosCard),
    },
  }),
);

/** Tab of an entity; mount it at `/slos`. */
export const EntitySlosContent = sloPlugin.provide(
  createRoutableExtension({
    name: 'EntitySlosContent',
    component: () =>
      import('./entity/EntitySlosContent').then(m => m.EntitySlosContent),
    mountPoint: entitySlosRouteRef,
  }),
);

/** For `EntitySwitch`: whether card and tab are for the entity. */
export function isSloAvailable(entity: Entity): boolean {
  return isWorldService(entity);
}
