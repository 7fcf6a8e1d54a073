/**
 * The card for apps on the old frontend system; it brings the API that it needs.
 *
 * @packageDocumentation
 */
import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { createWorldsApi, worldsApiRef } from './api';

export const worldsPlugin = createPlugin({
  id: 'worlds',
  apis: [
    createApiFactory({
      api: worldsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: createWorldsApi,
    }),
  ],
});

/** "Why is this unknown?" on the page of a world service. */
export const EntityUnknownsCard = worldsPlugin.provide(
  createComponentExtension({
    name: 'EntityUnknownsCard',
    component: {
      lazy: () => import('./cards/UnknownsCard').then(m => m.UnknownsCard),
    },
  }),
);
