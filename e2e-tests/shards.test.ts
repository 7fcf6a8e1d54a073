import { expect, test } from '@playwright/test';
import { expectAccessible, openShards, signIn } from './steps';

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
