import { expect, test } from '@playwright/test';
import { expectAccessible, openShards, setFaults, signIn } from '../steps';

test.afterEach(() => setFaults('kubernetes/fra', []));

test('shards of a cluster that stops are old, then unknown, and come back', async ({
  page,
}) => {
  test.setTimeout(400_000);
  await signIn(page, 'support');
  await openShards(page, '?region=eu-frankfurt&phase=allocated');
  await setFaults('kubernetes/fra', [{ kind: 'refuse' }]);
  const notes = page.getByRole('list', {
    name: 'Clusters that are not up to date',
  });
  await expect(notes).toContainText('Frankfurt', { timeout: 120_000 });
  await expect(notes).toContainText('shown as they were then');
  await expect(page.getByText(/· old$/).first()).toBeVisible();
  await expect(page.getByText('Nothing matches')).toBeVisible({
    timeout: 120_000,
  });
  await page.goto('/shards?region=eu-frankfurt&state=unknown');
  await expect(
    page
      .getByRole('table')
      .getByText(/Last observed .* ago/)
      .first(),
  ).toBeVisible();
  await expectAccessible(page);

  await setFaults('kubernetes/fra', []);
  await page.goto('/shards?region=eu-frankfurt&phase=allocated');
  await expect(
    page.getByRole('table').getByText('Allocated').first(),
  ).toBeVisible({ timeout: 120_000 });
  await expect(notes).toHaveCount(0, { timeout: 60_000 });
});
