import { defineConfig } from '@playwright/test';

const scenario = process.env.WORLDSCALE_SCENARIO ?? 'ordinary';

/**
 * Journeys of the portal's users. `npm test` starts a portal with the simulated world
 * and tells here where it is and which browser to drive (see scripts/test/e2e.mjs).
 */
export default defineConfig({
  testDir: 'e2e-tests',
  // Those of other scenarios need a world of their own.
  testMatch:
    scenario === 'ordinary'
      ? '**/e2e-tests/*.test.ts'
      : `**/e2e-tests/scenarios/${scenario}.test.ts`,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  reporter: [['list'], ['json']],
  outputDir: 'test-results',
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
