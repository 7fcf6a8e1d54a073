import { defaultFreshnessLimits } from '@worldscale/backstage-plugin-worlds-common';
import { explain } from '../__testUtils__/explain';
import { ageRegion } from './ageRegion';
import { mergeRegion } from './mergeRegion';
import { asUnread, lastReadingOf, withoutOldNumbers } from './unreadWorkload';

const READ = '2026-11-22T20:00:00.000Z';
const LATER = '2026-11-22T20:05:00.000Z';
const JUDGED = Date.parse(READ) + 120_000;

const well = explain({ hpa: {} });
const ill = explain({ ready: 0 });
const unread = asUnread(well, '403 Forbidden', READ);

describe('a workload that cannot be read now', () => {
  it('keeps its numbers with the instant of its last reading', () => {
    expect(unread).toMatchObject({
      ...{ state: 'unknown', ready: 5, max: 12, observedAt: READ },
      reason: 'The Deployment gateway cannot be read now: 403 Forbidden.',
      lastKnown: { state: 'healthy', reason: well.reason },
    });
  });

  it('keeps that instant however often it is judged again', () => {
    expect(asUnread(unread, 'a timeout', LATER)).toMatchObject({
      reason: 'The Deployment gateway cannot be read now: a timeout.',
      observedAt: READ,
      lastKnown: { state: 'healthy' },
    });
  });

  it('makes its region as old as itself, and tells what the region was', () => {
    const region = mergeRegion('eu', [unread, asUnread(ill, 'refused', LATER)]);
    const aged = (nowMs: number) =>
      ageRegion(
        region,
        new Date(nowMs).toISOString(),
        nowMs,
        defaultFreshnessLimits,
      );
    expect(aged(JUDGED)).toMatchObject({
      ...{ state: 'unknown', observedAt: READ, freshness: 'old', ready: 5 },
      reason: expect.stringMatching(/cannot be read now: [^.]*\.$/),
      lastKnown: { state: 'breached', reason: ill.reason },
    });
    expect(aged(JUDGED + 600_000)).toMatchObject({
      freshness: 'unknown',
      reason: expect.stringMatching(
        /cannot be read now: .* Last observed 12 minutes ago\.$/,
      ),
    });
  });

  it('hides nothing of others that can be read, but leaves no sum known', () => {
    const region = mergeRegion('eu', [ill, unread]);
    expect(lastReadingOf(region.workloads)).toBeUndefined();
    expect(
      ageRegion(region, LATER, Date.parse(LATER), defaultFreshnessLimits),
    ).toMatchObject({
      ...{ state: 'breached', ready: null, desired: null },
      ...{ observedAt: LATER, freshness: 'fresh', lastKnown: null },
    });
  });

  it('is of an unknown age where one of several never said', () => {
    const never = asUnread(well, 'refused', null);
    expect(lastReadingOf([unread, never])?.observedAt).toBeNull();
    expect(lastReadingOf([])).toBeUndefined();
  });

  it('has no numbers to reckon with', () => {
    expect(withoutOldNumbers(unread)).toMatchObject({
      ...{ ready: null, desired: null, max: null, metric: null },
      ...{ autoscaler: null, sizing: 'unknown', reason: unread.reason },
    });
    expect(withoutOldNumbers(well)).toBe(well);
  });
});
