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
import { TeamPicker } from './TeamPicker';
import { WorldPicker } from './WorldPicker';

const entity = (kind: string, type: string, name: string, title: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name, title, description: `About ${title}` },
  spec: { type },
});

const group = (type: string, name: string, displayName?: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name, description: `About ${name}` },
  spec: { type, profile: { displayName } },
});

const entities = [
  entity('Resource', 'region', 'us-virginia', 'US East (Virginia)'),
  entity('Resource', 'region', 'eu-frankfurt', 'Europe (Frankfurt)'),
  entity('Resource', 'database', 'orders', 'Orders'),
  entity('System', 'world', 'aurora', 'Aurora'),
  entity('System', 'shared', 'platform', 'Platform'),
  group('team', 'world-aurora', 'World Aurora'),
  group('team', 'world-skyreach', 'World Skyreach'),
  group('team', 'economy'),
  group('division', 'engineering', 'Engineering of worlds'),
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

describe('TeamPicker', () => {
  const input = () => screen.findByRole('textbox', { name: /^Field/ });

  it('offers teams alone, by the name that they show', async () => {
    const values = await show(TeamPicker);
    await userEvent.click(await input());
    const options = await screen.findAllByRole('option');
    expect(options.map(option => option.textContent)).toEqual([
      'economyAbout economy',
      'World AuroraAbout world-aurora',
      'World SkyreachAbout world-skyreach',
    ]);
    await userEvent.click(options[1]);
    expect(values).toEqual(['group:default/world-aurora']);
  });

  it.each(['world au', 'World Aurora', 'world-aur', ' AURORA '])(
    'takes the only team that is left by "%s", chosen or not',
    async text => {
      const values = await show(TeamPicker);
      await userEvent.click(await input());
      await screen.findAllByRole('option');
      await userEvent.type(await input(), text);
      expect(values).toEqual([]);
      // Else what stands below would move while it is tapped.
      const shown = () => document.getElementById('root_field-helper-text');
      expect(shown()).toHaveTextContent('About world-aurora');
      await userEvent.click(document.body);
      expect(values).toEqual(['group:default/world-aurora']);
      expect(await input()).toHaveValue('World Aurora');
      expect(shown()).toHaveTextContent('About world-aurora');
    },
  );

  it.each(['world', 'nobody', '  '])(
    'takes none where "%s" leaves several or no team',
    async text => {
      const values = await show(TeamPicker);
      await userEvent.click(await input());
      await screen.findAllByRole('option');
      await userEvent.type(await input(), text);
      await userEvent.click(document.body);
      expect(values).toEqual([]);
      expect(await input()).toHaveValue('');
    },
  );

  it('takes nothing from who only passes by, and forgets what was typed before', async () => {
    const values = await show(TeamPicker);
    await userEvent.click(await input());
    await userEvent.type(await input(), 'world');
    await userEvent.click(
      await screen.findByRole('option', { name: /Skyreach/ }),
    );
    await userEvent.click(document.body);
    await userEvent.click(await input());
    await userEvent.click(document.body);
    expect(values).toEqual(['group:default/world-skyreach']);
  });

  it('says that the teams are not known', async () => {
    await show(
      TeamPicker,
      catalogApiMock.mock({
        getEntities: async () => {
          throw new Error('503 from the catalog');
        },
      }) as never,
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The teams are not known503 from the catalog',
    );
  });
});
