import { screen, waitFor } from '@testing-library/react';
import { FakeSlo } from '../__testUtils__/FakeSlo';
import { refusal, renderSlo, service } from '../__testUtils__/renderSlo';
import { EntityDeployNote } from './EntityDeployNote';

it('says on other pages that changes are frozen, and why', async () => {
  renderSlo(<EntityDeployNote />, { entity: service });
  const note = await screen.findByRole('region', {
    name: 'Error-budget policy',
  });
  expect(note).toHaveTextContent('Changes: Freeze');
  expect(note).toHaveTextContent('the budget is overspent by 12 %');
});

it('asks nothing for entities that have no objectives', async () => {
  const slo = new FakeSlo();
  const asked = jest.spyOn(slo, 'getPolicy');
  renderSlo(
    <>
      <EntityDeployNote />
      shown
    </>,
    { slo, entity: { ...service, spec: { type: 'website' } } },
  );
  expect(await screen.findByText('shown')).toBeVisible();
  expect(asked).not.toHaveBeenCalled();
});

it('says that it does not know, but nothing where nothing is installed', async () => {
  const slo = new FakeSlo();
  slo.error = await refusal(503);
  renderSlo(<EntityDeployNote />, { slo, entity: service });
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'Whether changes may go ahead is not known',
  );
  slo.error = await refusal(404);
  screen.getByRole('button', { name: 'Try again' }).click();
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
});
