import { change, pageOf } from '../__testUtils__/ledgerFixture';
import { unmarkedStretch } from './unmarkedStretch';

const since = '2026-11-22T17:30:00.000Z';
const pageWith = (
  backfill: 'none' | 'pending',
  observedSince: string | null,
) => ({
  ...pageOf([change]),
  extent: { observedSince, backfill, reason: null },
});

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
  ['none', since, Date.parse(since), /Earlier ones are not known/],
  ['pending', since, Date.parse(since), /still being read/],
  ['pending', null, Infinity, /not watched yet/],
] as const)(
  'says what the ledger does not know: %s, since %s',
  (backfill, observedSince, untilMs, why) => {
    expect(unmarkedStretch(pageWith(backfill, observedSince))).toEqual({
      untilMs,
      why: expect.stringMatching(why),
    });
  },
);
