import { expect, test } from '@playwright/test';
import { expectAccessible, signIn } from '../steps';

test('the loss of a region is told as unknown, with what was last known, and the others stay known', async ({
  page,
}) => {
  test.setTimeout(420_000);
  await signIn(page, 'engineer');
  const frankfurt = page.getByRole('region', { name: /Frankfurt/ });
  const virginia = page.getByRole('region', { name: /Virginia/ });
  await expect(async () => {
    await page.goto('/catalog/default/component/aurora-gateway/scaling');
    await expect(frankfurt.getByText(/^\d+ of \d+ ready/)).toBeVisible({
      timeout: 30_000,
    });
  }).toPass({ timeout: 100_000 });

  // Frankfurt is lost while the page is open.
  await expect(
    frankfurt.getByText('Unknown', { exact: true }).first(),
  ).toBeVisible({ timeout: 300_000 });
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
