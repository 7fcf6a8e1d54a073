import { expect, test } from '@playwright/test';
import { expectAccessible, signIn } from '../steps';

const simulator = process.env.WORLDSCALE_SIMULATOR_URL;
const FIVE_MINUTES_MS = 5 * 60_000;

test('the loss of a region is told as unknown, with what was last known, and the others stay known', async ({
  page,
  request,
}) => {
  test.setTimeout(240_000);
  await signIn(page, 'engineer');
  const frankfurt = page.getByRole('region', { name: /Frankfurt/ });
  const virginia = page.getByRole('region', { name: /Virginia/ });
  await expect(async () => {
    await page.goto('/catalog/default/component/aurora-gateway/scaling');
    await expect(frankfurt.getByText(/^\d+ of \d+ ready/)).toBeVisible({
      timeout: 30_000,
    });
  }).toPass({ timeout: 100_000 });

  // Frankfurt is lost while the page is open, five minutes after the world began.
  const moved = await request.put(`${simulator}/clock`, {
    data: { advanceMs: FIVE_MINUTES_MS },
  });
  expect(moved.ok(), await moved.text()).toBe(true);
  await expect(
    frankfurt.getByText('Unknown', { exact: true }).first(),
  ).toBeVisible({ timeout: 100_000 });
  await expect(frankfurt.getByText(/^Last known: /)).toBeVisible();
  await expect(frankfurt.getByText('Capacity, last known')).toBeVisible();
  await expect(
    page.getByRole('list', { name: 'Clusters that cannot be read' }),
  ).toContainText(/frankfurt/i);
  await expect(
    page.getByRole('region', { name: 'State now' }).getByText(/1 unknown/),
  ).toBeVisible();
  await expect(virginia.getByText(/^\d+ of \d+ ready/)).toBeVisible();
  await expect(virginia.getByText('Unknown', { exact: true })).toHaveCount(0);
  await expectAccessible(page);
});
