/**
 * Runs in a process of its own: what objectives cost, with the compiled packages whose
 * folder is given. One answer a question, over the channel to the parent.
 */
const { monitorEventLoopDelay } = require('node:perf_hooks');
const path = require('node:path');

const { startPrometheus } = require('./recordingPrometheus.cjs');

const [, , modulesDir, databaseFile] = process.argv;
const own = name => require(path.join(modulesDir, '@worldscale', name));
const common = own('backstage-plugin-slo-common');
const node = own('backstage-plugin-worlds-node');
const backend = file =>
  require(path.join(
    modulesDir,
    '@worldscale/backstage-plugin-slo-backend/src',
    file,
  ));
const { Definitions } = backend('definitions/Definitions.js');
const { DetailService } = backend('detail/DetailService.js');
const { FileStore } = backend('definitions/FileStore.js');
const { Measuring } = backend('measuring/Measuring.js');
const { ResultStore } = backend('results/ResultStore.js');
const { Rounds } = backend('Rounds.js');
const { RowQuery } = backend('rows/RowQuery.js');
const { RowStore } = backend('rows/RowStore.js');
const { SloService } = backend('SloService.js');
const { SummaryTeller } = backend('SummaryTeller.js');
const { ChangeStore } = backend('standing/ChangeStore.js');
const { PolicyStore } = backend('standing/PolicyStore.js');
const { createRouter } = backend('router.js');

const seconds = started => Number(process.hrtime.bigint() - started) / 1e9;
const nowMs = Date.now();

function text(i) {
  const name = `service-${i}`;
  const query = rest =>
    `{ type: Prometheus, spec: { query: 'http_requests_total{service="${name}"${rest}}' } }`;
  return `apiVersion: openslo/v1
kind: SLO
metadata:
  name: ${name}-availability
  displayName: 'Service ${i}: availability'
  annotations: { worldscale.io/burn-alerts: default }
spec:
  service: ${name}
  indicator:
    metadata: { name: ${name} }
    spec:
      ratioMetric:
        counter: true
        bad: { metricSource: ${query(',code=~"5.."')} }
        total: { metricSource: ${query('')} }
  timeWindow: [{ duration: 28d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.999 }]
`;
}

/** What the catalog knows of the services of so many SLOs. */
function pictureOf(count) {
  const entities = new Map();
  for (let world = 0; world < 400; world++) {
    const entityRef = `system:default/world-${world}`;
    entities.set(entityRef, {
      ...{ entityRef, title: `World ${world}`, isWorld: true },
      ...{ owner: null, world: entityRef },
    });
  }
  for (let i = 0; i < count; i++) {
    const entityRef = `component:default/service-${i}`;
    entities.set(entityRef, {
      ...{ entityRef, title: `Service ${i}`, isWorld: false },
      ...{ owner: `group:default/team-${i % 50}` },
      world: `system:default/world-${i % 400}`,
    });
  }
  return { entities, files: [], flaws: new Map(), recorded: new Map() };
}

const cpuSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Wall and CPU time of some work, and the longest turn of the event loop in it. */
async function timed(work) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const [started, cpu] = [process.hrtime.bigint(), cpuSeconds()];
  const result = await work();
  const took = { wall: seconds(started), cpu: cpuSeconds() - cpu };
  await new Promise(resolve => setTimeout(resolve, 10));
  delay.disable();
  return { ...took, longestMs: delay.max / 1e6, result };
}

/** The plugin's own parts, put together as the plugin does. */
async function openBackend(count, prometheusUrl) {
  const knex = require('knex')({
    client: 'better-sqlite3',
    connection: { filename: databaseFile },
    useNullAsDefault: true,
    pool: { min: 1, max: 1 },
  });
  await node.easeSqlite(knex);
  await knex.migrate.latest({
    directory: path.join(
      modulesDir,
      '@worldscale/backstage-plugin-slo-backend/migrations',
    ),
  });
  const files = new FileStore(knex);
  await files.write(
    Array.from({ length: count }, (_, i) => ({
      ...{ url: `http://forge.test/slo-${i}.yaml`, text: text(i) },
      ...{ entityRef: `component:default/service-${i}`, etag: null },
      ...{ readAtMs: nowMs, checkedAtMs: nowMs, error: null },
      failingSinceMs: null,
    })),
    [],
    true,
  );
  const picture = pictureOf(count);
  const catalog = { picture, refresh: async () => undefined };
  const definitions = new Definitions(files);
  const client = new node.PrometheusClient({
    ...{ title: 'Prometheus', baseUrl: prometheusUrl, headers: {} },
    ...{ timeoutMs: 60_000, maxConcurrent: 6, clusterValues: {} },
    ...{ maxResponseBytes: 64 * 1024 * 1024, clusterLabel: undefined },
  });
  const rows = new RowStore(knex);
  const results = new ResultStore(knex);
  const rounds = new Rounds({
    ...{ catalog, definitions, rows, results },
    config: {
      retention: { hoursMs: 1e12, daysMs: 1e12, changesMs: 1e12 },
    },
    measuring: new Measuring({
      ...{ prometheus: client, store: results, mostDirect: 10, now: Date.now },
    }),
    policies: new PolicyStore(knex),
    changes: new ChangeStore(knex),
    flow: { run: async () => undefined },
    summaries: new SummaryTeller(
      new node.DatabaseSummaryLedger(knex),
      'prometheus',
    ),
    metrics: { objectives: { add() {} }, seconds: { record() {} } },
    logger: console,
    now: Date.now,
  });
  return { knex, catalog, definitions, rows, results, rounds };
}

