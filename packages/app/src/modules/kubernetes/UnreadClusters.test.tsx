import { Suspense } from 'react';
import {
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { useApi } from '@backstage/core-plugin-api';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import {
  kubernetesApiRef,
  kubernetesAuthProvidersApiRef,
  useKubernetesObjects,
} from '@backstage/plugin-kubernetes-react';
import {
  type ClusterObjects,
  type KubernetesRequestBody,
  type ObjectsByEntityResponse,
} from '@backstage/plugin-kubernetes-common';
import { screen } from '@testing-library/react';
import { UnreadClusters } from './UnreadClusters';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'aurora-gateway' },
};

const frankfurt: ClusterObjects = {
  cluster: { name: 'fra', title: 'Europe (Frankfurt)' },
  resources: [{ type: 'pods', resources: [{ metadata: { name: 'a' } }] }],
  podMetrics: [],
  errors: [],
};
const saoPaulo: ClusterObjects = {
  cluster: {
    name: 'gru',
    title: 'South America (São Paulo): pods unknown',
  },
  resources: [],
  podMetrics: [],
  errors: [
    {
      errorType: 'FETCH_ERROR',
      message: 'Cluster gru: everything is missing: no answer within 8 seconds',
    },
  ],
};
const refused = (code: number): ClusterObjects => ({
  ...saoPaulo,
  resources: [{ type: 'deployments', resources: [] }],
  errors: ['pods', 'services'].map(type => ({
    errorType: 'UNAUTHORIZED_ERROR',
    statusCode: code,
    resourcePath: `/api/v1/${type}`,
  })),
});

/** Stands for the tab: asks as it does, and draws what it is given. */
function Tab() {
  const { kubernetesObjects, error } = useKubernetesObjects(entity, 60_000);
  const api = useApi(kubernetesApiRef);
  return (
    <ul aria-label={`tab of ${api.constructor.name}`}>
      {error && <li>{error}</li>}
      {kubernetesObjects?.items.length === 0 && <li>No resources</li>}
      {kubernetesObjects?.items.map(({ cluster }) => (
        <li key={cluster.name}>{cluster.title}</li>
      ))}
    </ul>
  );
}

async function show(
  getObjectsByEntity: () => Promise<ObjectsByEntityResponse>,
) {
  const asked = jest.fn(getObjectsByEntity);
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [
          kubernetesApiRef,
          { getObjectsByEntity: asked, getClusters: async () => [] },
        ],
        [
          kubernetesAuthProvidersApiRef,
          {
            decorateRequestBodyForAuth: async (
              _: string,
              body: KubernetesRequestBody,
            ) => body,
          },
        ],
      ]}
    >
      <EntityProvider entity={entity}>
        <Suspense fallback={null}>
          <UnreadClusters>
            <Tab />
          </UnreadClusters>
        </Suspense>
      </EntityProvider>
    </TestApiProvider>,
  );
  return asked;
}

describe('UnreadClusters', () => {
  it('names a cluster that did not answer, and keeps it from the tab', async () => {
    const asked = await show(async () => ({ items: [frankfurt, saoPaulo] }));
    const note = await screen.findByText(
      'South America (São Paulo) cannot be read',
    );
    expect(note.closest('[role="alert"]')).toHaveTextContent(
      'no answer within 8 seconds. What runs there is unknown, and not counted below.',
    );
    expect(await screen.findByText('Europe (Frankfurt)')).toBeVisible();
    expect(screen.queryByText(/pods unknown/)).not.toBeInTheDocument();
    expect(
      screen.getByText(/problem retrieving Kubernetes objects/),
    ).toBeVisible();
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('says what a cluster answered that refuses everything', async () => {
    await show(async () => ({ items: [frankfurt, refused(401)] }));
    expect(
      await screen.findByText(
        /\/api\/v1\/pods answered 401, and 1 more like it\./,
      ),
    ).toBeVisible();
  });

  it('does not claim that there is nothing where no cluster could be read', async () => {
    await show(async () => ({ items: [saoPaulo] }));
    await screen.findByText('South America (São Paulo) cannot be read');
    expect(await screen.findByText('No resources')).not.toBeVisible();
  });

  it('says that the ticks of a cluster do not count of which only the pods are unknown', async () => {
    await show(async () => ({
      items: [
        {
          ...saoPaulo,
          resources: [
            { type: 'services', resources: [{ metadata: { name: 'a' } }] },
          ],
        },
      ],
    }));
    expect(
      await screen.findByText(
        'The pods of South America (São Paulo) cannot be read',
      ),
    ).toBeVisible();
    expect(await screen.findByText(/: pods unknown$/)).toBeVisible();
    expect(screen.getByText(/ticks and its "0 pods" below/)).toBeVisible();
  });

  it('leaves a cluster to the tab that has pods, or none and says so', async () => {
    const errors = saoPaulo.errors;
    await show(async () => ({
      items: [
        { ...frankfurt, errors },
        {
          ...saoPaulo,
          cluster: { name: 'iad', title: 'Virginia' },
          resources: [{ type: 'pods', resources: [] }],
        },
      ],
    }));
    expect(await screen.findByText('Europe (Frankfurt)')).toBeVisible();
    expect(screen.getByText('Virginia')).toBeVisible();
    expect(screen.queryByText(/cannot be read/)).not.toBeInTheDocument();
  });

  it('passes on that the backend failed', async () => {
    await show(async () => {
      throw new Error('the backend is away');
    });
    expect(await screen.findByText('the backend is away')).toBeVisible();
  });
});
