import { expect, test } from '@playwright/test';
import { expectAccessible, openSlos, setFaults, signIn } from '../steps';

test.afterEach(() => setFaults('prometheus', []));

test('while Prometheus is down figures grow old and unknown, alerts rest, and all comes back', async ({
  page,
}) => {
  test.setTimeout(420_000);
  await signIn(page, 'engineer');
  await openSlos(page);
  await page.goto('/slos/session-store-availability');
  const alert = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: /^ticket, / }) });
  await expect(alert.getByText(/^(Pending|Firing)$/)).toBeVisible();
  const [before] =
    /Pending|Firing/.exec((await alert.textContent()) ?? '') ?? [];

  await setFaults('prometheus', [{ kind: 'status', code: 503 }]);
  await expect(page.getByText(/^Unknown$/).first()).toBeVisible({
    timeout: 150_000,
  });
  await expect(
    page.getByText(/^Not known, because Prometheus was last read/).first(),
  ).toBeVisible();
  await expect(alert.getByText(before!).first()).toBeVisible();
  await expectAccessible(page);
  await page
    .getByRole('navigation', { name: 'sidebar nav' })
    .getByRole('link', { name: 'Fleet', exact: true })
    .click();
  await page
    .getByRole('navigation', { name: 'Fleet' })
    .getByRole('link', { name: 'Sources' })
    .click();
  await expect(page.getByText(/it answered 503/).first()).toBeVisible();

  await setFaults('prometheus', []);
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL(/\/slos\/session-store-availability/);
  await expect(page.getByText(/^Breached$/).first()).toBeVisible({
    timeout: 150_000,
  });
  await expect(alert.getByText(before!).first()).toBeVisible();
  // What was already known is no news.
  await page
    .getByRole('navigation', { name: 'sidebar nav' })
    .getByRole('link', { name: /^Notifications/ })
    .click();
  await expect(page).toHaveURL(/\/notifications/);
  await expect(page.getByText(/Session store/)).toHaveCount(0);
});
