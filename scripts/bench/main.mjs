/**
 * `npm run bench [-- name ...]`: runs the benchmarks one after another, prints a table,
 * writes benchmarks/results.json, and fails where a limit is missed.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { endTogether, stopChildren } from '../lib/children.mjs';
import { Failure } from '../lib/failure.mjs';
import { rootDir } from '../lib/toolchain.mjs';

const folder = path.join(rootDir, 'benchmarks');
const resultsFile = path.join(folder, 'results.json');

function known() {
  return fs
    .readdirSync(folder)
    .filter(file => file.endsWith('.bench.mjs'))
    .map(file => file.replace(/\.bench\.mjs$/, ''))
    .sort();
}

function format(value) {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2);
}

function table(rows) {
  const cells = rows.map(row => [
    row.name,
    `${format(row.value)} ${row.unit}`,
    row.limit === null ? '' : `at most ${format(row.limit)}`,
    row.limit === null ? '' : row.within ? 'within' : 'MISSED',
  ]);
  const widths = [0, 1, 2, 3].map(column =>
    Math.max(...cells.map(cell => cell[column].length)),
  );
  return cells
    .map(cell =>
      cell
        .map((text, column) => text.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

async function main() {
  endTogether();
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter(name => !known().includes(name));
  if (unknown.length > 0) {
    throw new Failure(
      `There is no benchmark '${unknown[0]}'; there are: ${known().join(', ')}`,
    );
  }
  const workDir = fs.mkdtempSync(path.join(os.tmpdir(), 'worldscale-bench-'));
  const all = [];
  try {
    for (const name of wanted.length > 0 ? wanted : known()) {
      console.log(`\n=== ${name}`);
      const { run } = await import(
        pathToFileURL(path.join(folder, `${name}.bench.mjs`)).href
      );
      const rows = await run({
        workDir,
        log: line => console.log(`  ${line}`),
      });
      for (const { limit = null, ...row } of rows) {
        all.push({
          ...row,
          limit,
          within: limit === null ? true : row.value <= limit,
        });
      }
      await stopChildren();
    }
  } finally {
    await stopChildren();
    fs.rmSync(workDir, { recursive: true, force: true });
  }
  // Results of benchmarks that were not run this time stay as they were.
  const before = fs.existsSync(resultsFile)
    ? JSON.parse(fs.readFileSync(resultsFile, 'utf8'))
    : [];
  const ran = new Set(all.map(row => row.name));
  const prefixes = wanted.length > 0 ? wanted : known();
  const kept = before.filter(
    row =>
      !ran.has(row.name) &&
      !prefixes.some(prefix => row.name.startsWith(`${prefix}:`)),
  );
  fs.writeFileSync(
    resultsFile,
    `${JSON.stringify([...kept, ...all], null, 2)}\n`,
  );
  console.log(`\n${table(all)}\n`);
  const missed = all.filter(row => !row.within);
  console.log(
    missed.length === 0
      ? 'All limits are kept.'
      : `${missed.length} limits are missed.`,
  );
  process.exit(missed.length === 0 ? 0 : 1);
}

main().catch(error => {
  console.error(
    `worldscale: ${error instanceof Failure ? error.message : error.stack}`,
  );
  process.exit(1);
});
