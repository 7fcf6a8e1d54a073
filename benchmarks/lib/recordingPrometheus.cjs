const { createServer } = require('node:http');

/** A Prometheus that evaluates the rules of all SLOs, and counts its questions. */
function startPrometheus(count) {
  let questions = 0;
  let round = 0;
  const names = new Set();
  const bodies = new Map();
  const valueOf = (name, i) => {
    if (name.includes('coverage')) return 1;
    if (name.includes('total_events')) return 1e6 + i + round;
    if (name.includes('bad_events')) return (i + round) % 1500;
    return ((i + round) % 1500) / 1e6;
  };
  const bodyOf = name => {
    const result = Array.from({ length: count }, (_, i) => ({
      metric: {
        ...{ __name__: name, slo: `service-${i}-availability` },
        ...{ slo_objective: '0', slo_service: `service-${i}` },
      },
      value: [Date.now() / 1000, String(valueOf(name, i))],
    }));
    const data = { resultType: 'vector', result };
    return Buffer.from(JSON.stringify({ status: 'success', data }));
  };
  const server = createServer({ keepAliveTimeout: 120_000 }, (req, res) => {
    questions += 1;
    const { searchParams } = new URL(req.url, 'http://prometheus');
    const [name] = (searchParams.get('query') ?? '').split('{');
    names.add(name);
    if (!bodies.has(name)) bodies.set(name, bodyOf(name));
    res.setHeader('content-type', 'application/json');
    res.end(bodies.get(name));
  });
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () =>
      resolve({
        url: `http://127.0.0.1:${server.address().port}`,
        questions: () => questions,
        names: () => [...names],
        /** Every value is another one; made before anybody waits for it. */
        change: () => {
          round += 1;
          for (const name of names) bodies.set(name, bodyOf(name));
        },
        stop: () => server.close(),
      }),
    );
  });
}

module.exports = { startPrometheus };
