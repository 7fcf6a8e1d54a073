import {
  PrometheusError,
  RangeAnswer,
  RangeQuestion,
} from '@worldscale/backstage-plugin-worlds-node';
import { Knex } from 'knex';
import {
  at,
  DAY,
  gatewayObject as gateway,
  LedgerScene,
  MINUTE,
  SECOND,
  START,
} from '../../__testUtils__/LedgerScene';
import { migratedDatabases } from '../../__testUtils__/migratedDatabases';
import { LedgerSpans } from './LedgerSpans';
import { PastSizes } from './PastSizes';

jest.setTimeout(60_000);

const { ids, open } = migratedDatabases();
const { signal } = new AbortController();

/** A Prometheus that recorded the sizes of Deployments. */
class Recorded {
  readonly asked: RangeQuestion[] = [];
  failure: PrometheusError | undefined;

  constructor(readonly sizeAt: (name: string, atMs: number) => number | null) {}

  async queryRange(question: RangeQuestion): Promise<RangeAnswer> {
    this.asked.push(question);
    if (this.failure) throw this.failure;
    const stepMs = (question.stepSeconds ?? 60) * SECOND;
    const startMs = Math.ceil(question.startMs / stepMs) * stepMs;
    const endMs = Math.floor(question.endMs / stepMs) * stepMs;
    const matcher = /deployment=~?"([^"]*)"/.exec(question.query)?.[1] ?? '';
    const result = matcher.split('|').map(name => {
      const samples = [];
      for (let atMs = startMs; atMs <= endMs; atMs += stepMs) {
        const value = this.sizeAt(name, atMs);
        if (value !== null) samples.push({ atMs, value });
      }
      return { labels: { namespace: 'aurora', deployment: name }, samples };
    });
    return { result, warnings: [], startMs, endMs, stepMs };
  }
}

function past(db: Knex, prometheus: Recorded) {
  const recorded = jest.fn();
  const config = { clusterLabel: 'cluster', clusterValues: { fra: 'fra-1' } };
  return {
    recorded,
    past: new PastSizes({
      ...{ spans: new LedgerSpans(db), prometheus, config, recorded },
    }),
  };
}

async function askAll(asking: PastSizes): Promise<number> {
  let questions = 0;
  while (await asking.ask('fra', signal)) questions += 1;
  return questions;
}

