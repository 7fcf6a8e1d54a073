import { TestDatabases } from '@backstage/backend-test-utils';
import { SummarySource } from '@worldscale/backstage-plugin-worlds-common';
import { Fleet, iso, noonMs, pull, row, service } from '../__testUtils__/Fleet';

// Each test has a database of its own, which takes seconds on a busy machine.
jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const minutes = (n: number) => n * 60_000;

describe.each(databases.eachSupportedId())('ages of the fleet on %s', id => {
  /** Service `a` in `eu`, read of the source `fra`, which is as `source` says. */
  async function fleetWith(source: Partial<SummarySource>) {
    const fleet = await Fleet.on(databases, id);
    await fleet.writer.applyCatalog([service('a')], []);
    const fra = { id: 'fra', confirmedAt: iso(noonMs), ...source };
    await fleet.writer.applySummaries(
      pull('scaling', {
        rows: [row('a', 'eu', { source: 'fra' })],
        sources: [fra],
      }),
    );
    return {
      fleet,
      after: async (n: number) => {
        const vision = await fleet.vision({ nowMs: noonMs + minutes(n) });
        return (await fleet.ask({}, vision)).rows[0];
      },
    };
  }

  it('names the source that cannot be read, and why', async () => {
    const { after } = await fleetWith({
      title: 'Cluster Frankfurt',
      error: { message: 'list pods: forbidden', code: '403' },
    });
    const trouble = 'Cluster Frankfurt refuses: 403 Forbidden.';
    expect(await after(0)).not.toHaveProperty('trouble');
    expect(await after(2)).toMatchObject({
      ...{ state: 'healthy', freshness: 'old', reason: 'a is fine', trouble },
    });
    expect(await after(6)).toMatchObject({
      ...{ state: 'unknown', freshness: 'unknown', trouble },
      reason: `${trouble} Last known: healthy. a is fine`,
    });
  });

  it('says since when a source that does not fail confirms nothing', async () => {
    const { after } = await fleetWith({ title: 'Cluster Frankfurt' });
    const aged = await after(6);
    expect(aged).not.toHaveProperty('trouble');
    expect(aged.reason).toBe(
      'Not confirmed by Cluster Frankfurt since 2026-11-01 12:00:00 UTC. Last known: healthy. a is fine',
    );
  });

  it('blames a domain that cannot be asked rather than what it said last', async () => {
    const { after, fleet } = await fleetWith({
      error: { message: 'x', code: '403' },
    });
    const trouble = 'scaling fails: 500 Internal Server Error.';
    expect(await fleet.writer.noteStatus('scaling', 'failed', trouble)).toBe(
      true,
    );
    expect(await after(2)).toMatchObject({ trouble });
    await fleet.writer.applySummaries(
      pull('scaling', {
        full: false,
        sources: [{ id: 'fra', confirmedAt: iso(noonMs) }],
      }),
    );
    expect(await after(2)).not.toHaveProperty('trouble');
  });

  it('tells on the heat map when each cell was observed', async () => {
    const fleet = await Fleet.on(databases, id);
    await fleet.writer.applyCatalog([service('a'), service('b')], []);
    await fleet.writer.applySummaries(
      pull('scaling', {
        rows: [
          row('a', 'eu', { source: 'fra' }),
          row('a', 'us', { source: 'iad', state: 'breached' }),
          row('b', 'eu', { source: 'fra', state: 'atRisk' }),
        ],
        sources: [
          { id: 'fra', confirmedAt: iso(noonMs + minutes(4)) },
          { id: 'iad', confirmedAt: iso(noonMs) },
        ],
      }),
    );
    // Of two domains the one in the worse state is shown.
    await fleet.writer.applySummaries(
      pull('slo', { rows: [row('b', 'eu', { state: 'healthy' })] }),
    );
    const at = async (n: number) => {
      const vision = await fleet.vision({ nowMs: noonMs + minutes(n) });
      const map = await fleet.reader.heatMap(vision, {});
      return map.cells.map(([s, , r, state, observation]) => [
        map.services[s].title,
        map.regions[r].value,
        state,
        ...Object.values(map.observations[observation]),
      ]);
    };
    const [four, noon] = [iso(noonMs + minutes(4)), iso(noonMs)];
    expect(await at(4.5)).toEqual([
      ['a', 'eu', 3, 'fresh', four],
      ['a', 'us', 0, 'old', noon],
      ['b', 'eu', 1, 'fresh', four],
    ]);
    expect((await at(6))[1]).toEqual(['a', 'us', 2, 'unknown', noon]);
  });

  it('tells the worst state of each of some services', async () => {
    const fleet = await Fleet.on(databases, id);
    await fleet.writer.applyCatalog(
      [service('a'), service('b'), service('c')],
      [{ kind: 'region', value: 'us', title: 'Virginia' }],
    );
    await fleet.writer.applySummaries(
      pull('scaling', {
        rows: [
          row('a', 'eu'),
          row('a', 'us', { state: 'atRisk', reason: 'two left' }),
          row('b', 'eu'),
          row('b', 'us', { observedAt: iso(noonMs - 1) }),
        ],
      }),
    );
    const refs = ['a', 'c', 'none'].map(name => `component:default/${name}`);
    const vision = await fleet.vision();
    expect(await fleet.reader.states(vision, refs)).toMatchObject([
      {
        ...{ name: 'a', state: 'atRisk', reason: 'two left' },
        ...{ regionTitle: 'Virginia', rows: 2, rowsInState: 1 },
      },
      { name: 'c', state: 'unknown', freshness: 'unknown', rows: 1 },
    ]);
    const b = await fleet.reader.states(vision, ['component:default/b']);
    expect(b).toMatchObject([{ region: 'us', rowsInState: 2 }]);
    const [c] = refs.slice(1);
    const seeing = await fleet.vision({ entityRefs: [c] });
    expect(await fleet.reader.states(seeing, refs)).toMatchObject([
      { name: 'c' },
    ]);
  });
});
