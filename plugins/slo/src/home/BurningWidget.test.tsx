import { screen } from '@testing-library/react';
import { FakeSlo } from '../__testUtils__/FakeSlo';
import { refusal, renderSlo } from '../__testUtils__/renderSlo';
import { sloRow } from '../__testUtils__/sloFixture';
import { BurningWidget } from './BurningWidget';

it('shows what burns among the services of the person', async () => {
  const { slo } = renderSlo(<BurningWidget />);
  expect(
    await screen.findByText('Among the services of yours and your groups:'),
  ).toBeVisible();
  expect(screen.getByText('Aurora: players log in')).toBeVisible();
  expect(
    screen.getByText(
      /^Players fail to log in to Aurora in Europe \(Frankfurt\); budget gone in 3 hours\./,
    ),
  ).toBeVisible();
  expect(screen.getByRole('link', { name: /^Runbook of/ })).toHaveAttribute(
    'href',
    expect.stringMatching(/login-queue\.md$/),
  );
  expect(slo.listed[1]).toMatchObject({
    state: ['breached', 'atRisk', 'unknown'],
    owner: ['user:default/mira', 'group:default/aurora-core'],
  });
  expect(
    screen.getByRole('link', { name: 'All 1 in the list' }),
  ).toHaveAttribute('href', expect.stringContaining('/slos?owner=user'));
});

it('shows all that burns to whoever owns nothing, player journey or not', async () => {
  const { slo } = renderSlo(<BurningWidget />, { owner: [] });
  expect(
    await screen.findByText('Among all services, since none is yours:'),
  ).toBeVisible();
  expect(slo.listed[0]).toEqual({
    ...{ state: ['breached', 'atRisk', 'unknown'], limit: 5 },
  });
});

it.each([
  [[sloRow({ state: 'healthy', reason: 'Fine.' })], false, 'Nothing burns'],
  [[], false, 'No objectives yet'],
  [[], true, 'Not known yet'],
])('tells nothing from nothing known (%#)', async (rows, isReading, title) => {
  const slo = new FakeSlo();
  slo.rows = rows;
  slo.isReading = isReading;
  renderSlo(<BurningWidget />, { slo });
  expect(await screen.findByText(title)).toBeVisible();
});

it('says that the backend failed', async () => {
  const slo = new FakeSlo();
  slo.error = await refusal(500);
  renderSlo(<BurningWidget />, { slo });
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'Your objectives could not be loaded',
  );
});
