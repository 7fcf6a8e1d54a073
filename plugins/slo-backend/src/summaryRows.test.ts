import { row } from './__testUtils__/sloRow';
import { summaryRows } from './summaryRows';

const burns = (burnRate: number | null) => [{ windowMs: 3_600_000, burnRate }];

describe('what the fleet is told of objectives', () => {
  it('is the worst of a service in a region', () => {
    const entityRef = 'component:default/chat';
    const told = summaryRows([
      row('chat-latency', { entityRef, remaining: 0.8 }),
      row('chat-availability', { entityRef, remaining: -1, state: 'breached' }),
      row('mail-availability', { remaining: 0.5 }),
    ]);
    expect(
      told.map(({ reason, state, path }) => [reason, state, path]),
    ).toEqual([
      ['chat-availability: ', 'breached', 'slos'],
      ['mail-availability: ', 'healthy', 'slos'],
    ]);
  });

  it('is nothing of a service that is only too young', () => {
    const young = { state: 'unknown', coverage: 0.02 } as const;
    expect(summaryRows([row('young', { ...young, burns: burns(0) })])).toEqual(
      [],
    );
  });

  it('is that nothing is known where nothing is measured now', () => {
    const silent = { state: 'unknown', coverage: 0.5 } as const;
    for (const each of [
      row('silent', { ...silent, burns: burns(null) }),
      row('silent', { ...silent, coverage: null, burns: burns(0) }),
    ]) {
      expect(summaryRows([each])).toMatchObject([{ state: 'unknown' }]);
    }
  });
});
