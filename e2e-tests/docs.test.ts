import AxeBuilder from '@axe-core/playwright';
import { expect, Page, test } from '@playwright/test';
import { signIn } from './steps';

const blueprint = '/docs/default/component/operations-blueprint';
const shadow = '[data-testid="techdocs-native-shadowroot"]';

/** Opens a page of a site, which may still have to be built for the first time. */
async function openDocs(page: Page, path: string, heading: string) {
  await expect(async () => {
    await page.goto(path);
    await expect(
      page.locator('article').getByRole('heading', { name: heading, level: 1 }),
    ).toBeVisible({ timeout: 15_000 });
  }).toPass({ timeout: 100_000 });
}

/** What axe says about the page that was built, not about the frame around it. */
async function expectAccessibleContent(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .include({ fromShadowDom: [shadow, '.md-container'] })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => ({
      id,
      where: nodes
        .slice(0, 5)
        .map(
          ({ html, failureSummary }) =>
            `${html.slice(0, 200)} ${failureSummary}`,
        ),
    }));
  expect(serious, `violations at ${page.url()}`).toEqual([]);
}

test('a reader finds the way through the docs of a service', async ({
  page,
}) => {
  await signIn(page, 'engineer');
  await openDocs(page, '/docs/default/component/aurora-chat', 'Aurora Chat');
  const navigation = page.getByRole('navigation', { name: 'Navigation' });
  await expect(
    navigation.getByRole('link', { name: 'Overview' }),
  ).toHaveAttribute('aria-current', 'page');

  await navigation.getByRole('link', { name: 'Operations' }).click();
  await expect(page).toHaveURL(/\/aurora-chat\/operations\/?$/);
  await expect(
    page.locator('article').getByRole('heading', { level: 1 }),
  ).toContainText('Operations');

  const contents = page.getByRole('navigation', { name: 'Table of contents' });
  const [entry] = await contents.getByRole('link').all();
  const title = (await entry.textContent()) ?? '';
  await entry.click();
  await expect(page).toHaveURL(/operations\/?#/);
  await expect(
    page.locator('article').getByRole('heading', { name: title, level: 2 }),
  ).toBeInViewport();

  const runbook = navigation.getByRole('link', {
    name: 'The filter holds back messages',
  });
  await expect(runbook).toBeHidden();
  await navigation
    .locator('label.md-nav__link')
    .filter({ hasText: 'Runbooks' })
    .click();
  await runbook.click();
  await expect(page).toHaveURL(/\/runbooks\//);
  await expect(
    page.locator('article').getByRole('heading', { name: 'Diagnosis' }),
  ).toBeVisible();
  await page.getByRole('link', { name: /^Previous / }).click();
  await expect(page).not.toHaveURL(/\/runbooks\//);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every kind of content is shown and works, ${colorScheme}`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
    await signIn(page, 'engineer');
    await openDocs(page, `${blueprint}/guides/writing-docs`, 'Writing docs');
    const article = page.locator('article');

    const warning = article.locator('.admonition.warning');
    await expect(warning).toContainText('Shards are full of people');
    await expect(warning).toHaveCSS('border-left-style', 'solid');

    const folded = article
      .locator('details')
      .getByText('Opens when it is clicked');
    await expect(folded).toBeHidden();
    await article.locator('summary', { hasText: 'Folded' }).click();
    await expect(folded).toBeVisible();

    const tabs = article.locator('.tabbed-set');
    await expect(tabs.getByText('kubectl get fleets')).toBeVisible();
    await expect(tabs.getByText('kubectl get deployments')).toBeHidden();
    await tabs.getByText('Deployment', { exact: true }).click();
    await expect(tabs.getByText('kubectl get deployments')).toBeVisible();
    await expect(tabs.getByText('kubectl get fleets')).toBeHidden();

    const code = article
      .locator('.highlight')
      .filter({ hasText: 'fleet.yaml' })
      .last();
    const colourOf = (selector: string) =>
      code
        .locator(selector)
        .first()
        .evaluate(element => getComputedStyle(element).color);
    expect(await colourOf('.hljs-attr')).not.toBe(await colourOf('code'));
    await expect(code.locator('.hll')).toContainText('replicas: 40');
    await expect(code.getByRole('button')).toBeVisible();

    await expect(article.locator('.task-list-item input:checked')).toHaveCount(
      1,
    );
    await expect(article.locator('table').first()).toBeVisible();
    await expect(article.locator('.footnote')).toContainText('Half past seven');
    await expectAccessibleContent(page);
  });
}

test('search finds a heading, and what nobody has opened yet', async ({
  page,
}) => {
  // An index is made every 80 seconds, of the docs that are built by then.
  test.setTimeout(330_000);
  await signIn(page, 'support');
  await openDocs(page, `${blueprint}/personas`, 'Personas');
  const option = page
    .getByRole('option')
    .filter({ hasText: 'Ready buffer' })
    .first();
  // The first index is made a minute after the start.
  await expect(async () => {
    await page.reload();
    await page
      .getByRole('searchbox', { name: 'Search docs' })
      .fill('ready buffer');
    await expect(option).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 150_000 });
  await option.click();
  await expect(page).toHaveURL(/\/scaling-strategies\/#ready-buffer$/);
  await expect(
    page
      .locator('article')
      .getByRole('heading', { name: 'Ready buffer', level: 2 }),
  ).toBeVisible();

  await expect(async () => {
    await page.goto('/search?query=stall+cache+evicts&types%5B%5D=techdocs');
    await expect(
      page.getByRole('link', { name: /stall cache evicts/i }).first(),
    ).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 150_000 });
});

test('on a narrow screen the navigation is a drawer', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await signIn(page, 'engineer');
  await openDocs(page, `${blueprint}/personas`, 'Personas');
  const navigation = page.getByRole('navigation', { name: 'Navigation' });
  const overview = navigation.getByRole('link', { name: 'Overview' });
  await expect(overview).not.toBeInViewport();
  await page.getByTitle('Toggle Sidebar').click();
  await expect(overview).toBeInViewport();
  await overview.click();
  await expect(
    page
      .locator('article')
      .getByRole('heading', { name: 'Operations blueprint', level: 1 }),
  ).toBeVisible();
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
  await expectAccessibleContent(page);
});
