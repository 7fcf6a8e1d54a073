import AxeBuilder from '@axe-core/playwright';
import { APIRequestContext, expect, Page } from '@playwright/test';

/** People of LifeVerse who can sign in, and what they are. */
export const people = {
  engineer: 'Mira Okafor',
  lead: 'Jonas Lindqvist',
  support: 'Sofia Marques',
  finops: 'Kenji Watanabe',
  planner: 'Priya Raman',
} as const;

/** Opens the portal, chooses a person, and waits for the home page. */
export async function signIn(page: Page, who: keyof typeof people) {
  // Right after the first start the catalog may not know the person yet.
  await expect(async () => {
    await page.goto('/');
    await page
      .getByRole('button', { name: new RegExp(`Sign in as ${people[who]}`) })
      .click();
    await expect(
      page.getByRole('heading', { name: `Welcome, ${people[who]}` }),
    ).toBeVisible({ timeout: 20_000 });
  }).toPass({ timeout: 90_000 });
}

/** A token for requests beside the browser; `id` is that of app-config. */
export async function tokenOf(request: APIRequestContext, id: string) {
  const answer = await request.post('/api/auth/personas/refresh', {
    headers: { 'x-requested-with': 'XMLHttpRequest' },
    data: { persona: id },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()).backstageIdentity.token as string;
}

/** Fails where axe finds a serious or critical violation of WCAG 2.1 AA. */
export async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes
        .slice(0, 5)
        .map(node => `${node.target} ${node.html.slice(0, 160)}`),
    }));
  expect(serious, `violations at ${page.url()}`).toEqual([]);
}

/** Waits until the fleet is there: every service in every region of its world. */
export async function openFleet(page: Page) {
  await expect(async () => {
    await page.goto('/fleet');
    await expect(
      page.getByRole('button', { name: /^Healthy \(\d{2,}\)$/ }),
    ).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 100_000 });
}

/** Opens the list, which fills within a minute of the first start. */
export async function openShards(page: Page, query = '') {
  await expect(async () => {
    await page.goto(`/shards${query}`);
    await expect(page.getByRole('table').getByRole('row').nth(1)).toBeVisible({
      timeout: 8_000,
    });
  }).toPass({ timeout: 100_000 });
}

/** Waits until the list knows figures: definitions are read, and measured. */
export async function openSlos(page: Page, query = '') {
  await expect(async () => {
    await page.goto(`/slos${query}`);
    await expect(page.getByText(/of the budget is left/).first()).toBeVisible({
      timeout: 5_000,
    });
  }).toPass({ timeout: 150_000 });
}

/** Controls of the simulated world. */
export async function setFaults(face: string, faults: object[]) {
  const response = await fetch(
    `${process.env.WORLDSCALE_SIMULATOR_URL}/faults/${face}`,
    {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(faults),
    },
  );
  expect(response.ok, await response.text()).toBe(true);
}
