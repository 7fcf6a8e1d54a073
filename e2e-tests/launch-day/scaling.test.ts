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
    await expect(state).toBeVisible({ timeout: 30_000 });
    await expect(
      page.getByRole('button', { name: /\d+ to \d+/ }).first(),
    ).toBeVisible({ timeout: 30_000 });
  }).toPass({ timeout: 200_000 });
  // At any hour of the day the rush takes nearly all of the maximum in some region.
  await expect(
    state.getByText(/demand is capped|no headroom left|left to the maximum/),
  ).toBeVisible();
  await expect(
    page.getByText(/^maximum of the autoscaler aurora-gateway/).first(),
  ).toBeVisible({ timeout: 60_000 });
  const ledger = page.getByRole('region', {
    name: 'Why it scaled: every change of size',
  });
  expect(
    await ledger.getByRole('button', { name: /\d+ to \d+/ }).count(),
  ).toBeGreaterThan(3);
  await expectAccessible(page);
});
