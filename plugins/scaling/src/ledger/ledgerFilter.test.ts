import { filterOf } from './ledgerFilter';

const nowMs = Date.parse('2026-11-22T20:00:00Z');

describe('filterOf', () => {
  it('asks for what the address names', () => {
    expect(
      filterOf(
        { in: 'eu-frankfurt', who: 'person', direction: 'up', since: '24h' },
        nowMs,
      ),
    ).toEqual({
      region: 'eu-frankfurt',
      workload: undefined,
      actor: 'person',
      direction: 'up',
      from: '2026-11-21T20:00:00.000Z',
    });
  });

  it('leaves out what nobody could have chosen', () => {
    const filter = filterOf(
      { who: 'ghost', direction: 'sideways', since: 'ever' },
      nowMs,
    );
    expect(Object.values(filter).filter(Boolean)).toEqual([]);
  });
});
