/**
 * One page of the shards page's API (100 rows, filtered and sorted, with the number of
 * all that match, out of 10,000 shards), asked over HTTP by a signed-in person of a
 * production build, against plain SQL: the same question put to the same rows by the
 * same SQLite in the same run, in turns. The plain query knows of no permission, no age
 * and no index but the primary key: it is what somebody would write who had the rows in
 * a table.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { rootDir } from '../scripts/lib/toolchain.mjs';
import { startShardPortal } from './lib/shardPortal.mjs';
import { quantile } from './lib/statistics.mjs';

const requests = 300;
const warmUp = 20;
const limit = 100;
const offset = 300;

const Database = createRequire(
  path.join(rootDir, 'packages/backend/package.json'),
)('better-sqlite3');

/** Filters by regions, states, utilisation and a word; sorts by players, most first. */
const page =
  '/api/scaling/shards?region=eu-frankfurt&region=us-virginia&region=ap-tokyo' +
  '&state=healthy&state=atRisk&utilizationFrom=20&q=shards' +
  `&sort=players&order=desc&limit=${limit}&offset=${offset}`;
const condition =
  "region in ('eu-frankfurt', 'us-virginia', 'ap-tokyo') and state in (1, 3)" +
  " and utilization >= 20 and search like '%shards%'";

/** A copy of the rows in a database of its own, which nobody else reads or writes. */
function plainTable(from, to) {
  fs.rmSync(to, { force: true });
  const db = new Database(to);
  db.prepare('attach database ? as portal').run(from);
  const columns = db
    .prepare("select name, type from pragma_table_info('shards', 'portal')")
    .all();
  db.exec(
    `create table plain (${columns
      .map(
        ({ name, type }) =>
          `${name} ${type}${name === 'id' ? ' primary key' : ''}`,
      )
      .join(', ')}); insert into plain select * from portal.shards;`,
  );
  db.exec('detach database portal');
  return db;
}

export async function run({ workDir, log }) {
  const portal = await startShardPortal({ workDir, log, name: 'shards' });
  const db = plainTable(
    portal.databaseFile,
    path.join(workDir, 'shards-plain.sqlite'),
  );
  const select = db.prepare(
    `select * from plain where ${condition} order by players desc, name desc limit ${limit} offset ${offset}`,
  );
  const count = db.prepare(
    `select count(*) as n from plain where ${condition}`,
  );
  const askPlain = () => {
    const started = process.hrtime.bigint();
    const answer = { shards: select.all(), total: count.get().n };
    return {
      answer,
      milliseconds: Number(process.hrtime.bigint() - started) / 1e6,
    };
  };
  const [api, plain] = [(await portal.ask(page)).body, askPlain().answer];
  log(`the API finds ${api.total} shards, plain SQL ${plain.total}`);
  if (api.shards.length !== limit || plain.shards.length !== limit)
    throw new Error('A page is not full');
  // The simulated players come and go while this is read.
  if (Math.abs(api.total - plain.total) > 0.05 * plain.total)
    throw new Error('The two do not answer the same question');

  const times = { api: [], plain: [] };
  for (let i = 0; i < requests + warmUp; i++) {
    const answered = await portal.ask(page);
    const bare = askPlain();
    if (i < warmUp) continue;
    times.api.push(answered.milliseconds);
    times.plain.push(bare.milliseconds);
  }
  db.close();
  await portal.stop();
  const p95 = {
    api: quantile(times.api, 0.95),
    plain: quantile(times.plain, 0.95),
  };
  return [
    {
      name: 'shardsApi: page of 100 out of 10,000, p95',
      value: p95.api,
      unit: 'ms',
      limit: 50,
    },
    {
      name: 'shardsApi: page of 100, p95, API / plain SQL',
      value: p95.api / p95.plain,
      unit: 'times',
      limit: 1.5,
    },
    {
      name: 'shardsApi: page of 100, p95, plain SQL',
      value: p95.plain,
      unit: 'ms',
    },
    {
      name: 'shardsApi: page of 100, median',
      value: quantile(times.api, 0.5),
      unit: 'ms',
    },
    {
      name: 'shardsApi: page of 100, median, plain SQL',
      value: quantile(times.plain, 0.5),
      unit: 'ms',
    },
  ];
}
