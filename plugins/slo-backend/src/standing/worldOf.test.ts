import { SloRow, sloRowSchema } from '@worldscale/backstage-plugin-slo-common';
import { worldOf } from './worldOf';

const hour = 3_600_000;

function rowOf(
  playerJourney: string,
  remaining: number,
  changes: Partial<SloRow> = {},
): SloRow {
  return sloRowSchema.parse({
    ...{ slo: playerJourney, objective: '0', region: '', service: 'gateway' },
    ...{ displayName: playerJourney, objectiveName: null, entityRef: null },
    ...{ serviceTitle: 'Gateway', world: 'system:default/aurora' },
    ...{ worldTitle: 'Aurora', owner: null, target: 0.999, playerJourney },
    ...{ method: 'Occurrences', isComposite: false, runbookUrl: null },
    window: {
      ...{ kind: 'rolling', duration: '28d', lengthMs: 28 * 24 * hour },
      ...{ startAt: null, endAt: null, timeZone: null },
    },
    state: 'healthy',
    reason: `${Math.round(remaining * 100)} % of the budget is left.`,
    figures: {
      ...{ sli: 0.9995, remaining, consumed: 1 - remaining, burnRate: 0.5 },
      ...{ minutes: { allowed: 40, remaining: 40 * remaining }, events: null },
    },
    ...{ unknownReason: null, coverage: 1, lowTraffic: null, firing: {} },
    burns: [
      { windowMs: hour, burnRate: 2 },
      { windowMs: 6 * hour, burnRate: 4 },
    ],
    exhaustion: { kind: 'at', inMs: hour, basisMs: 6 * hour },
    ...{ measuredBy: 'recorded', observedAt: null, freshness: 'fresh' },
    ...{ isDefinitionOld: false, decision: null },
    ...changes,
  });
}

const world = (...rows: SloRow[]) =>
  worldOf('system:default/aurora', 'Aurora', rows);

it('speaks of the journey with the least budget left, by its name', () => {
  const { reason, journeys } = world(
    rowOf('chat', 0.91),
    rowOf('trade', 0.31),
    rowOf('log in', 0.6),
  );
  expect(reason).toBe(
    'The least is left where players trade: 31 % of the budget is left.',
  );
  expect(journeys.map(({ journey }) => journey)).toEqual([
    ...['trade', 'log in', 'chat'],
  ]);
});

it('puts the worse state before the smaller budget', () => {
  const unknown = {
    ...{ state: 'unknown' as const, figures: null },
    reason: 'Not known, because Prometheus does not answer.',
  };
  expect(world(rowOf('chat', 0.2), rowOf('trade', 0.9, unknown)).reason).toBe(
    'Players trade: Not known, because Prometheus does not answer.',
  );
  const failing = { state: 'atRisk' as const, reason: 'Players fail to chat.' };
  expect(world(rowOf('chat', 0.9, failing), rowOf('trade', 0.2)).reason).toBe(
    'Players fail to chat.',
  );
});

it('tells how fast all burn together over one window for all, the last hour where it is known', () => {
  const other = (burnRate: number | null) =>
    rowOf('trade', 0.5, {
      burns: [
        { windowMs: hour, burnRate },
        { windowMs: 6 * hour, burnRate: 6 },
      ],
    });
  expect(world(rowOf('chat', 0.5), other(4)).composite).toMatchObject({
    burnRate: 3,
    exhaustion: { basisMs: hour },
  });
  expect(world(rowOf('chat', 0.5), other(null)).composite).toMatchObject({
    burnRate: 5,
    exhaustion: { basisMs: 6 * hour },
  });
});

it('does not let the mean of all hide that one of them is spent', () => {
  const spent = { state: 'breached' as const, reason: 'It is overspent.' };
  const one = world(rowOf('chat', 0.94), rowOf('trade', -0.12, spent));
  expect(one).toMatchObject({
    state: 'breached',
    composite: {
      ...{ remaining: expect.closeTo(0.41, 9), state: 'atRisk' },
      reason:
        'All journeys together hold (41 % of the budget is left), but trade has spent the whole budget.',
      worst: { slo: 'trade', journey: 'trade', remaining: -0.12 },
    },
  });
  const three = world(
    ...[rowOf('chat', 4), rowOf('trade', -0.12, spent)],
    ...[rowOf('log in', -0.3, spent), rowOf('map', 0, spent)],
  );
  expect(three.composite!.reason).toMatch(
    /but log in and 2 others have spent the whole budget\.$/,
  );
  const all = world(rowOf('chat', -1, spent), rowOf('trade', 0.5));
  expect(all.composite).toMatchObject({
    state: 'breached',
    reason: 'All journeys together have spent their budget.',
  });
  expect(world(rowOf('chat', 0.94)).composite).toMatchObject({
    state: 'healthy',
    reason: 'All journeys together: 94 % of the budget is left.',
  });
});
