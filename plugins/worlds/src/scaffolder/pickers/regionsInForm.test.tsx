import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { TemplateParameterSchema } from '@backstage/plugin-scaffolder-react';
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import {
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { RegionsPicker } from './RegionsPicker';

type Schema = TemplateParameterSchema['steps'][number]['schema'];

const catalog = catalogApiMock({
  entities: [
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Resource',
      metadata: { name: 'eu-frankfurt', title: 'Europe (Frankfurt)' },
      spec: { type: 'region' },
    },
  ],
});

async function show(atLeastOne: Schema) {
  const regions: Schema = {
    ...{ title: 'Regions', type: 'array', uniqueItems: true },
    ...{ items: { type: 'string' }, 'ui:field': 'RegionsPicker' },
    ...atLeastOne,
  };
  const schema = { required: ['regions'], properties: { regions } };
  await renderInTestApp(
    <TestApiProvider apis={[[catalogApiRef, catalog]]}>
      <Stepper
        manifest={{ title: 'Form', steps: [{ title: 'Where', schema }] }}
        extensions={[{ name: 'RegionsPicker', component: RegionsPicker }]}
        onCreate={async () => {}}
      />
    </TestApiProvider>,
  );
  await screen.findByRole('checkbox');
}

describe('a form without a region', () => {
  it.each<[string, Schema]>([
    ['contains', { contains: { type: 'string' } }],
    ['minItems', { minItems: 1 }],
  ])(
    'says at the field what is missing, where a template asks for one with %s',
    async (_, atLeastOne) => {
      await show(atLeastOne);
      expect(screen.queryByText('Choose at least one region.')).toBeNull();
      await userEvent.click(screen.getByRole('button', { name: 'Review' }));
      expect(
        await screen.findByText('Choose at least one region.'),
      ).toHaveClass('Mui-error');
      await userEvent.click(screen.getByRole('checkbox'));
      await userEvent.click(screen.getByRole('button', { name: 'Review' }));
      expect(
        await screen.findByRole('button', { name: 'Create' }),
      ).toBeVisible();
    },
  );

  it('says above it what the template words', async () => {
    await show({
      contains: { type: 'string' },
      errorMessage: {
        contains: 'needs an answer: choose at least one region',
      },
    });
    await userEvent.click(screen.getByRole('button', { name: 'Review' }));
    expect(
      await screen.findByText(
        "'Regions' needs an answer: choose at least one region",
      ),
    ).toBeVisible();
  });
});
