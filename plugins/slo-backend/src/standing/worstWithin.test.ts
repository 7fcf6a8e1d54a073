import { SloRow } from '@worldscale/backstage-plugin-slo-common';
import { knownSlo } from '../__testUtils__/knownSlo';
import { row } from '../__testUtils__/sloRow';
import { ObjectiveReading } from '../measuring/ObjectiveReading';
import { toRecord } from '../rows/rowRecord';
import { settle } from './settle';
import { withWorst } from './worstWithin';

const hourMs = 3_600_000;

const whole = (more: Parameters<typeof row>[1] = {}) =>
  row('login', {
    ...{ remaining: 0.97, reason: '97 % of the budget is left.' },
    exhaustion: { kind: 'never', inMs: null, basisMs: 6 * hourMs },
    ...more,
  });
const region = (
  name: string,
  title: string,
  more: Parameters<typeof row>[1] = {},
) => whole({ region: name, regionTitle: title, ...more });

const well = region('us-oregon', 'US West (Oregon)');
const failing = region('eu-frankfurt', 'Europe (Frankfurt)', {
  ...{ state: 'atRisk', remaining: 0.6 },
  reason:
    'Players fail to log in to Aurora in Europe (Frankfurt); budget gone in 3 hours.',
  burns: [{ windowMs: hourMs, burnRate: 140 }],
  exhaustion: { kind: 'at', inMs: 3 * hourMs, basisMs: hourMs },
});

describe('the worst within a whole', () => {
  it('puts a whole at risk whose region fails, and names it with its burn', () => {
    const told = withWorst(whole(), [whole(), well, failing]);
    expect(told).toMatchObject({
      ...{ state: 'atRisk', reason: failing.reason },
      figures: { remaining: 0.97 },
      worstWithin: {
        ...{ kind: 'region', id: 'eu-frankfurt', title: 'Europe (Frankfurt)' },
        ...{ state: 'atRisk', burnRate: 140, remaining: 0.6 },
        exhaustion: { kind: 'at', inMs: 3 * hourMs },
      },
    });
    // Sorted as soon as the budget of the region is gone.
    expect(toRecord(told)).toMatchObject({ state: 'atRisk' });
    expect(toRecord(told).urgency).toBe(toRecord(failing).urgency);
    expect(toRecord(told).urgency).toBeLessThan(toRecord(whole()).urgency);
  });

  it('says that a region is lost in the first minute, before any alert fires', async () => {
    const login = knownSlo('login', {
      annotations: {
        'worldscale.io/group-by': 'region',
        'worldscale.io/player-journey': 'log in to Aurora',
      },
    });
    const slo = login.definition.name;
    const reading = (at: string, burn: number): ObjectiveReading => ({
      ...{ slo, objective: '0', region: at, target: 0.999, coverage: 1 },
      ...{ window: undefined, measuredBy: 'recorded', isFilling: false },
      figures: {
        ...{ sli: 0.9999, remaining: 0.9, consumed: 0.1, burnRate: 0.1 },
        ...{ minutes: { allowed: 40, remaining: 36 }, events: null },
      },
      unknownReason: null,
      burns: [300_000, hourMs, 6 * hourMs].map(windowMs => ({
        ...{ windowMs, burnRate: burn },
      })),
    });
    const { rows, changes } = await settle({
      slos: new Map([[slo, login]]),
      readings: new Map([
        [
          slo,
          [reading('', 8), reading('eu-frankfurt', 40), reading('iad', 0.1)],
        ],
      ]),
      definitions: { runbookOf: () => null },
      ...{ before: new Map(), policies: new Map(), overrides: new Map() },
      regionTitles: each => (each === 'eu-frankfurt' ? 'Frankfurt' : each),
      atMs: Date.parse('2026-11-20T20:00:00Z'),
    });
    const lost =
      'Players fail to log in to Aurora in Frankfurt; budget gone in 15 hours.';
    expect(rows.map(stored => [stored.row.state, stored.row.reason])).toEqual([
      ['atRisk', lost],
      ['atRisk', lost],
      ['healthy', '90 % of the budget is left.'],
    ]);
    expect(rows[0].row.worstWithin).toMatchObject({ burnRate: 40 });
    // Nobody is paged for it, and no alert claims to fire.
    expect(rows.map(stored => stored.row.firing)).toEqual([{}, {}, {}]);
    expect(changes).toEqual([]);
  });

  it('says of a budget that is spent in which region that is', () => {
    const spent = region('ap-tokyo', 'Asia Pacific (Tokyo)', {
      ...{ state: 'breached', remaining: -0.3 },
      reason: 'The budget is overspent by 30 %.',
      exhaustion: { kind: 'spent', inMs: null, basisMs: hourMs },
    });
    const told = withWorst(whole(), [whole(), well, failing, spent]);
    expect(told).toMatchObject({
      // The policy goes by the whole, and stops nothing.
      state: 'atRisk',
      reason: 'In Asia Pacific (Tokyo): the budget is overspent by 30 %.',
      worstWithin: { id: 'ap-tokyo', state: 'breached' },
    });
    expect(toRecord(told).urgency).toBe(-0.3);
  });

  it('leaves the sentence to an alert of the whole', () => {
    const paging = whole({
      ...{ state: 'atRisk', firing: { page: 1 } },
      reason: 'Players fail to log in to Aurora; budget gone in 5 hours.',
    });
    const spent = region('ap-tokyo', 'Tokyo', {
      ...{ state: 'breached', remaining: -0.3 },
    });
    const told = withWorst(paging, [paging, well, spent]);
    expect(told.reason).toBe(paging.reason);
    expect(told.worstWithin).toMatchObject({ id: 'ap-tokyo' });
  });

  it('says nothing where no region is worse than the whole', () => {
    const dark = region('ap-tokyo', 'Tokyo', { state: 'unknown' });
    const breached = whole({ state: 'breached', remaining: -1 });
    const pairs: [SloRow, SloRow[]][] = [
      [whole(), [well, dark]],
      [breached, [failing]],
      [whole(), [{ ...failing, objective: '1' }]],
      [well, [well, failing]],
    ];
    for (const [each, all] of pairs) {
      expect(withWorst(each, all)).toBe(each);
    }
  });

  it('does not let a composite hold in silence while a part is spent', () => {
    const part = (objective: string, objectiveName: string, more: object) =>
      whole({ objective, objectiveName, isComposite: true, ...more });
    const composite = whole({ objective: 'all', isComposite: true });
    const parts = [
      part('0', 'reach the gateway', { remaining: 0.9 }),
      part('1', 'find a match', {
        ...{ remaining: -0.12, state: 'breached' },
        reason: 'The budget is overspent by 12 %.',
      }),
    ];
    expect(withWorst(composite, [...parts, composite])).toMatchObject({
      state: 'atRisk',
      reason:
        'The composite holds, but not find a match: the budget is overspent by 12 %.',
      worstWithin: { kind: 'part', id: '1', title: 'find a match' },
    });
    // A part that is only at risk is what weights are for.
    const [good] = parts;
    const risky = { ...good, state: 'atRisk' as const };
    expect(withWorst(composite, [risky, composite])).toBe(composite);
  });
});
