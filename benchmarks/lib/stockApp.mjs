import fs from 'node:fs';
import path from 'node:path';
import { ensureStockTemplates, rootDir } from '../../scripts/lib/toolchain.mjs';

/** What of the template's packages makes the two peers. */
const parts = [
  ['app/src', 'stock-app/src'],
  ['app/public', 'stock-app/public'],
  ['backend/src', 'stock-backend/src'],
];

/**
 * Puts the sources of the stock app into the peers' workspaces. They are Backstage's,
 * so they are brought when a benchmark wants them and never committed.
 */
export async function placeStockApp() {
  const templates = await ensureStockTemplates();
  const packages = path.join(templates, 'default-app', 'packages');
  for (const [from, to] of parts) {
    const target = path.join(rootDir, 'benchmarks', to);
    fs.rmSync(target, { recursive: true, force: true });
    fs.cpSync(path.join(packages, from), target, {
      recursive: true,
      filter: file => !/\.test\.|setupTests/.test(file),
    });
  }
}
