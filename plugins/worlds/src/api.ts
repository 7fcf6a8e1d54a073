import {
  createApiRef,
  DiscoveryApi,
  FetchApi,
} from '@backstage/core-plugin-api';
import {
  WorldsApi,
  WorldsClient,
} from '@worldscale/backstage-plugin-worlds-common';

export const worldsApiRef = createApiRef<WorldsApi>({ id: 'plugin.worlds' });

/** The fleet's backend, asked as whoever is signed in. */
export function createWorldsApi(deps: {
  discoveryApi: DiscoveryApi;
  fetchApi: FetchApi;
}): WorldsApi {
  return new WorldsClient({
    baseUrl: () => deps.discoveryApi.getBaseUrl('worlds'),
    fetch: (url, init) => deps.fetchApi.fetch(url, init),
  });
}
