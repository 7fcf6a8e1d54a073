import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { identityApiRef } from '@backstage/frontend-plugin-api';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import { OwnServices } from './OwnServices';

const service = (name: string, owner: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, uid: name },
  spec: { type: 'world-service', system: 'aurora' },
  relations: [{ type: 'ownedBy', targetRef: owner }],
});

async function show(catalogApi: object) {
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [catalogApiRef, catalogApi],
        [
          identityApiRef,
          mockApis.identity({
            userEntityRef: 'user:default/ada',
            ownershipEntityRefs: ['user:default/ada', 'group:default/aurora'],
          }),
        ],
      ]}
    >
      <OwnServices />
    </TestApiProvider>,
    { mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef } },
  );
}

describe('OwnServices', () => {
  it('lists what the person and their groups own, and nothing else', async () => {
    await show(
      catalogApiMock({
        entities: [
          service('gateway', 'group:default/aurora'),
          service('tools', 'user:default/ada'),
          service('ledger', 'group:default/economy'),
        ],
      }),
    );
    expect(await screen.findByText('gateway')).toBeInTheDocument();
    expect(screen.getByText('tools')).toBeInTheDocument();
    expect(screen.queryByText('ledger')).not.toBeInTheDocument();
  });

  it('links to all of them where there are more than fit', async () => {
    await show(
      catalogApiMock({
        entities: Array.from({ length: 12 }, (_, i) =>
          service(`service-${i}`, 'group:default/aurora'),
        ),
      }),
    );
    expect(await screen.findByText('All 12')).toHaveAttribute(
      'href',
      expect.stringContaining('/catalog'),
    );
    expect(screen.getAllByRole('listitem')).toHaveLength(8);
  });

  it('shows the worlds to whoever owns no service', async () => {
    await show(
      catalogApiMock({
        entities: [
          service('ledger', 'group:default/economy'),
          {
            ...{ apiVersion: 'backstage.io/v1alpha1', kind: 'System' },
            metadata: { name: 'aurora', title: 'Aurora', uid: 'aurora' },
            spec: { type: 'world' },
          },
        ],
      }),
    );
    expect(
      await screen.findByRole('link', { name: /aurora/i }),
    ).toHaveAttribute('href', '/catalog/default/system/aurora');
    expect(screen.getByText(/None of the services is yours/)).toBeVisible();
    expect(screen.queryByText('ledger')).not.toBeInTheDocument();
  });

  it('says that there is nothing rather than showing an empty list', async () => {
    await show(catalogApiMock());
    expect(
      await screen.findByText(/None of the services is yours/),
    ).toBeInTheDocument();
  });

  it('shows why the catalog did not answer', async () => {
    await show(
      catalogApiMock.mock({
        queryEntities: async () => {
          throw new Error('the catalog is away');
        },
      }),
    );
    expect(
      (await screen.findAllByText(/the catalog is away/))[0],
    ).toBeInTheDocument();
  });
});
