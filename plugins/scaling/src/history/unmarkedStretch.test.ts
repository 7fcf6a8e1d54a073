import { change, pageOf } from '../__testUtils__/ledgerFixture';
import { unmarkedStretch } from './unmarkedStretch';

const since = '2026-11-22T17:30:00.000Z';
const sinceMs = Date.parse(since);
const early = '2026-11-01T00:00:00.000Z';

it('leaves nothing unmarked where the ledger holds all and the page too', () => {
  expect(unmarkedStretch(pageOf([change]))).toBeUndefined();
  expect(unmarkedStretch(pageOf([]))).toBeUndefined();
});

it('says from when on changes are marked where there are more', () => {
  const older = { ...change, at: '2026-11-20T08:00:00.000Z' };
  expect(unmarkedStretch(pageOf([change, older], 'next'))).toMatchObject({
    untilMs: Date.parse(older.at),
    why: expect.stringMatching(
      /^Marked are the newest 2 changes, back to .*Those before are in the ledger/,
    ),
  });
});

it.each([
  ['none', since, since, sinceMs, /Earlier ones are not known/],
  ['pending', since, early, sinceMs, /still being read/],
  ['pending', null, null, Infinity, /not watched yet/],
  ['done', since, early, Date.parse(early), /without their reasons/],
] as const)(
  'says what the ledger does not know: %s, watched since %s, known since %s',
  (backfill, observedSince, knownSince, untilMs, why) => {
    const extent = { backfill, observedSince, knownSince, reason: null };
    expect(unmarkedStretch({ ...pageOf([change]), extent })).toEqual({
      untilMs,
      why: expect.stringMatching(why),
    });
  },
);
