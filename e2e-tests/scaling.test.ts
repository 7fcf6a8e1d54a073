import { expect, Locator, Page, test } from '@playwright/test';
import { expectAccessible, openFleet, signIn, tokenOf } from './steps';

const pageOf = (name: string, query = '') =>
  `/catalog/default/component/${name}/scaling${query}`;

/** Opens the tab with a region in detail; the first picture may take a while. */
async function openRegion(
  page: Page,
  service: string,
  region: { name: string; title: RegExp },
): Promise<Locator> {
  const row = page.getByRole('region', { name: region.title });
  await expect(async () => {
    await page.goto(pageOf(service, `?region=${region.name}`));
    await expect(
      row.getByRole('heading', { name: 'How its size comes about' }),
    ).toBeVisible({ timeout: 30_000 });
  }).toPass({ timeout: 100_000 });
  return row;
}

const frankfurt = { name: 'eu-frankfurt', title: /Frankfurt/ };
const saoPaulo = { name: 'sa-saopaulo', title: /São Paulo/ };
const oregon = { name: 'us-oregon', title: /Oregon/ };

test('an engineer reads at a glance whether a service is big enough, and what if a zone dies', async ({
  page,
}) => {
  await signIn(page, 'engineer');
  const row = await openRegion(page, 'aurora-gateway', frankfurt);
  const state = page.getByRole('region', { name: 'State now' });
  await expect(state.getByText(/^5 regions: /)).toBeVisible();
  await expect(row.getByText(/^maximum of the autoscaler/).first()).toBeVisible(
    { timeout: 60_000 },
  );
  await expect(
    row.getByText(/^(it (holds|breaks): )?\d+ of \d+ are left/).first(),
  ).toBeVisible();
  await expect(row.getByText(/may be taken away now$/)).toBeVisible();
  await expect(row.getByText(/^needs \d+ replicas?$/)).toBeVisible();

  const zones = row.getByRole('region', { name: 'Zones' });
  await expect(zones.getByRole('row', { name: /^eu-frankfurt-/ })).toHaveCount(
    3,
  );
  await expect(
    zones.getByRole('row', { name: /^Without the largest \d+/ }),
  ).toBeVisible();
  await expect(
    zones.getByText(/^Spread: over topology.kubernetes.io\/zone/),
  ).toBeVisible();
  const limits = row.getByRole('region', { name: 'Limits' });
  await expect(limits.getByText(/binds first/).first()).toBeVisible();
  await expect(
    limits.getByRole('row', { name: /^quota / }).first(),
  ).toBeVisible();
  await expectAccessible(page);
});

/** What of the backend's answer is looked at. */
interface Scaling {
  regions: {
    region: string;
    workloads: {
      autoscaler: {
        kind: string;
        decision: { verdict: string; steps: string[] } | null;
      } | null;
    }[];
  }[];
}

/** Of each kind of scaler one service, and a step of its decision. */
const kinds = [
  {
    kind: 'cpu',
    service: 'aurora-gateway',
    region: 'eu-frankfurt',
    autoscaler: 'HorizontalPodAutoscaler',
    step: /cpu/,
  },
  {
    kind: 'cpu of a container',
    service: 'identity',
    region: 'eu-frankfurt',
    autoscaler: 'HorizontalPodAutoscaler',
    step: /cpu of container/,
  },
  {
    kind: 'pods',
    service: 'aurora-presence',
    region: 'eu-frankfurt',
    autoscaler: 'HorizontalPodAutoscaler',
    step: /presence_connections/,
  },
  {
    kind: 'an object',
    service: 'leaderboard',
    region: 'eu-frankfurt',
    autoscaler: 'HorizontalPodAutoscaler',
    step: /requests_per_second/,
  },
  {
    kind: 'external',
    service: 'aurora-matchmaking',
    region: 'eu-frankfurt',
    autoscaler: 'HorizontalPodAutoscaler',
    step: /matchmaking_queue_length/,
  },
  {
    kind: 'KEDA',
    service: 'aurora-chat',
    region: 'eu-frankfurt',
    autoscaler: 'ScaledObject',
    step: /chat_messages_per_second/,
  },
  {
    kind: 'blue/green',
    service: 'inventory',
    region: 'sa-saopaulo',
    autoscaler: 'HorizontalPodAutoscaler',
    step: /cpu/,
  },
  {
    kind: 'canary',
    service: 'patch-delivery',
    region: 'us-oregon',
    autoscaler: 'HorizontalPodAutoscaler',
    step: /cpu/,
  },
  {
    kind: 'Buffer',
    service: 'aurora-shards',
    region: 'eu-frankfurt',
    autoscaler: 'FleetAutoscaler',
    step: /allocated/,
  },
  {
    kind: 'Counter',
    service: 'ember-shards',
    region: 'eu-frankfurt',
    autoscaler: 'FleetAutoscaler',
    step: /of the counter players/,
  },
  {
    kind: 'List',
    service: 'tidefall-shards',
    region: 'eu-frankfurt',
    autoscaler: 'FleetAutoscaler',
    step: /of the list ships/,
  },
  {
    kind: 'Webhook',
    service: 'meridian-shards',
    region: 'eu-frankfurt',
    autoscaler: 'FleetAutoscaler',
    step: /A webhook .*city-registry.* decides/,
  },
  {
    kind: 'Chain',
    service: 'skyreach-shards',
    region: 'eu-frankfurt',
    autoscaler: 'FleetAutoscaler',
    step: /Link (default|after-school) of its chain/,
  },
];

