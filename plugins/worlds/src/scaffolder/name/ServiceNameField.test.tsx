import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import {
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { fieldProps } from '../../__testUtils__/fieldProps';
import { ServiceNameField } from './ServiceNameField';

const taken = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'aurora-chat' },
  spec: { owner: 'group:default/social' },
};

function Form({ kind }: { kind?: string }) {
  const [name, setName] = useState<string | undefined>();
  const props = fieldProps<string>({
    id: 'root_name',
    formData: name,
    onChange: setName,
    schema: { title: 'Name', description: 'Of the service.' },
    rawErrors: [],
    required: true,
    answers: { kind },
  });
  return <ServiceNameField {...props} />;
}

async function show(
  options: { kind?: string; failing?: boolean; ownerTitle?: string } = {},
) {
  const catalog = catalogApiMock.mock({
    getEntities: async request => {
      if (options.failing) throw new Error('503');
      const [{ 'metadata.name': wanted }] = request?.filter as {
        'metadata.name': string;
      }[];
      return { items: [taken].filter(one => one.metadata.name === wanted) };
    },
    getEntityByRef: async () =>
      options.ownerTitle === undefined
        ? undefined
        : {
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'Group',
            metadata: { name: 'social', title: options.ownerTitle },
          },
  });
  await renderInTestApp(
    <TestApiProvider apis={[[catalogApiRef, catalog]]}>
      <Form kind={options.kind ?? 'stateless-service'} />
    </TestApiProvider>,
  );
  return { field: screen.getByLabelText(/^Name/), catalog };
}

describe('ServiceNameField', () => {
  it('says while somebody types that a name is free', async () => {
    const { field } = await show();
    await userEvent.type(field, 'aurora-auction');
    expect(
      await screen.findByText(/No component has this name yet/),
    ).toHaveTextContent('Its longest derived name has 31 of 63 characters.');
    expect(field).toHaveAttribute('aria-invalid', 'false');
  });

  it('says who has a name', async () => {
    const { field } = await show();
    await userEvent.type(field, 'aurora-chat');
    await screen.findByText(
      'Taken by component:default/aurora-chat, which social owns.',
    );
    expect(field).toHaveAttribute('aria-invalid', 'true');
    expect(field).toHaveAccessibleDescription(/Taken by/);
  });

  it('calls the owner as people do', async () => {
    const { field } = await show({ ownerTitle: 'Social' });
    await userEvent.type(field, 'aurora-chat');
    expect(
      await screen.findByText(
        'Taken by component:default/aurora-chat, which Social owns.',
      ),
    ).toBeVisible();
  });

  it('refuses names that Kubernetes keeps for itself', async () => {
    const { field } = await show();
    await userEvent.type(field, 'kube-dns');
    await screen.findByText(/^Names that begin with 'kube-' are kept/);
    expect(field).toHaveAttribute('aria-invalid', 'true');
  });

  it('asks nobody about a name that cannot be one', async () => {
    const { field, catalog } = await show();
    await userEvent.type(field, 'Aurora!');
    await screen.findByText(/^Use lower case letters/);
    await userEvent.clear(field);
    await userEvent.type(field, 'a'.repeat(47));
    await screen.findByText(/^Too long by 1: its pod would be called/);
    const asked = catalog.getEntities.mock.calls.map(([request]) =>
      JSON.stringify(request),
    );
    expect(asked.join()).not.toMatch(/Aurora!|a{47}/);
  });

  it('does not say that a name is free when the catalog does not tell', async () => {
    const { field } = await show({ failing: true });
    await userEvent.type(field, 'aurora-auction');
    expect(
      await screen.findByText(
        'The catalog does not say whether it is free: 503',
      ),
    ).toBeVisible();
  });
});
