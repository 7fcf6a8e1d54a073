import { expect, Page, test } from '@playwright/test';
import { expectAccessible, signIn } from './steps';

const timeline = '/catalog/default/component/aurora-gateway/timeline';

const lane = (page: Page, title: string) =>
  page.getByRole('region', { name: title, exact: true });

test('an engineer goes by keyboard to a change of size, and follows it', async ({
  page,
}) => {
  test.setTimeout(240_000);
  await signIn(page, 'engineer');
  await page.goto(`${timeline}?range=7d`);
  const changes = lane(page, 'Changes of size');
  const marks = changes.getByRole('list', { name: /on the timeline$/ });
  // Past sizes are taken over from recorded series soon after the first start.
  await expect(marks.getByRole('listitem').first()).toBeVisible({
    timeout: 150_000,
  });
  await expect(
    lane(page, 'Size against demand')
      .getByText(/^Desired \d+$/)
      .first(),
  ).toBeVisible();
  await expectAccessible(page);

  // The Tab key stops once in a lane; the arrow keys go on from there.
  const last = marks.locator('[tabindex="0"]');
  await last.focus();
  await page.keyboard.press('Home');
  const focused = page.locator(':focus');
  await expect(focused).toHaveAttribute('data-lane', /scaling\/changes$/);
  const first = await focused.getAttribute('data-at');
  await page.keyboard.press('ArrowRight');
  await expect(focused).not.toHaveAttribute('data-at', first ?? '');

  // Where several are too close together, their list leads on.
  await page.keyboard.press('Enter');
  const list = page.getByRole('group', { name: /^\d+ entries/ });
  await expect(async () => {
    const isListed = await list.isVisible();
    expect(isListed || page.url().includes('/scaling?')).toBe(true);
  }).toPass();
  if (await list.isVisible()) {
    await expectAccessible(page);
    await list.getByRole('link').first().focus();
    await page.keyboard.press('Enter');
  }
  await expect(page).toHaveURL(/\/aurora-gateway\/scaling\?region=/);
  await expect(
    page.getByRole('heading', { name: 'Scaling by region' }),
  ).toBeVisible();

  await page.goBack();
  await expect(page).toHaveURL(/timeline\?range=7d/);
  await page.getByText('The same as a list').click();
  await expect(
    page
      .getByRole('region', { name: 'The timeline as a list' })
      .getByRole('row', { name: /Changes of size/ })
      .first(),
  ).toBeVisible();
  await expectAccessible(page);
});

test('a world has a timeline of all of its services', async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, 'support');
  await page.goto('/catalog/default/system/aurora/timeline');
  await expect(
    page.getByText(/^All \d+ services of this world\.$/),
  ).toBeVisible({
    timeout: 30_000,
  });
  await expect(lane(page, 'Changes of size')).toBeVisible();
  await page.getByRole('button', { name: '1 hour' }).click();
  await expect(page).toHaveURL(/range=1h/);
  await expectAccessible(page);
});

test('the home page tells what lies ahead of the services of the signed-in person', async ({
  page,
}) => {
  await signIn(page, 'engineer');
  await expect(
    page.getByText('Scaling: what lies ahead', { exact: true }),
  ).toBeVisible({ timeout: 30_000 });
  await expect(
    page
      .getByText(/What lies ahead of the services of yours|Nothing at risk/)
      .first(),
  ).toBeVisible({ timeout: 60_000 });
  await expectAccessible(page);
});
