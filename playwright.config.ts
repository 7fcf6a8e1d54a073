import { defineConfig } from '@playwright/test';

const world = process.env.WORLDSCALE_JOURNEYS_OF ?? 'ordinary';

/**
 * Journeys of the portal's users. `npm test` starts portals with simulated worlds and
 * tells here where one is, and which browser to drive (see scripts/test/e2e.mjs).
 */
export default defineConfig({
  testDir: 'e2e-tests',
  // Those that need another world stand in a folder of its name.
  testMatch:
    world === 'ordinary'
      ? '**/e2e-tests/*.test.ts'
      : `**/e2e-tests/${world}/*.test.ts`,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  reporter: [['list'], ['json']],
  // What one run leaves there, another one would clear away.
  outputDir: `test-results/${world}`,
  use: {
    baseURL: process.env.WORLDSCALE_PORTAL_URL ?? 'http://localhost:7007',
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'off',
    launchOptions: {
      executablePath: process.env.WORLDSCALE_BROWSER_PATH,
      args: JSON.parse(process.env.WORLDSCALE_BROWSER_ARGS ?? '[]'),
    },
  },
});
