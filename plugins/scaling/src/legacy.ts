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
import { ScalingClient } from '@worldscale/backstage-plugin-scaling-common';
import { isWorldService } from '@worldscale/backstage-plugin-worlds-common';
import { scalingApiRef } from './api';
import { scalingRouteRef } from './routes';

export { scalingApiRef } from './api';

export const scalingPlugin = createPlugin({
  id: 'scaling',
  routes: { root: scalingRouteRef },
  apis: [
    createApiFactory({
      api: scalingApiRef,
      deps: { discovery: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discovery, fetchApi }) =>
        new ScalingClient({ discovery, fetch: fetchApi.fetch }),
    }),
  ],
});

/** Card for the overview of an entity. */
export const EntityScalingCard = scalingPlugin.provide(
  createComponentExtension({
    name: 'EntityScalingCard',
    component: {
      lazy: () =>
        import('./card/EntityScalingCard').then(m => m.EntityScalingCard),
    },
  }),
);

/** Tab of an entity; mount it at `/scaling`. */
export const EntityScalingContent = scalingPlugin.provide(
  createRoutableExtension({
    name: 'EntityScalingContent',
    component: () =>
      import('./content/EntityScalingContent').then(
        m => m.EntityScalingContent,
      ),
    mountPoint: scalingRouteRef,
  }),
);

/** For `EntitySwitch`: whether card and tab are for the entity. */
export function isScalingAvailable(entity: Entity): boolean {
  return isWorldService(entity);
}
