import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { CatalogServiceRequestOptions } from '@backstage/plugin-catalog-node';
import { catalogForCallers } from './catalogForCallers';

const own = mockCredentials.service('plugin:slo');

/** As whom the catalog is asked where these credentials ask. */
async function askedAs(credentials: BackstageCredentials) {
  const asked: BackstageCredentials[] = [];
  const note = (options: CatalogServiceRequestOptions) =>
    asked.push(options.credentials);
  const seen = catalogForCallers(
    {
      getEntityByRef: async (_, options) => void note(options),
      getEntitiesByRefs: async (_, options) => {
        note(options);
        return { items: [] };
      },
      queryEntities: async (_, options) => {
        note(options);
        return { items: [], totalItems: 0, pageInfo: {} };
      },
    },
    mockServices.auth.mock({
      isPrincipal: mockServices.auth().isPrincipal,
      getOwnServiceCredentials: async () => own,
    }),
  );
  await seen.getEntityByRef('component:default/a', { credentials });
  await seen.getEntitiesByRefs({ entityRefs: [] }, { credentials });
  await seen.queryEntities({}, { credentials });
  return asked;
}

it('asks the catalog for people as themselves', async () => {
  const mira = mockCredentials.user('user:default/mira');
  expect(await askedAs(mira)).toEqual([mira, mira, mira]);
});

it('asks the catalog for services as the plugin', async () => {
  const pipeline = mockCredentials.service('external:pipelines', {
    permissionNames: ['slo.policy.read'],
  });
  expect(await askedAs(pipeline)).toEqual([own, own, own]);
});
