import { expect, Page, test } from '@playwright/test';
import { expectAccessible, openSlos, signIn } from './steps';

/** The value of a tile on the page of an SLO. */
function tile(page: Page, title: string) {
  return page
    .locator('dl > *', { has: page.getByText(title, { exact: true }) })
    .locator('dd')
    .first();
}

test('an engineer goes from what burns to its budget, rules, history and policy', async ({
  page,
}) => {
  test.setTimeout(240_000);
  await signIn(page, 'engineer');
  await openSlos(page);
  await expectAccessible(page);

  // What burns worst stands first; the store has promised more than it keeps.
  await page.getByRole('button', { name: /^Breached \(\d+\)$/ }).click();
  await expect(page).toHaveURL(/state=breached/);
  const worst = page.getByRole('row').nth(1);
  await expect(worst.getByText('Freeze')).toBeVisible();
  await worst
    .getByRole('link', { name: /^Session store/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/slos\/session-store-availability/);
  await expect(
    page.getByRole('heading', { name: 'Session store: availability' }),
  ).toBeVisible();

  // The line ends on the tile, whatever the tile says.
  const left = (await tile(page, 'Budget left').textContent()) ?? '';
  expect(left).toMatch(/^-\d+(\.\d+)? %/);
  await expect(
    page.getByRole('slider', { name: 'Instant of Budget left' }),
  ).toHaveAttribute(
    'aria-valuetext',
    new RegExp(`: Budget left ${/^-[\d.]+ %/.exec(left)?.[0]}$`),
    // Just after the start its past is still being read.
    { timeout: 120_000 },
  );
  await expect(
    page.getByText('measured from the series that its rules record'),
  ).toBeVisible();
  await expect(
    page.getByRole('heading', { name: /^page, 13\.4× over 1 h/ }),
  ).toBeVisible();
  await expect(
    page.getByRole('row', { name: /Europe \(Frankfurt\)/ }),
  ).toBeVisible();
  await expect(
    page.getByRole('region', { name: 'Error-budget policy' }),
  ).toContainText('Changes: Freeze');

  await page.getByRole('button', { name: '12 months' }).click();
  // Most of the year was never observed by so young a portal, and that is said.
  await expect(page.getByRole('region', { name: 'Day by day' })).toContainText(
    /Not known ?: \d+ % of its slices were observed/,
  );

  await expect(
    page.getByText('Prometheus has the compiled rules.'),
  ).toBeVisible();
  await page.getByText('Compiled rules for Prometheus').click();
  await expect(
    page.getByRole('region', { name: 'rules of session-store-availability' }),
  ).toContainText('slo:bad_ratio:1h');
  await page.getByText('As it is written').click();
  await expect(
    page.getByRole('region', {
      name: 'definition of session-store-availability',
    }),
  ).toContainText('openslo/v1');
  await expectAccessible(page);

  // The same where people deploy.
  await page.goto('/catalog/default/component/session-store/slos');
  await expect(
    page.getByRole('heading', { name: 'Service level objectives' }),
  ).toBeVisible();
  await expectAccessible(page);
  await page.goto('/catalog/default/component/session-store/kubernetes');
  await expect(
    page.getByRole('region', { name: 'Error-budget policy' }),
  ).toContainText('Changes: Freeze', { timeout: 60_000 });
  // The engineer is no lead.
  await expect(
    page.getByRole('button', { name: 'Lift the freeze' }),
  ).toHaveCount(0);
});

test('support reads on a phone what players can do in a world, and what to do about it', async ({
  page,
}) => {
  test.setTimeout(200_000);
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, 'support');
  await openSlos(page, '?journeys=true');
  await expect(
    page.getByRole('checkbox', { name: 'What players do' }),
  ).toBeChecked();
  // What is worst off stands first, with the way to help.
  const first = page
    .getByRole('list', { name: 'Objectives' })
    .getByRole('listitem')
    .first();
  await expect(first.getByRole('link', { name: 'Runbook' })).toHaveAttribute(
    'href',
    /\/runbooks\//,
  );
  await expectAccessible(page);

  await page.goto('/catalog/default/system/hollow');
  const journeys = page.getByRole('list', { name: 'Player journeys' });
  await expect(
    journeys.getByText('Players log in to The Hollow', { exact: true }),
  ).toBeVisible();
  await expect(page.getByText(/^All journeys together: /)).toBeVisible();
  await journeys
    .getByRole('link', { name: /^The Hollow Gateway: availability/ })
    .click();
  await expect(tile(page, 'Budget left')).toBeVisible();
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
  await expectAccessible(page);
});
