/**
 * Script per frame while the heat map of 10,000 shards is scrolled in a headless
 * Chromium, from the browser's own trace, with the portal live (signals and polls come
 * as they do). Beside it an empty page of the same height, scrolled in the same way.
 */
import { chromium } from 'playwright-core';
import { findBrowser } from '../scripts/lib/browser.mjs';
import { traceScroll } from './lib/scrollScript.mjs';
import { startShardPortal } from './lib/shardPortal.mjs';
import { quantile } from './lib/statistics.mjs';

const seconds = 20;

export async function run({ workDir, log }) {
  const portal = await startShardPortal({ workDir, log, name: 'heat' });
  const { executablePath, args } = await findBrowser();
  const browser = await chromium.launch({
    executablePath,
    args,
    headless: true,
  });
  try {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
    });
    const page = await context.newPage();
    await page.goto(portal.baseUrl);
    await page
      .getByRole('button', { name: /Sign in as Mira/ })
      .click({ timeout: 120_000 });
    await page.waitForTimeout(5_000);
    await page.goto(`${portal.baseUrl}/shards/heatmap`);
    const rows = page.getByRole('application');
    await rows.first().waitFor({ timeout: 120_000 });
    const labels = await rows.evaluateAll(all =>
      all.map(each => each.getAttribute('aria-label')),
    );
    const cells = labels.reduce(
      (sum, label) => sum + Number(/: (\d+) cells/.exec(label)[1]),
      0,
    );
    log(`the map shows ${cells} cells in ${labels.length} rows`);
    if (cells < 9_500) throw new Error(`Only ${cells} cells are shown`);
    await page.waitForTimeout(3_000);
    const map = await traceScroll(page, { seconds });

    const empty = await context.newPage();
    await empty.setContent(
      '<body style="margin:0"><div style="height:4000px"></div></body>',
    );
    const bare = await traceScroll(empty, { seconds });
    log(`${map.length} frames of the map, ${bare.length} of the empty page`);
    if (map.length < 100 || bare.length < 100)
      throw new Error('Too few frames were drawn');
    return [
      {
        name: 'shardsHeatMap: script per frame while 10,000 cells are scrolled, p95',
        value: quantile(map, 0.95),
        unit: 'ms',
        limit: 10,
      },
      {
        name: 'shardsHeatMap: script per frame of an empty page, p95',
        value: quantile(bare, 0.95),
        unit: 'ms',
      },
      {
        name: 'shardsHeatMap: script per frame while 10,000 cells are scrolled, median',
        value: quantile(map, 0.5),
        unit: 'ms',
      },
    ];
  } finally {
    await browser.close();
    await portal.stop();
  }
}