/** The list's route over HTTP, for a reader who may see `visible`; undefined: all. */
async function startList({ knex, catalog, definitions, rows, results }, count) {
  const half = Array.from({ length: count / 2 }, (_, i) => ({
    kind: 'Component',
    metadata: { name: `service-${2 * i}`, namespace: 'default' },
  }));
  const isGuest = ({ principal }) => principal.userEntityRef.endsWith('guest');
  const visible = new node.VisibleEntities({
    permission: common.sloObjectiveReadPermission,
    filter: {},
    auth: { isPrincipal: () => true },
    permissions: {
      authorize: async () => [{ result: 'ALLOW' }],
      authorizeConditional: async (_, { credentials }) => [
        { result: isGuest(credentials) ? 'CONDITIONAL' : 'ALLOW' },
      ],
    },
    catalog: { queryEntities: async () => ({ items: half, pageInfo: {} }) },
    now: Date.now,
  });
  const service = new SloService({
    ...{ catalog, definitions, rows, visible },
    query: new RowQuery(knex, rows),
    details: new DetailService({ definitions, rows, results, now: Date.now }),
    monitor: { snapshot: async () => [] },
    limits: { oldAfterMs: 60_000, unknownAfterMs: 300_000 },
    now: Date.now,
  });
  const httpAuth = {
    credentials: async req => ({
      principal: {
        type: 'user',
        userEntityRef: `user:default/${req.headers['x-user'] ?? 'mira'}`,
      },
    }),
  };
  const app = require('express')();
  app.use(createRouter({ httpAuth, service, policies: {} }));
  return new Promise(resolve => {
    const server = app.listen(0, '127.0.0.1', () =>
      resolve({
        url: `http://127.0.0.1:${server.address().port}/slos`,
        stop: () => server.close(),
      }),
    );
  });
}

/** Pages as people ask for them: by words, worlds, states, orders, and half hidden. */
function question(i) {
  const asks = [
    { offset: String((i * 50) % 5000) },
    { q: 'service 1' },
    { world: `world-${i}`, sort: 'remaining' },
    { sort: 'burnRate', order: 'desc', offset: '100' },
    { state: 'atRisk', owner: `team-${i % 50}` },
  ];
  return {
    query: new URLSearchParams({ ...asks[i % asks.length], limit: '50' }),
    headers: i % 4 === 3 ? { 'x-user': 'guest' } : {},
  };
}

async function askList(url, i) {
  const { query, headers } = question(i);
  const started = process.hrtime.bigint();
  const answer = await fetch(`${url}?${query}`, { headers });
  const body = await answer.text();
  const ms = seconds(started) * 1000;
  if (answer.status !== 200) throw new Error(body.slice(0, 300));
  return ms;
}

/** The same pages by nothing but SQL: rows in an order, and how many there are. */
function bareList(i) {
  const db = new (require('better-sqlite3'))(databaseFile, { readonly: true });
  const page = db.prepare(
    `select t."row" from (select slo, objective from slo_rows where is_part = 0
     order by state_rank, urgency, name, slo, objective limit 50 offset ?) as p
     join slo_row_texts as t on t.slo = p.slo and t.objective = p.objective`,
  );
  const counts = ['state', 'world', 'owner'].map(name =>
    db.prepare(
      `select ${name}, count(*) from slo_rows where is_part = 0 group by ${name}`,
    ),
  );
  const times = [];
  for (let n = 0; n < i; n++) {
    const started = process.hrtime.bigint();
    const rows = page.all((n * 50) % 5000).map(({ row }) => JSON.parse(row));
    JSON.stringify([rows, ...counts.map(each => each.all())]);
    times.push(seconds(started) * 1000);
  }
  db.close();
  return times;
}

