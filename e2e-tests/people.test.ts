import { expect, test } from '@playwright/test';
import { expectAccessible, people, signIn, tokenOf } from './steps';

const mayCreate = ['engineer', 'lead'];

test('the sign-in page can be used by everybody', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('button', { name: /Sign in as/ })).toHaveCount(5);
  await expectAccessible(page);
});

for (const who of Object.keys(people) as (keyof typeof people)[]) {
  test(`${people[who]} (${who}) signs in and finds the way`, async ({
    page,
  }) => {
    await signIn(page, who);
    const nav = page.getByRole('navigation', { name: 'sidebar nav' });
    for (const item of ['Home', 'Fleet', 'Catalog', 'Docs']) {
      await expect(
        nav.getByRole('link', { name: item, exact: true }),
      ).toBeVisible();
    }
    await expect(
      nav.getByRole('link', { name: 'Create', exact: true }),
    ).toHaveCount(mayCreate.includes(who) ? 1 : 0);
    await expectAccessible(page);
  });
}

test('support cannot create, neither by address nor by request', async ({
  page,
}) => {
  await signIn(page, 'support');
  const token = await tokenOf(page.request, 'sofia');
  const created = await page.request.post('/api/scaffolder/v2/tasks', {
    headers: { authorization: `Bearer ${token}` },
    data: { templateRef: 'template:default/shard-service', values: {} },
  });
  expect([403, 404]).toContain(created.status());
  await page.goto('/create');
  await expect(page.getByRole('button', { name: /choose/i })).toHaveCount(0);
});

test('a request without a token is refused', async ({ request }) => {
  for (const path of [
    '/api/worlds/fleet',
    '/api/worlds/fleet/heatmap',
    '/api/worlds/sources',
    '/api/scaling/summaries',
    '/api/catalog/entities',
  ]) {
    const answer = await request.get(path);
    expect(answer.status(), path).toBe(401);
    // Nobody is told of the code.
    expect(await answer.text(), path).not.toMatch(/stack|\.ts:\d|\.js:\d/);
  }
});
