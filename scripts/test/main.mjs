/**
 * `npm test`: everything that must hold, in the order in which it fails fastest. A step
 * that fails keeps no other one back.
 *
 *   npm test                     all of it
 *   npm test -- --only unit      one or more of: checks format lint types unit production e2e
 *   npm test -- --only unit plugins/scaling-common    further words go to Jest
 */
import fs from 'node:fs';
import process from 'node:process';
import { endTogether } from '../lib/children.mjs';
import { findPeers } from '../lib/peers.mjs';
import { runner, steps, temporary } from './steps.mjs';

/** In this order; those of one line take one core each, and run side by side. */
const order = [
  ['checks', 'format', 'lint', 'types'],
  ['unit'],
  ['production'],
  ['e2e'],
];

function readArguments() {
  const args = process.argv.slice(2);
  if (args[0] !== '--only') {
    if (args.length > 0)
      throw new Error(
        `npm test does not know '${args[0]}'; it knows --only ${Object.keys(
          steps,
        ).join(' | ')}`,
      );
    return { names: Object.keys(steps), words: [] };
  }
  const names = [];
  const words = args.slice(1);
  while (words.length > 0 && words[0] in steps) names.push(words.shift());
  if (names.length === 0)
    throw new Error(
      `--only wants one or more of: ${Object.keys(steps).join(' ')}`,
    );
  return { names, words };
}

/** Runs one step; beside others its output is kept together. */
async function runStep(name, words, isBeside) {
  const chunks = [];
  const show = runner(isBeside ? chunk => chunks.push(chunk) : undefined);
  if (!isBeside) console.log(`\n=== ${name}`);
  const started = Date.now();
  let result;
  try {
    result = await steps[name](show, words);
  } catch (error) {
    console.error(error);
    result = { passed: 0, failed: 1 };
  }
  const seconds = Math.round((Date.now() - started) / 1000);
  if (isBeside) {
    process.stdout.write(`\n=== ${name}\n${Buffer.concat(chunks)}`);
  }
  return { name, skipped: 0, ...result, seconds };
}

function lineOf({ name, passed, failed, skipped, seconds }) {
  const columns = [
    `${String(passed).padStart(5)} passed`,
    `${String(failed).padStart(4)} failed`,
    `${String(skipped).padStart(4)} skipped`,
    `${String(seconds).padStart(5)} s`,
  ];
  return `${name.padEnd(10)} ${columns.join(' ')}`;
}

async function main() {
  const { names, words } = readArguments();
  endTogether();
  const peers = findPeers();
  const absent = peers.filter(({ version }) => !version);
  for (const { name, version, for: purpose } of peers) {
    console.log(
      `optional peer ${name}: ${
        version ?? `not on this machine; skipped: ${purpose}`
      }`,
    );
  }
  const results = [];
  for (const line of order) {
    const meant = line.filter(name => names.includes(name));
    const isBeside = meant.length > 1;
    results.push(
      ...(await Promise.all(meant.map(name => runStep(name, words, isBeside)))),
    );
  }
  fs.rmSync(temporary, { recursive: true, force: true });
  const sum = key => results.reduce((total, result) => total + result[key], 0);
  console.log(`\n${results.map(lineOf).join('\n')}\n`);
  if (sum('skipped') > 0) {
    console.log(
      `${sum('skipped')} skipped${absent.length ? ', for want of:' : ''}`,
    );
    for (const { name, for: purpose } of absent) {
      console.log(`  ${name} (${purpose})`);
    }
  }
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  process.exit(sum('failed') > 0 || sum('passed') === 0 ? 1 : 0);
}

main().catch(error => {
  console.error(`worldscale: ${error.message}`);
  process.exit(1);
});
