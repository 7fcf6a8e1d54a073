import { expect, test } from '@playwright/test';
import { expectAccessible, openFleet, setFaults, signIn } from '../steps';

test.afterEach(async () => {
  await setFaults('kubernetes/gru', []);
  await setFaults('prometheus', []);
});

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

test('a Prometheus that is down is named where its figures would be', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await signIn(page, 'engineer');
  await page.goto('/catalog/default/component/aurora-gateway/scaling');
  await expect(page.getByRole('figure', { name: 'Size' })).toBeVisible({
    timeout: 30_000,
  });
  const instant = page.getByRole('slider', { name: 'Instant of Size' });
  await instant.focus();
  await page.keyboard.press('Home');
  await expect(instant).toHaveAttribute('aria-valuenow', '0');
  await expectAccessible(page);

  await setFaults('prometheus', [{ kind: 'status', code: 503 }]);
  await page.getByRole('button', { name: '7 days' }).click();
  await expect(
    page.getByText('Size over time cannot be read now'),
  ).toBeVisible();
  await expect(page.getByText(/it answered 503/).first()).toBeVisible();
  await expect(page.getByText(/\d+ of \d+ ready/).first()).toBeVisible();
  await expectAccessible(page);

  await setFaults('prometheus', []);
  await page.getByRole('button', { name: '30 days' }).click();
  await expect(page.getByRole('figure', { name: 'Size' })).toBeVisible();
});

test('a cluster that fails is named, its rows grow old and unknown, and it recovers', async ({
  page,
}) => {
  test.setTimeout(450_000);
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

  // The board says why in words, and leads to the sources.
  await expect(async () => {
    await page.goto('/fleet?region=sa-saopaulo');
    await expect(
      page.getByRole('link', { name: /^Unknown: why, Aurora Gateway/ }),
    ).toBeVisible({ timeout: 5_000 });
    await expect(
      page
        .getByRole('link', {
          name: /\(São Paulo\) refuses: 403 Forbidden\.$/,
        })
        .first(),
    ).toHaveAttribute('href', /\/fleet\/sources$/, { timeout: 5_000 });
  }).toPass({ timeout: 180_000 });
  await expectAccessible(page);

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

test('a cluster that hangs leaves the Kubernetes tab to the others and is named there', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await setFaults('kubernetes/gru', [{ kind: 'hang' }]);
  await signIn(page, 'engineer');
  await page.goto('/catalog/default/component/aurora-gateway/kubernetes');
  const warning = page.getByRole('button', {
    name: /There was a problem retrieving Kubernetes objects/,
  });
  await expect(warning).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: /Frankfurt/ })).toContainText(
    /[1-9]\d* pods/,
  );
  await expect(
    page.getByRole('alert').filter({ hasText: /São Paulo.* cannot be read/ }),
  ).toContainText(/no answer within \d+ seconds/);
  // No ticks and no "0 pods" for it.
  await expect(page.getByRole('button', { name: /São Paulo/ })).toHaveCount(0);
  await warning.click();
  await expect(
    page.getByText(
      /Cluster gru: everything is missing: no answer within \d+ seconds/,
    ),
  ).toBeVisible();
});
