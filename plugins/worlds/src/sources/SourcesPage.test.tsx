import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeWorlds } from '../__testUtils__/FakeWorlds';
import { renderFleet } from '../__testUtils__/renderFleet';
import { SourcesPage } from './SourcesPage';

const at = '2026-11-01T12:00:00.000Z';

it('shows each source: reachable, last error, who depends on it', async () => {
  const worlds = new FakeWorlds();
  const fine = {
    ...{ kind: 'kubernetes', lastSuccessAt: at, lastError: null },
    unreadable: [],
  };
  worlds.joinedSources.domains = [
    {
      domain: 'scaling',
      title: 'Scaling',
      status: 'ok',
      sources: [
        {
          ...fine,
          id: 'fra',
          title: 'Frankfurt',
          reachable: true,
          notes: [],
          rows: 42,
        },
        {
          ...{
            ...fine,
            id: 'iad',
            title: 'Virginia',
            notes: ['No fleets: 404'],
          },
          reachable: false,
          lastError: { at, message: 'forbidden', code: '403' },
        },
        {
          ...{ ...fine, id: 'pdx', title: 'Oregon', notes: [], rows: 0 },
          reachable: true,
          lastError: {
            ...{ at, message: 'a long story', code: '503' },
            isPast: true,
          },
        },
        {
          ...{ ...fine, id: 'nrt', title: 'Tokyo', notes: [] },
          reachable: null,
          lastSuccessAt: null,
        },
      ],
    },
    {
      domain: 'partly',
      title: 'Partly',
      status: 'ok',
      sources: [
        {
          ...{ ...fine, id: 'gru', title: 'São Paulo', notes: [] },
          reachable: true,
          lastError: { at, message: 'autoscalers: 403', code: '403' },
          unreadable: [
            {
              part: 'horizontalpodautoscalers.autoscaling',
              reason: 'the autoscalers of São Paulo may not be read',
              code: '403',
              since: at,
            },
          ],
        },
      ],
    },
    { domain: 'slo', title: 'slo', status: 'notInstalled', sources: [] },
    { domain: 'cost', title: 'Cost', status: 'denied', sources: [] },
    { domain: 'x', title: 'X', status: 'failed', error: 'broken', sources: [] },
  ];
  renderFleet(<SourcesPage />, { worlds });
  const row = async (name: RegExp) =>
    within(await screen.findByRole('row', { name }));
  expect((await row(/Frankfurt/)).getByText('Reachable')).toBeVisible();
  expect((await row(/Frankfurt/)).getByText('42')).toBeVisible();
  expect((await row(/Virginia/)).getByText('Not reachable')).toBeVisible();
  expect((await row(/Virginia/)).getByText(/403: forbidden/)).toBeVisible();
  expect((await row(/Virginia/)).getByText('No fleets: 404')).toBeVisible();
  const recovered = await row(/Oregon/);
  expect(recovered.getByText('none of its own')).toBeVisible();
  expect(recovered.getByText(/^Recovered, .*\(503\)$/)).toBeVisible();
  expect(recovered.getByText('503: a long story')).not.toBeVisible();
  await userEvent.click(recovered.getByText(/^Recovered/));
  expect(recovered.getByText('503: a long story')).toBeVisible();
  const partly = await row(/São Paulo/);
  expect(partly.getByText('Partly readable')).toBeVisible();
  expect(
    within(
      partly.getByRole('list', { name: 'What of São Paulo cannot be read' }),
    ).getByText('The autoscalers of São Paulo may not be read.'),
  ).toBeVisible();
  expect(partly.getByText(/^failed .* ago$/)).toBeVisible();
  expect((await row(/Tokyo/)).getByText('Not asked yet')).toBeVisible();
  expect((await row(/Tokyo/)).getByText('never observed')).toBeVisible();
  expect(screen.getByText('Not installed: slo.')).toBeVisible();
  expect(screen.getByText('Not for you to see: Cost.')).toBeVisible();
  expect(screen.getByRole('alert')).toHaveTextContent('broken');
});

it('says that nothing could be loaded', async () => {
  const worlds = new FakeWorlds();
  worlds.error = new Error('gateway timeout');
  renderFleet(<SourcesPage />, { worlds });
  expect(await screen.findByRole('alert')).toHaveTextContent('gateway timeout');
});
