import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import {
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ComponentType, useState } from 'react';
import { fieldProps } from '../../__testUtils__/fieldProps';
import { RegionsPicker } from './RegionsPicker';
import { WorldPicker } from './WorldPicker';

const entity = (kind: string, type: string, name: string, title: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name, title, description: `About ${title}` },
  spec: { type },
});

const entities = [
  entity('Resource', 'region', 'us-virginia', 'US East (Virginia)'),
  entity('Resource', 'region', 'eu-frankfurt', 'Europe (Frankfurt)'),
  entity('Resource', 'database', 'orders', 'Orders'),
  entity('System', 'world', 'aurora', 'Aurora'),
  entity('System', 'shared', 'platform', 'Platform'),
];

async function show<T>(
  Field: ComponentType<FieldExtensionComponentProps<T>>,
  catalog = catalogApiMock({ entities }),
) {
  const values: unknown[] = [];
  function Form() {
    const [value, setValue] = useState<T>();
    const props = fieldProps<T>({
      id: 'root_field',
      formData: value,
      onChange: next => {
        values.push(next);
        setValue(() => next);
      },
      schema: { title: 'Field', description: 'What it is for.' },
      rawErrors: [],
      required: true,
    });
    return <Field {...props} />;
  }
  await renderInTestApp(
    <TestApiProvider apis={[[catalogApiRef, catalog]]}>
      <Form />
    </TestApiProvider>,
  );
  return values;
}

describe('RegionsPicker', () => {
  it('offers regions alone, by title, and gives references in that order', async () => {
    const values = await show(RegionsPicker);
    const boxes = await screen.findAllByRole('checkbox');
    expect(boxes.map(box => box.getAttribute('aria-labelledby'))).toHaveLength(
      2,
    );
    await userEvent.click(
      screen.getByRole('checkbox', { name: 'US East (Virginia)' }),
    );
    await userEvent.click(
      screen.getByRole('checkbox', { name: 'Europe (Frankfurt)' }),
    );
    await userEvent.click(
      screen.getByRole('checkbox', { name: 'US East (Virginia)' }),
    );
    expect(values).toEqual([
      ['resource:default/us-virginia'],
      ['resource:default/eu-frankfurt', 'resource:default/us-virginia'],
      ['resource:default/eu-frankfurt'],
    ]);
    expect(screen.getByRole('group')).toHaveAccessibleName(/^Field/);
  });

  it('says that there is no region', async () => {
    await show(RegionsPicker, catalogApiMock({ entities: [] }));
    expect(await screen.findByText('The catalog has no region')).toBeVisible();
  });
});

describe('WorldPicker', () => {
  it('offers worlds alone, by title, and gives a reference', async () => {
    const values = await show(WorldPicker);
    await userEvent.click(screen.getByLabelText(/^Field/));
    const options = await screen.findAllByRole('option');
    expect(options.map(option => option.textContent)).toEqual([
      'AuroraAbout Aurora',
    ]);
    await userEvent.click(options[0]);
    expect(values).toEqual(['system:default/aurora']);
  });

  it('says that the worlds are not known', async () => {
    await show(
      WorldPicker,
      catalogApiMock.mock({
        getEntities: async () => {
          throw new Error('503 from the catalog');
        },
      }) as never,
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The worlds are not known503 from the catalog',
    );
  });
});
