import { expect, Page, test } from '@playwright/test';
import { expectAccessible, setFaults, signIn } from '../steps';

const timeline = '/catalog/default/component/aurora-gateway/timeline';

const lane = (page: Page, title: string) =>
  page.getByRole('region', { name: title, exact: true });

test.afterEach(async () => {
  await setFaults('kubernetes/nrt', []);
  await setFaults('prometheus', []);
});

test('what is not known because a source is down is shown as not known', async ({
  page,
}) => {
  test.setTimeout(240_000);
  await signIn(page, 'engineer');
  await page.goto(`${timeline}?range=1h`);
  const sizes = lane(page, 'Size against demand');
  await expect(sizes.getByText(/^Desired \d+$/).first()).toBeVisible({
    timeout: 60_000,
  });
  await setFaults('prometheus', [{ kind: 'status', code: 503 }]);
  await expect(async () => {
    await page.reload();
    await expect(sizes.getByText(/Not known/).first()).toBeVisible({
      timeout: 10_000,
    });
  }).toPass({ timeout: 60_000 });
  await expect(sizes.getByText(/Prometheus/).first()).toBeVisible();

  // The other lane goes on, until the cluster cannot be read either.
  const changes = lane(page, 'Changes of size');
  await expect(changes.getByText(/cannot be asked/)).toHaveCount(0);
  await setFaults('kubernetes/nrt', [
    { kind: 'status', code: 503 },
    { kind: 'dropWatches', afterMs: 0 },
  ]);
  await expect(
    changes.getByText(/cannot be read, so changes there are not known/).first(),
  ).toBeVisible({ timeout: 120_000 });
  await expectAccessible(page);
});
