/**
 * Runs in a process of its own: what objectives cost, with the compiled packages whose
 * folder is given. One answer a question, over the channel to the parent.
 */
const { createServer } = require('node:http');
const path = require('node:path');

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
const { Measuring } = backend('measuring/Measuring.js');
const { ResultStore } = backend('results/ResultStore.js');
const { RowStore } = backend('standing/RowStore.js');
const { RowQuery } = backend('standing/RowQuery.js');
const { settle } = backend('standing/settle.js');
const { summaryRows } = backend('summaryRows.js');

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

function knownSlos(count) {
  const files = Array.from({ length: count }, (_, i) =>
    common.readOpenSlo(text(i), `slo-${i}.yaml`),
  );
  const { slos } = common.defineSlos(files);
  return new Map(
    slos.map((definition, i) => {
      const entityRef = `component:default/${definition.service}`;
      const world = {
        entityRef: `system:default/world-${i % 400}`,
        title: `World ${i % 400}`,
      };
      const slo = {
        ...{ definition, world, hourOffsetMs: 0 },
        file: { url: `slo-${i}.yaml`, error: null },
        entity: {
          ...{ entityRef, title: `Service ${i}`, isWorld: false },
          ...{ owner: `group:default/team-${i % 50}`, world: world.entityRef },
        },
        generations: definition.objectives.map(o =>
          common.generationOf(definition, o),
        ),
      };
      return [definition.name, slo];
    }),
  );
}

/** A Prometheus that evaluates the rules of all SLOs, and counts its questions. */
function startPrometheus(slos) {
  const names = [...slos.values()].map(({ definition }) => definition);
  let questions = 0;
  const bodies = new Map();
  const valueOf = (name, i) => {
    if (name.includes('coverage')) return 1;
    if (name.includes('total_events')) return 1e6 + i;
    if (name.includes('bad_events')) return i % 1500;
    return (i % 1500) / 1e6;
  };
  const bodyOf = name => {
    const result = names.map(({ name: slo, service }, i) => ({
      metric: {
        ...{ __name__: name, slo, slo_objective: '0', slo_service: service },
      },
      value: [nowMs / 1000, String(valueOf(name, i))],
    }));
    return JSON.stringify({
      status: 'success',
      data: { resultType: 'vector', result },
    });
  };
  const server = createServer({ keepAliveTimeout: 120_000 }, (req, res) => {
    questions += 1;
    const { searchParams } = new URL(req.url, 'http://prometheus');
    const [name] = (searchParams.get('query') ?? '').split('{');
    if (!bodies.has(name)) bodies.set(name, bodyOf(name));
    res.setHeader('content-type', 'application/json');
    res.end(bodies.get(name));
  });
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () =>
      resolve({
        url: `http://127.0.0.1:${server.address().port}`,
        questions: () => questions,
        names: () => [...bodies.keys()],
        stop: () => server.close(),
      }),
    );
  });
}

async function refresh(count) {
  const slos = knownSlos(count);
  const prometheus = await startPrometheus(slos);
  const knex = require('knex')({
    client: 'better-sqlite3',
    connection: { filename: databaseFile },
    useNullAsDefault: true,
    pool: { min: 1, max: 1 },
  });
  await knex.migrate.latest({
    directory: path.join(
      modulesDir,
      '@worldscale/backstage-plugin-slo-backend/migrations',
    ),
  });
  const client = new node.PrometheusClient({
    ...{ title: 'Prometheus', baseUrl: prometheus.url, headers: {} },
    ...{ timeoutMs: 60_000, maxConcurrent: 6, clusterValues: {} },
    ...{ maxResponseBytes: 64 * 1024 * 1024, clusterLabel: undefined },
  });
  const [rows, query, ledger] = [
    new RowStore(knex),
    new RowQuery(knex),
    new node.DatabaseSummaryLedger(knex),
  ];
  const measuring = new Measuring({
    ...{ prometheus: client, store: new ResultStore(knex), mostDirect: 10 },
    ...{ now: Date.now, fillForMs: 1000 },
  });
  const signal = new AbortController().signal;
  const times = [];
  let asked = 0;
  for (let round = 0; round < 4; round++) {
    const before = prometheus.questions();
    const started = process.hrtime.bigint();
    const { readings } = await measuring.run([...slos.values()], signal);
    const settled = settle({
      ...{ slos, readings, atMs: Date.now() },
      definitions: { runbookOf: () => null },
      before: await rows.memories(),
      ...{ policies: new Map(), overrides: new Map() },
      regionTitles: region => region,
    });
    await rows.replace(settled.rows);
    const told = summaryRows(settled.rows.map(({ row }) => row));
    await ledger.replace('prometheus', told, new Date());
    times.push(seconds(started));
    asked = prometheus.questions() - before;
    if (settled.rows.length !== count) {
      throw new Error(`${settled.rows.length} of ${count} rows were made`);
    }
  }
  // The same answers, fetched and parsed by nothing else.
  const bareStarted = process.hrtime.bigint();
  await Promise.all(
    prometheus.names().map(async name => {
      const response = await fetch(
        `${prometheus.url}/api/v1/query?query=${encodeURIComponent(name)}`,
      );
      return JSON.parse(await response.text());
    }),
  );
  const bare = seconds(bareStarted);
  const distinct = prometheus.names().length;

  const lists = { ours: [], bare: [] };
  const hidden = new Set();
  for (let i = 0; i < 120; i++) {
    const asking = common.sloListQuerySchema.parse({
      ...{ offset: (i * 50) % 5000, limit: 50 },
      ...(i % 3 === 0 && { q: 'service 1' }),
      ...(i % 3 === 1 && { world: `world-${i}`, sort: 'remaining' }),
    });
    const started = process.hrtime.bigint();
    JSON.stringify(await query.list(asking, hidden));
    if (i >= 20) lists.ours.push(seconds(started) * 1000);
    const bareList = process.hrtime.bigint();
    JSON.stringify(
      await knex('slo_rows')
        .select('row')
        .orderBy(['state_rank', 'urgency'])
        .limit(50)
        .offset(asking.offset),
    );
    if (i >= 20) lists.bare.push(seconds(bareList) * 1000);
  }
  await knex.destroy();
  prometheus.stop();
  return { times, bare, asked, distinct, lists };
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
  const slos = [...knownSlos(count).values()].map(s => s.definition);
  const started = process.hrtime.bigint();
  const { text: rules } = common.compileRuleFile(slos);
  const took = seconds(started);
  const bareStarted = process.hrtime.bigint();
  require('yaml').parse(text(0));
  return { seconds: took, bytes: rules.length, one: seconds(bareStarted) };
}

const questions = { refresh, figures, compile };
process.on('message', async ({ question, argument }) => {
  if (question === 'stop') process.exit(0);
  process.send(await questions[question](argument));
});
