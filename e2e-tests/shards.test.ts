import { expect, Page, test } from '@playwright/test';
import { expectAccessible, setFaults, signIn } from './steps';

test.afterEach(async () => {
  await setFaults('kubernetes/fra', []);
});

/** Opens the list, which fills within a minute of the first start. */
async function openShards(page: Page, query = '') {
  await expect(async () => {
    await page.goto(`/shards${query}`);
    await expect(page.getByRole('table').getByRole('row').nth(1)).toBeVisible({
      timeout: 8_000,
    });
  }).toPass({ timeout: 100_000 });
}

const percentOf = (text: string | null) =>
  Number(/([\d.]+) %/.exec(text ?? '')?.[1]);

test('an engineer finds the fullest shard of Aurora in Frankfurt and opens it', async ({
  page,
}) => {
  await signIn(page, 'engineer');
  await openShards(page);
  await page.getByRole('link', { name: 'Shards', exact: true }).first().click();

  await page.getByRole('textbox', { name: 'World' }).click();
  await page.getByRole('option', { name: /^Aurora \(\d+\)$/ }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('textbox', { name: 'Region' }).click();
  await page.getByRole('option', { name: /Frankfurt/ }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Utilisation', exact: true }).click();
  await expect(page).toHaveURL(
    /world=system%3Adefault%2Faurora&region=eu-frankfurt&sort=utilization&order=desc/,
  );
  // What is shown is still the answer to what was asked before.
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  const rows = page.getByRole('table').getByRole('row');
  await expect(rows.nth(1)).toContainText('Aurora Shards');
  await expect(rows.nth(1)).toContainText('Frankfurt');
  expect(percentOf(await rows.nth(1).textContent())).toBeGreaterThanOrEqual(
    percentOf(await rows.nth(2).textContent()),
  );
  await expectAccessible(page);

  const link = rows.nth(1).getByRole('link').first();
  const name = (await link.textContent())!;
  await link.click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
  await expect(
    page.getByRole('region', { name: 'Game servers' }).getByText(/players \(/),
  ).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'How Aurora Shards is scaled' }).click();
  await expect(page).toHaveURL(/aurora-shards\/scaling\?region=eu-frankfurt/);
});

test('somebody of support reads the heat map of shards by keyboard', async ({
  page,
}) => {
  await signIn(page, 'support');
  await openShards(page);
  await page.getByRole('link', { name: 'Heat map' }).click();
  const row = page.getByRole('application', { name: /Frankfurt.*: \d+ cells/ });
  await row.focus();
  await page.keyboard.press('ArrowRight');
  await expect(row).toHaveAccessibleDescription(/%, .*: \w+/);
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(
    page.getByRole('region', { name: 'Game servers' }),
  ).toBeVisible();
});

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
