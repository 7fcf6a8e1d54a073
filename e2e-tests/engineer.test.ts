import { expect, test } from '@playwright/test';
import { expectAccessible, openFleet, signIn, tokenOf } from './steps';

test('an engineer goes from the fleet to the reason of one state', async ({
  page,
}) => {
  await signIn(page, 'engineer');
  await openFleet(page);
  await expectAccessible(page);

  await page.getByRole('button', { name: /^At risk \(\d+\)$/ }).click();
  await expect(page).toHaveURL(/state=atRisk/);
  // Objectives give reasons, too, which lead to their own tab.
  const why = page
    .locator('a[href*="/scaling"]')
    .and(page.getByRole('link', { name: /^At risk: why, / }))
    .first();
  await expect(why).toBeVisible();
  await expect(page.getByRole('link', { name: /^Healthy: why, / })).toHaveCount(
    0,
  );
  const service = /why, (.*) in /.exec(
    (await why.getAttribute('aria-label')) ?? '',
  )?.[1];
  await expectAccessible(page);

  await why.click();
  await expect(page).toHaveURL(/\/catalog\/default\/component\/[^/]+\/scaling/);
  await expect(
    page.getByRole('heading', { name: service, exact: true }),
  ).toBeVisible();
  await expect(
    page.getByRole('heading', { name: 'Scaling by region' }),
  ).toBeVisible();
  await expect(page.getByText('At risk').first()).toBeVisible();
  await expectAccessible(page);

  await page.goBack();
  await expect(page).toHaveURL(/state=atRisk/);
  await expect(
    page.getByRole('link', { name: /^At risk: why, / }).first(),
  ).toBeVisible();
});

test('the fleet is sorted, searched and narrowed down', async ({ page }) => {
  await signIn(page, 'engineer');
  await openFleet(page);
  await page
    .getByRole('searchbox', { name: 'Search' })
    .fill('tidefall economy');
  const services = page.getByRole('link', {
    name: 'Tidefall Economy',
    exact: true,
  });
  await expect(services).toHaveCount(4);
  await expect(
    page.getByRole('link', { name: 'Aurora Gateway', exact: true }),
  ).toHaveCount(0);
  await page.goto('/fleet?region=ap-tokyo&world=aurora');
  await expect(
    page.getByRole('link', { name: 'Aurora Gateway', exact: true }),
  ).toHaveCount(1);
  await expect(page.getByText('Asia Pacific (Tokyo)').first()).toBeVisible();
  await page.goto('/fleet?q=no+such+service+anywhere');
  await expect(
    page.getByRole('button', { name: 'Clear filters' }).first(),
  ).toBeVisible();
});

test('the heat map shows all worlds and leads to the board', async ({
  page,
}) => {
  await signIn(page, 'engineer');
  await openFleet(page);
  await page.goto('/fleet/heatmap');
  for (const world of [
    'Aurora',
    'Ember',
    'Tidefall',
    'Meridian',
    'The Hollow',
    'Skyreach',
  ]) {
    await expect(
      page.getByRole('link', { name: world, exact: true }),
    ).toBeVisible();
  }
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Meridian', exact: true }).click();
  await expect(page).toHaveURL(/\/fleet\?.*world=/);
  await expect(
    page.getByRole('link', { name: 'Meridian Gateway', exact: true }).first(),
  ).toBeVisible();
});

test('the Kubernetes tab lists the pods of a world service', async ({
  page,
}) => {
  await signIn(page, 'engineer');
  await openFleet(page);
  await page.goto('/catalog/default/component/ember-gateway/kubernetes');
  await expect(
    page.getByRole('heading', { name: 'Your Clusters' }),
  ).toBeVisible();
  await page
    .getByRole('button', { name: /Frankfurt/ })
    .first()
    .click();
  await expect(page.getByText('ember-gateway').last()).toBeVisible();
  await expect(page.getByText(/\d+ pods?/).first()).toBeVisible();
});

test('search finds a service by what it is called', async ({ page }) => {
  await signIn(page, 'engineer');
  await expect(async () => {
    await page.goto('/search?query=tidefall+presence');
    await expect(
      page.getByRole('link', { name: 'Tidefall Presence', exact: true }),
    ).toBeVisible({ timeout: 5_000 });
    // Its state as it is now, whichever that is.
    await expect(
      page.getByRole('link', {
        name: /^(Healthy|At risk|Breached|Unknown): why, Tidefall Presence in /,
      }),
    ).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 110_000 });
  await expectAccessible(page);
  await page
    .getByRole('link', { name: 'Tidefall Presence', exact: true })
    .click();
  await expect(page).toHaveURL(/tidefall-presence/);
});

test('the Kubernetes tab has an answer for every world service', async ({
  request,
}) => {
  const headers = { authorization: `Bearer ${await tokenOf(request, 'mira')}` };
  const found = await request.get(
    '/api/catalog/entities?filter=kind=component,spec.type=world-service&filter=kind=component,spec.type=shard-service',
    { headers },
  );
  const entities: { metadata: { name: string } }[] = await found.json();
  expect(entities.length).toBe(42);
  for (const entity of entities) {
    const { name } = entity.metadata;
    const answer = await request.post(`/api/kubernetes/services/${name}`, {
      headers,
      data: { entity, auth: {} },
    });
    expect(answer.ok(), name).toBe(true);
    const { items } = (await answer.json()) as {
      items: {
        errors: unknown[];
        resources: { type: string; resources: unknown[] }[];
      }[];
    };
    // One item for each cluster that runs it.
    expect(items.length, name).toBeGreaterThan(0);
    expect(
      items.flatMap(item => item.errors),
      name,
    ).toEqual([]);
    const pods = items.flatMap(item =>
      item.resources.filter(({ type }) => type === 'pods'),
    );
    expect(
      pods.reduce((sum, { resources }) => sum + resources.length, 0),
      name,
    ).toBeGreaterThan(0);
  }
});
