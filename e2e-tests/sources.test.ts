import { expect, test } from '@playwright/test';
import { expectAccessible, openFleet, setFaults, signIn } from './steps';

test.afterEach(() => setFaults('kubernetes/gru', []));

test('a cluster of which a part may not be read says which, and the rest stays known', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await signIn(page, 'support');
  await page.goto('/fleet/sources');
  const row = page.getByRole('row', { name: /São Paulo/ });
  await expect(row.getByText('Reachable')).toBeVisible();
  await setFaults('kubernetes/gru', [
    { kind: 'status', code: 403, path: '/horizontalpodautoscalers' },
    { kind: 'dropWatches', afterMs: 0, path: '/horizontalpodautoscalers' },
  ]);
  await expect(row.getByText('Partly readable')).toBeVisible({
    timeout: 90_000,
  });
  await expect(
    row.getByText(/grant list and watch on horizontalpodautoscalers/).first(),
  ).toBeVisible();
  await expectAccessible(page);

  await page.goto(
    '/catalog/default/component/aurora-gateway/scaling?region=sa-saopaulo',
  );
  const region = page.getByRole('region', { name: 'São Paulo' });
  await expect(
    region.getByText('Unknown', { exact: true }).first(),
  ).toBeVisible({
    timeout: 90_000,
  });
  await expect(
    region.getByText(/^Whether an autoscaler scales .* is not known/).first(),
  ).toBeVisible();
  await expect(region.getByText(/\d+ of \d+ ready/)).toBeVisible();
  await expect(region.getByText('none: fixed size')).toHaveCount(0);
  await expectAccessible(page);
});

test('a cluster that fails is named, its rows grow old and unknown, and it recovers', async ({
  page,
}) => {
  test.setTimeout(300_000);
  await signIn(page, 'support');
  await openFleet(page);
  await page.goto('/fleet/sources');
  const row = page.getByRole('row', { name: /São Paulo/ });
  await expect(row.getByText('Reachable')).toBeVisible();
  await expectAccessible(page);

  await setFaults('kubernetes/gru', [
    { kind: 'status', code: 403 },
    { kind: 'dropWatches', afterMs: 0 },
  ]);
  await expect(row.getByText(/403/).first()).toBeVisible({ timeout: 90_000 });
  await expectAccessible(page);

  await expect(async () => {
    await page.goto('/fleet?region=sa-saopaulo');
    await expect(
      page.getByRole('link', { name: /^Unknown: why, Aurora Gateway/ }),
    ).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 150_000 });

  // The other regions are as they were.
  await page.goto('/fleet?region=ap-tokyo&state=healthy');
  await expect(
    page.getByRole('link', { name: /^Healthy: why, / }).first(),
  ).toBeVisible();

  await page.goto('/catalog/default/component/aurora-gateway');
  await expect(page.getByText(/403/).first()).toBeVisible();

  await setFaults('kubernetes/gru', []);
  await expect(async () => {
    await page.goto('/fleet?region=sa-saopaulo&state=healthy');
    await expect(
      page.getByRole('link', { name: /^Healthy: why, Aurora/ }).first(),
    ).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 120_000 });
});
