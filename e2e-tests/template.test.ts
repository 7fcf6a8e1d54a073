import { expect, Page, test } from '@playwright/test';
import { expectAccessible, signIn } from './steps';

// A template's task, the catalog, the docs and the clusters each take their seconds.
test.describe.configure({ timeout: 240_000 });

/** Services outlive a run against a portal that stays. */
const suffix = Date.now().toString(36);

async function openForm(page: Page) {
  await page.goto('/create');
  await page
    .getByRole('heading', { name: 'World service', exact: true })
    .waitFor({ timeout: 60_000 });
  await page.goto('/create/templates/default/shard-service');
  await expect(page.getByLabel(/^Name/)).toBeVisible({ timeout: 30_000 });
}

interface Wanted {
  kind: string;
  name: string;
  description: string;
  perInstance: RegExp;
}

/** Fills the four pages of the form, and looks at each with axe. */
async function fillForm(page: Page, wanted: Wanted) {
  await page.getByLabel(wanted.kind).check();
  await page.getByLabel(/^Name/).fill('aurora-chat');
  await expect(
    page.getByText(
      'Taken by component:default/aurora-chat, which social owns.',
    ),
  ).toBeVisible();
  await page.getByLabel(/^Name/).fill('a'.repeat(60));
  await expect(page.getByText(/^Too long by \d+: its/)).toBeVisible();
  await page.getByLabel(/^Name/).fill(wanted.name);
  await expect(page.getByText(/No component has this name yet/)).toBeVisible();
  await page.getByLabel(/^Description/).fill(wanted.description);
  await page.getByLabel(/^Owner/).click();
  await page.getByRole('option', { name: /world-aurora|World Aurora/ }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Next' }).click();

  await page.getByLabel(/^World/).click();
  await page.getByRole('option', { name: /^Aurora/ }).click();
  await page.getByRole('checkbox', { name: /^Europe/ }).check();
  await page.getByRole('checkbox', { name: /^US East/ }).check();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Next' }).click();

  await page.getByLabel(/^Concurrent players at the peak/).fill('5000');
  await page.getByLabel(wanted.perInstance).fill('200');
  await expect(
    page.getByRole('table', { name: 'How the size comes about' }),
  ).toContainText('5,000 players / 2 regions');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Next' }).click();

  await expect(page.getByLabel(/^Tier/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Review' }).click();
  await expect(page.getByText(wanted.description)).toBeVisible();
  await page.getByRole('button', { name: 'Create' }).click();
}

/** Follows a service from its task to the clusters. */
async function followToLife(page: Page, { name, description }: Wanted) {
  const title = name
    .split('-')
    .map(word => word[0].toUpperCase() + word.slice(1))
    .join(' ');
  const open = page.getByRole('link', { name: 'Open the service' });
  // The task's page and its log are Backstage's own.
  await expect(open).toBeVisible({ timeout: 90_000 });
  await open.click();
  await expect(page.getByRole('heading', { name: title })).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByText(description).first()).toBeVisible();

  // Its size comes in when the clusters run it.
  await expect(async () => {
    await page.goto(`/catalog/default/component/${name}/scaling`);
    await expect(
      page.getByRole('main').getByText('Europe (Frankfurt)').first(),
    ).toBeVisible({ timeout: 5_000 });
    await expect(
      page.getByRole('main').getByText('US East (Virginia)').first(),
    ).toBeVisible({ timeout: 5_000 });
    await expect(
      page.getByRole('main').getByText('Healthy').first(),
    ).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 120_000 });
  await expectAccessible(page);

  // Its docs are built already.
  await page.goto(`/docs/default/component/${name}`);
  await expect(page.getByRole('heading', { name: 'At a glance' })).toBeVisible({
    timeout: 30_000,
  });
  await page.getByRole('link', { name: 'Architecture' }).first().click();
  await expect(page.getByText('5,000 players / 2 regions').first()).toBeVisible(
    { timeout: 30_000 },
  );

  await expect(async () => {
    await page.goto(`/search?query=${name}`);
    await expect(page.getByRole('link', { name: title }).first()).toBeVisible({
      timeout: 5_000,
    });
  }).toPass({ timeout: 90_000 });
}

test('an engineer makes a shard service and watches it come to life', async ({
  page,
}) => {
  const wanted: Wanted = {
    kind: 'Stateful shard',
    name: `aurora-arena-${suffix}`,
    description: 'Arena fights of Aurora, fifty against fifty.',
    perInstance: /^Players per shard/,
  };
  await signIn(page, 'engineer');
  await openForm(page);
  await fillForm(page, wanted);
  await followToLife(page, wanted);
});

test('an engineer makes a stateless service and watches it come to life', async ({
  page,
}) => {
  const wanted: Wanted = {
    kind: 'Stateless service',
    name: `aurora-mail-${suffix}`,
    description: 'Letters between players of Aurora.',
    perInstance: /^Players per pod/,
  };
  await signIn(page, 'engineer');
  await openForm(page);
  await fillForm(page, wanted);
  await followToLife(page, wanted);
});

test.describe('on a phone', () => {
  test.use({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });

  test('the form fits, and takes a team that was typed but not chosen', async ({
    page,
  }) => {
    const expectNoOverflow = async () =>
      // Wider than the screen, and a mobile browser zooms out.
      expect(await page.evaluate(() => window.innerWidth)).toBe(390);
    await signIn(page, 'engineer');
    await openForm(page);
    await expectNoOverflow();
    await page.getByLabel(/^Name/).fill(`aurora-mine-${suffix}`);
    await page.getByLabel(/^Description/).fill('Mines of Aurora.');
    const owner = page.getByRole('textbox', { name: /^Owner/ });
    await owner.tap();
    await owner.pressSequentially('world aur');
    await expect(page.getByRole('option')).toHaveCount(1);
    await page.getByRole('button', { name: 'Next' }).tap();
    await expect(page.getByLabel(/^World/)).toBeVisible();
    await expectNoOverflow();
    await page.getByRole('button', { name: 'Back' }).tap();
    await expect(owner).toHaveValue('World Aurora');
  });
});