test('every kind of scaler tells how its size comes about', async ({
  page,
  request,
}) => {
  test.setTimeout(240_000);
  await signIn(page, 'engineer');
  const blueGreen = await openRegion(page, 'inventory', saoPaulo);
  await expect(blueGreen.getByText(/^\d+ active, 2 preview$/)).toBeVisible();
  await expect(
    blueGreen.getByText(/it waits for its preview to be promoted/).first(),
  ).toBeVisible();
  await expectAccessible(page);

  const headers = { authorization: `Bearer ${await tokenOf(request, 'mira')}` };
  for (const { kind, service, region, autoscaler, step } of kinds) {
    const path = `/api/scaling/services/component/default/${service}`;
    const answer = await request.get(path, { headers });
    const { regions } = (await answer.json()) as Scaling;
    const found = regions.find(each => each.region === region)!;
    const [workload] = found.workloads;
    expect(workload.autoscaler?.kind, kind).toBe(autoscaler);
    const { verdict, steps } = workload.autoscaler!.decision!;
    expect(steps.join(' '), kind).toMatch(step);
    const verdicts =
      kind === 'Webhook' ? ['notComputed'] : ['agrees', 'held', 'differs'];
    expect(verdicts, kind).toContain(verdict);
  }

  const canary = await openRegion(page, 'patch-delivery', oregon);
  await expect(
    canary.getByText(/10% of the traffic to the canary; an analysis/).first(),
  ).toBeVisible();
  const keda = await openRegion(page, 'aurora-chat', frankfurt);
  await expect(
    keda.getByText(/^ScaledObject aurora-chat, wants \d+$/),
  ).toBeVisible();
  await expect(keda.getByText(/: active\b/).first()).toBeVisible();
});

test('the ledger tells why it scaled: from the chart, by filter, as a file', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await signIn(page, 'engineer');
  // Two minutes after the start past sizes have been taken over.
  await expect(async () => {
    await page.goto(pageOf('ember-gateway', '?region=us-virginia&range=7d'));
    await expect(
      page.getByRole('toolbar', { name: 'Changes of size' }),
    ).toBeVisible({ timeout: 30_000 });
  }).toPass({ timeout: 120_000 });
  await expect(page.getByRole('button', { name: '7 days' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  const marks = page.getByRole('toolbar', { name: 'Changes of size' });
  await marks.getByRole('button').last().focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  const chosen = page.getByRole('region', {
    name: 'Changes chosen on the chart',
  });
  await expect(chosen.getByText(/ to \d+/).first()).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: '24 hours' }).click();
  await expect(page).toHaveURL(/range=24h/);
  const ledger = page.getByRole('region', {
    name: 'Why it scaled: every change of size',
  });
  await ledger.getByLabel('Direction').click();
  await page.getByRole('option', { name: 'Up', exact: true }).click();
  await expect(page).toHaveURL(/direction=up/);
  const entry = ledger.getByRole('button', { name: /\d+ to \d+/ }).first();
  await expect(entry).toBeVisible();
  await entry.click();
  await expect(ledger.getByText('Metrics then').first()).toBeVisible();
  await expect(ledger.getByText('Known from').first()).toBeVisible();
  await expectAccessible(page);

  const download = page.waitForEvent('download');
  await ledger.getByRole('button', { name: 'Export as CSV' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('ember-gateway-changes.csv');
  const stream = await file.createReadStream();
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  const lines = Buffer.concat(chunks).toString('utf8').trim().split('\n');
  expect(lines.length).toBeGreaterThan(1);
  expect(lines[0]).toContain('region');
});

/** What a cluster itself says is free of a Fleet's counter of players. */
async function freePlayers(): Promise<number> {
  const controls = await fetch(`${process.env.WORLDSCALE_SIMULATOR_URL}/`);
  const { faces } = (await controls.json()) as {
    faces: { name: string; url: string }[];
  };
  const cluster = faces.find(({ name }) => name === 'kubernetes/fra')!.url;
  const answer = await fetch(
    `${cluster}/apis/agones.dev/v1/namespaces/ember/fleets/ember-shards`,
    { headers: { authorization: 'Bearer simulated' } },
  );
  const { status } = (await answer.json()) as {
    status: { counters: { players: { count: number; capacity: number } } };
  };
  const { count, capacity } = status.counters.players;
  return capacity - count;
}

/** As soon as it is another than `last`. */
async function nextFreePlayers(last: number): Promise<number> {
  for (;;) {
    const free = await freePlayers();
    if (free !== last) return free;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

test('a change in a cluster is on the open page within five seconds', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await signIn(page, 'engineer');
  await openFleet(page);
  const row = await openRegion(page, 'ember-shards', frankfurt);
  await page.evaluate(() => Object.assign(window, { isSamePage: true }));
  let free = await nextFreePlayers(await freePlayers());
  // More often than the page asks by itself.
  for (let change = 0; change < 4; change++) {
    free = await nextFreePlayers(free);
    await expect(
      row.getByText(`free players: ${free.toLocaleString('en-US')} of`).first(),
    ).toBeVisible({ timeout: 5_000 });
  }
  expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
});

test('the tab fits a narrow window, and takes the keyboard', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 900 });
  await signIn(page, 'engineer');
  const row = await openRegion(page, 'aurora-gateway', frankfurt);
  const overflow = await page.evaluate(
    () =>
      document.documentElement.scrollWidth -
      document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(1);
  const toggle = row.getByRole('button', { name: /Frankfurt/ });
  await toggle.focus();
  await page.keyboard.press('Enter');
  await expect(toggle).toHaveAttribute('aria-expanded', 'false');
  await expectAccessible(page);
});
