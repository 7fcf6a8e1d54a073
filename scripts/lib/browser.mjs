/** The browser that tests drive: a headless Chromium that an npm package carries. */
import fs from 'node:fs';
import process from 'node:process';

/**
 * Path and arguments of a browser.
 *
 * `WORLDSCALE_BROWSER` names another one, for machines that the npm package does not
 * serve (it carries Linux on x64 alone).
 */
export async function findBrowser() {
  if (process.env.WORLDSCALE_BROWSER) {
    return { executablePath: process.env.WORLDSCALE_BROWSER, args: [] };
  }
  if (process.platform === 'linux' && process.arch === 'x64') {
    const { default: chromium } = await import('@sparticuz/chromium');
    return {
      executablePath: await chromium.executablePath(),
      // Not the package's own arguments: its single process ends with the first context.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--disable-quic',
      ],
    };
  }
  const known = [
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ].find(file => fs.existsSync(file));
  if (known) return { executablePath: known, args: [] };
  throw new Error(
    'No browser was found: name one in the environment variable WORLDSCALE_BROWSER.',
  );
}
