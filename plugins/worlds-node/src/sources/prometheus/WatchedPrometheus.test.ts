import { MemorySourceMonitor } from '../MemorySourceMonitor';
import { PrometheusClient } from './PrometheusClient';
import { PROMETHEUS_SOURCE, WatchedPrometheus } from './WatchedPrometheus';

const now = Date.parse('2026-11-22T12:00:00Z');

async function watching(answer: () => Promise<Response>) {
  const monitor = new MemorySourceMonitor();
  await monitor.declare([
    { id: PROMETHEUS_SOURCE, kind: 'prometheus', title: 'Prometheus' },
  ]);
  const client = new PrometheusClient(
    {
      ...{ title: 'Prometheus', baseUrl: 'http://p', headers: {} },
      ...{ timeoutMs: 1_000, maxConcurrent: 1, maxResponseBytes: 1_000 },
      ...{ clusterLabel: 'cluster', clusterValues: {} },
    },
    { fetch: answer },
  );
  const watched = new WatchedPrometheus({ client, monitor, now: () => now });
  const health = async () => (await monitor.snapshot())[0];
  return { watched, health };
}
const said = (status: number, body: object) => async () =>
  new Response(JSON.stringify(body), { status });

describe('WatchedPrometheus', () => {
  it('notes when Prometheus answered, and its warnings', async () => {
    const { watched, health } = await watching(
      said(200, {
        status: 'success',
        data: { resultType: 'vector', result: [] },
        warnings: ['one store is missing'],
      }),
    );
    await watched.check(new AbortController().signal);
    expect(await health()).toMatchObject({
      reachable: true,
      lastSuccessAt: '2026-11-22T12:00:00.000Z',
      notes: ['one store is missing'],
    });
  });

  it('notes what went wrong', async () => {
    const { watched, health } = await watching(said(503, {}));
    await expect(watched.query('up')).rejects.toThrow('503');
    expect(await health()).toMatchObject({
      reachable: false,
      lastError: { code: '503' },
    });
  });

  it('does not blame Prometheus for a question that it refuses, nor for a reader who left', async () => {
    const { watched, health } = await watching(
      said(400, { status: 'error', errorType: 'bad_data', error: 'no' }),
    );
    await expect(watched.query('up{')).rejects.toThrow('refused the question');
    const gone = new AbortController();
    gone.abort(new Error('left'));
    await expect(watched.query('up', { signal: gone.signal })).rejects.toThrow(
      'left',
    );
    expect(await health()).toMatchObject({ reachable: null, lastError: null });
  });
});
