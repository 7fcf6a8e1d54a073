import {
  createApiRef,
  DiscoveryApi,
  FetchApi,
} from '@backstage/core-plugin-api';
import { SloApi, SloClient } from '@worldscale/backstage-plugin-slo-common';

/** Asks the SLO backend. */
export const sloApiRef = createApiRef<SloApi>({ id: 'plugin.slo.client' });

/** The backend of objectives, asked as whoever is signed in. */
export function createSloApi(deps: {
  discovery: DiscoveryApi;
  fetchApi: FetchApi;
}): SloApi {
  return new SloClient({
    discovery: deps.discovery,
    fetch: (url, init) => deps.fetchApi.fetch(url, init),
  });
}
