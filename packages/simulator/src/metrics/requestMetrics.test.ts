import { ManualClock } from '../Clock';
import { QueryEngine } from '../prometheus/QueryEngine';
import { createWorld } from '../world';
import { Series, SeriesSource } from './SeriesSource';

jest.setTimeout(60_000);

const anchorMs = Date.UTC(2026, 8, 20, 19);
const dayMs = 86_400_000;

function engineOf(source: SeriesSource) {
  return new QueryEngine({
    source,
    clock: new ManualClock(anchorMs),
    scrapeIntervalMs: 300_000,
    lookbackMs: 300_000,
    evaluationIntervalMs: 60_000,
    dialect: 3,
    limits: { maxSamples: 1e8, timeoutMs: 60_000 },
    cachedSamples: 0,
  });
}

/** The same source, of which every sample must be read. */
function plodding(source: SeriesSource): SeriesSource {
  return {
    families: () => source.families(),
    earliestMs: () => source.earliestMs(),
    *series(nameMatches): Generator<Series> {
      for (const series of source.series(nameMatches)) {
        yield { ...series, steadySince: undefined };
      }
    },
  };
}

describe('request counters of a region that was lost', () => {
  const source = createWorld({
    scenario: 'region-loss',
    seed: 1,
    anchorMs,
  }).metrics();

  it('are numbers whenever they are there', () => {
    const broken: string[] = [];
    const names = /^http_request_duration_seconds_(sum|bucket)$/;
    for (const { labels, valueAt } of source.series(n => names.test(n))) {
      if (labels.service !== 'identity') continue;
      for (let t = anchorMs - 15 * dayMs; t <= anchorMs; t += 1_800_000) {
        if (Number.isNaN(valueAt(t))) broken.push(`${labels.region} ${t}`);
      }
    }
    expect(broken).toEqual([]);
  });

  it('grow by the same whether all samples are read or only those at resets', async () => {
    const [quick, slow] = [engineOf(source), engineOf(plodding(source))];
    for (const range of ['4h', '12d']) {
      for (const atMs of [anchorMs, anchorMs - 8.5 * dayMs]) {
        const query = `increase(http_requests_total{service="identity"}[${range}])`;
        const told = await Promise.all(
          [quick, slow].map(async engine => {
            const result = await engine.instant(query, atMs, engine.newWork());
            if (result.type !== 'vector') throw new Error('no vector');
            return result.columns.map(({ labels, values }) => ({
              series: `${labels.region} ${labels.code}`,
              increase: values[0],
            }));
          }),
        );
        expect(told[0]).toHaveLength(20);
        for (const [i, { series, increase }] of told[0].entries()) {
          expect(series).toBe(told[1][i].series);
          const other = told[1][i].increase;
          const off = Math.abs(increase - other) / Math.max(1, other);
          expect(off).toBeLessThan(1e-9);
        }
      }
    }
  });
});