/** The same rows written by nothing but prepared statements. */
function bareWrite() {
  const db = new (require('better-sqlite3'))(databaseFile);
  const rows = db.prepare('select * from slo_rows').all();
  const texts = db.prepare('select * from slo_row_texts').all();
  const intoRows = db.prepare(
    `insert or replace into slo_rows values (${Object.keys(rows[0])
      .map(() => '?')
      .join(', ')})`,
  );
  const intoTexts = db.prepare(
    'insert or replace into slo_row_texts values (?, ?, ?, ?)',
  );
  const started = process.hrtime.bigint();
  db.transaction(() => {
    for (const row of rows) intoRows.run(...Object.values(row));
    for (const each of texts) intoTexts.run(...Object.values(each));
  })();
  const took = seconds(started);
  db.close();
  return took;
}

async function refresh(count) {
  const prometheus = await startPrometheus(count);
  const opened = await openBackend(count, prometheus.url);
  const { knex, rounds, definitions, catalog } = opened;
  const read = await timed(() => definitions.book(catalog.picture));
  const { signal } = new AbortController();
  const all = [];
  let asked = 0;
  for (let round = 0; round < 5; round++) {
    if (round) prometheus.change();
    const before = prometheus.questions();
    const { result: _, ...took } = await timed(() => rounds.measure(signal));
    asked = prometheus.questions() - before;
    all.push(took);
    const [{ n }] = await knex('slo_rows').count({ n: '*' });
    if (Number(n) !== count) throw new Error(`${n} of ${count} rows were made`);
  }
  const { result: _, ...same } = await timed(() => rounds.measure(signal));
  // The same answers, fetched and parsed by nothing else.
  const bare = await timed(() =>
    Promise.all(
      prometheus.names().map(async name => {
        const response = await fetch(
          `${prometheus.url}/api/v1/query?query=${encodeURIComponent(name)}`,
        );
        return JSON.parse(await response.text()).status;
      }),
    ),
  );
  const distinct = prometheus.names().length;
  const writing = bareWrite();

  const list = await startList(opened, count);
  for (let i = 0; i < 20; i++) await askList(list.url, i);
  const ours = [];
  for (let i = 0; i < 150; i++) ours.push(await askList(list.url, i));
  prometheus.change();
  const during = [];
  let isOver = false;
  const running = rounds.measure(signal).finally(() => {
    isOver = true;
  });
  for (let i = 0; !isOver; i++) during.push(await askList(list.url, i));
  await running;
  const lists = { ours, during, bare: bareList(150) };
  list.stop();
  await knex.destroy();
  prometheus.stop();
  return {
    ...{ rounds: all.slice(1), same, asked, distinct, lists },
    ...{ bare: { fetching: bare.wall, fetchingCpu: bare.cpu, writing } },
    read: { wall: read.wall, cpu: read.cpu, longestMs: read.longestMs },
  };
}

/** Budget and burn rates of one SLO over 30 days of minutes, so many times a second. */
function figures(forSeconds) {
  const minutes = 30 * 24 * 60;
  const total = Float64Array.from(
    { length: minutes },
    (_, i) => 900 + (i % 200),
  );
  const bad = total.map((n, i) => (i % 500 === 0 ? n / 2 : 0));
  const startMs = 0;
  const series = common.sliceSeries(startMs, 60_000, bad, total);
  const elapsedMs = minutes * 60_000;
  const question = {
    ...{ series, target: 0.999, coverageFloor: 0.9 },
    window: { startMs, endMs: elapsedMs, elapsedMs },
    rule: { method: 'Occurrences' },
  };
  const windows = [5, 60, 360, 1440, 4320].map(m => m * 60_000);
  const started = process.hrtime.bigint();
  let count = 0;
  let sum = 0;
  while (seconds(started) < forSeconds) {
    sum += common.budgetOf(question).figures.remaining;
    sum += common.burnRates(question, elapsedMs, windows)[0].burnRate;
    count += 1;
  }
  const rate = count / seconds(started);
  const bareStarted = process.hrtime.bigint();
  let bareCount = 0;
  while (seconds(bareStarted) < forSeconds) {
    for (let i = 0; i < minutes; i++) sum += bad[i] + total[i];
    bareCount += 1;
  }
  return { rate, bareRate: bareCount / seconds(bareStarted), sum };
}

function compile(count) {
  const { slos } = common.defineSlos(
    Array.from({ length: count }, (_, i) =>
      common.readOpenSlo(text(i), `slo-${i}.yaml`),
    ),
  );
  const [started, cpu] = [process.hrtime.bigint(), cpuSeconds()];
  const { text: rules } = common.compileRuleFile(slos);
  const took = { seconds: seconds(started), cpu: cpuSeconds() - cpu };
  const groups = slos.flatMap(slo => common.compileSlo(slo).groups);
  const bareStarted = process.hrtime.bigint();
  const { length } = JSON.stringify(groups);
  return {
    ...{ ...took, bytes: rules.length, bareBytes: length },
    bare: seconds(bareStarted),
  };
}

const questions = { refresh, figures, compile };
process.on('message', async ({ question: asked, argument }) => {
  if (asked === 'stop') process.exit(0);
  process.send(await questions[asked](argument));
});
