import { expect, test } from '@playwright/test';
import { expectAccessible, signIn } from '../steps';

test('on launch day the tab says how large the rush is, what holds it back, and why it grew', async ({
  page,
}) => {
  test.setTimeout(300_000);
  await signIn(page, 'engineer');
  const state = page.getByRole('region', { name: 'State now' });
  await expect(async () => {
    await page.goto(
      '/catalog/default/component/aurora-gateway/scaling?direction=up&since=24h',
    );
    await expect(state).toBeVisible({ timeout: 10_000 });
    await expect(
      page.getByRole('button', { name: /\d+ to \d+/ }).first(),
    ).toBeVisible({ timeout: 10_000 });
  }).toPass({ timeout: 200_000 });
  // The rush has taken all that its maximum allows, in one region or more.
  await expect(
    state.getByText(/demand is capped|no headroom left/),
  ).toBeVisible();
  await expect(
    state.getByText(/maximum of the autoscaler aurora-gateway/),
  ).toBeVisible({ timeout: 60_000 });
  const ledger = page.getByRole('region', {
    name: 'Why it scaled: every change of size',
  });
  expect(
    await ledger.getByRole('button', { name: /\d+ to \d+/ }).count(),
  ).toBeGreaterThan(3);
  await expectAccessible(page);
});