describe.each(ids)('past sizes on %s', id => {
  it('are taken over once, marked, and end where the ledger begins', async () => {
    const db = await open(id);
    const scene = new LedgerScene(db, { backfillMs: 30 * DAY });
    scene.list([gateway({ replicas: 6, version: 10 })]);
    await scene.flush();
    const prometheus = new Recorded((_, atMs) => {
      if (atMs < START - 2 * DAY) return 2;
      if (atMs < START - DAY) return 4;
      // Nothing was recorded for an hour; another size came of it.
      if (atMs < START - DAY + 60 * MINUTE) return null;
      return 5;
    });
    const { past: asking, recorded } = past(db, prometheus);
    const twins = [asking, past(db, prometheus).past];
    await Promise.all(twins.map(askAll));
    const changes = await scene.changes();
    expect(
      changes.map(({ from, to, notBefore, at: when }) => [
        ...[from, to, notBefore, when],
      ]),
    ).toEqual([
      [5, 6, at(START - 5 * MINUTE), at(START)],
      [4, 5, at(START - DAY - 5 * MINUTE), at(START - DAY + 60 * MINUTE)],
      [2, 4, at(START - 2 * DAY - 5 * MINUTE), at(START - 2 * DAY)],
    ]);
    for (const change of changes) {
      expect(change).toMatchObject({
        source: 'backfilled',
        reasonObserved: false,
        actor: { type: 'unknown' },
        readiness: 'unknown',
        why: {
          sentence: expect.stringMatching(/the reason was not observed\.$/),
        },
      });
    }
    expect(recorded.mock.calls.length).toBeLessThanOrEqual(1);
    expect(prometheus.asked[0].query).toBe(
      '{__name__="kube_deployment_spec_replicas",cluster="fra-1",namespace="aurora",deployment="gateway"}',
    );
    expect(await asking.ask('fra', signal)).toBe(false);
    // Nor does a restart ask again.
    const again = new LedgerScene(db, {
      backfillMs: 30 * DAY,
      atMs: START + 1,
    });
    again.list([gateway({ replicas: 6, version: 10 })]);
    await again.flush();
    expect(await asking.ask('fra', signal)).toBe(false);
  });

  it('are asked for later where Prometheus is down', async () => {
    const db = await open(id);
    const scene = new LedgerScene(db, { backfillMs: 30 * DAY });
    scene.list([gateway({ replicas: 6, version: 10 })]);
    await scene.flush();
    const prometheus = new Recorded((_, atMs) => (atMs < START - DAY ? 4 : 6));
    prometheus.failure = new PrometheusError('Prometheus is away', {
      failure: 'unreachable',
    });
    const { past: asking } = past(db, prometheus);
    await expect(asking.ask('fra', signal)).rejects.toThrow('away');
    expect(await scene.changes()).toEqual([]);
    const ref = 'component:default/gateway';
    const extent = async () => (await scene.reader.extentsOf([ref])).get(ref);
    expect(await extent()).toEqual({
      sinceMs: START,
      recordedSinceMs: null,
      isAsking: true,
    });
    prometheus.failure = undefined;
    await askAll(asking);
    expect(await scene.changes()).toMatchObject([{ from: 4, to: 6 }]);
    const { recordedSinceMs, isAsking } = (await extent())!;
    expect(isAsking).toBe(false);
    expect(recordedSinceMs).toBeLessThan(START - DAY);
  });

  it('show the steps of a change that was found after a gap', async () => {
    const db = await open(id);
    const before = new LedgerScene(db);
    before.list([gateway({ replicas: 3, version: 10 })]);
    await before.flush();
    await before.ledger.stop();
    const backMs = START + 60 * MINUTE;
    const scene = new LedgerScene(db, { atMs: backMs });
    scene.list([gateway({ replicas: 8, version: 90 })]);
    await scene.flush(2 * SECOND);
    expect(await scene.changes()).toMatchObject([
      { from: 3, to: 8, notBefore: at(START), at: at(backMs) },
    ]);
    const { past: asking } = past(
      db,
      new Recorded((_, atMs) => {
        if (atMs < START + 10 * MINUTE) return 3;
        return atMs < START + 40 * MINUTE ? 12 : 8;
      }),
    );
    await askAll(asking);
    const [last, first, ...others] = await scene.changes();
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      ...{ from: 3, to: 12, source: 'backfilled' },
      at: at(START + 10 * MINUTE),
    });
    expect(last).toMatchObject({
      ...{ from: 12, to: 8, source: 'observed' },
      at: at(START + 40 * MINUTE),
      why: { sentence: expect.stringMatching(/^It shrank from 12 to 8 /) },
    });
  });

  it('show what came and went while nobody watched', async () => {
    const db = await open(id);
    const before = new LedgerScene(db);
    before.list([gateway({ replicas: 3, version: 10 })]);
    await before.flush();
    await before.ledger.stop();
    const scene = new LedgerScene(db, { atMs: START + 60 * MINUTE });
    scene.list([gateway({ replicas: 3, version: 90 })]);
    await scene.flush(2 * SECOND);
    expect(await scene.changes()).toEqual([]);
    const { past: asking } = past(
      db,
      new Recorded((_, atMs) => {
        const minutes = (atMs - START) / MINUTE;
        return minutes >= 10 && minutes < 40 ? 9 : 3;
      }),
    );
    await askAll(asking);
    expect(await scene.changes()).toMatchObject([
      { from: 9, to: 3, source: 'backfilled' },
      { from: 3, to: 9, source: 'backfilled' },
    ]);
  });

  it('are asked for in few questions, however many workloads there are', async () => {
    const names = Array.from({ length: 1_000 }, (_, i) => `svc-${i}`);
    const db = await open(id);
    const scene = new LedgerScene(db, {
      ...{ services: names, backfillMs: 30 * DAY },
    });
    scene.list(names.map(name => gateway({ name, replicas: 2, version: 10 })));
    await scene.flush();
    const hour = 60 * MINUTE;
    const prometheus = new Recorded((_, atMs) =>
      // A change every five minutes would fill any ledger.
      atMs > START - 8 * hour ? 2 + ((atMs / MINUTE / 5) % 2) : null,
    );
    await askAll(past(db, prometheus).past);
    expect(prometheus.asked.length).toBeLessThanOrEqual(21);
    const samples = prometheus.asked.map(
      ({ startMs, endMs, query }) =>
        ((endMs - startMs) / (5 * MINUTE)) * query.split('|').length,
    );
    expect(Math.max(...samples)).toBeLessThanOrEqual(50_050);
    expect(await scene.changes('svc-7')).toHaveLength(40);
  });

  it('are asked for in smaller questions where one was too large', async () => {
    const names = Array.from({ length: 8 }, (_, i) => `svc-${i}`);
    const db = await open(id);
    const scene = new LedgerScene(db, {
      ...{ services: names, backfillMs: 30 * DAY },
    });
    scene.list(names.map(name => gateway({ name, replicas: 2, version: 10 })));
    await scene.flush();
    const prometheus = new Recorded((_, atMs) => (atMs < START - DAY ? 1 : 2));
    const asked = prometheus.queryRange.bind(prometheus);
    prometheus.queryRange = async question => {
      if (question.query.split('|').length > 2) {
        throw new PrometheusError('too many samples', { failure: 'question' });
      }
      return asked(question);
    };
    const { past: asking } = past(db, prometheus);
    for (let i = 0; i < 20; i++) {
      await asking.ask('fra', signal).catch(() => undefined);
    }
    for (const name of names) {
      expect(await scene.changes(name)).toMatchObject([{ from: 1, to: 2 }]);
    }
  });
});
