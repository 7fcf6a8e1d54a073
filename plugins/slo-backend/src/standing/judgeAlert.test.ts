import { WantedBurnAlert } from '@worldscale/backstage-plugin-slo-common';
import { ToldAlert } from '../measuring/PrometheusAlerts';
import { judgeAlert, KeptAlert, tellAlert } from './judgeAlert';

const minuteMs = 60_000;
const startMs = Date.parse('2026-11-20T20:00:00Z');
const minute = (n: number) => new Date(startMs + n * minuteMs).toISOString();

const wanted: WantedBurnAlert = {
  ...{ severity: 'page', op: 'gte', threshold: 14.4 },
  ...{ longMs: 60 * minuteMs, shortMs: 5 * minuteMs, forMs: 2 * minuteMs },
  ...{ alertsOnBreach: true, alertsOnNoData: false, targets: [] },
  position: { file: 'slo.yaml', line: 1, column: 1 },
};

const elsewhere: ToldAlert = { isLoaded: false, isRecorded: false };
const silent: ToldAlert = { isLoaded: true, isRecorded: true };
const unrecorded: ToldAlert = { isLoaded: true, isRecorded: false };
const firing = (sinceMinute: number): ToldAlert => ({
  ...silent,
  active: { state: 'firing', sinceMs: startMs + sinceMinute * minuteMs },
});

/** Of each minute: how fast both windows burn, and what Prometheus says. */
function run(looks: [burn: number | null, told: ToldAlert | undefined][]) {
  let kept: KeptAlert | undefined;
  return looks.map(([burnRate, told], i) => {
    const burns = [wanted.shortMs, wanted.longMs].map(windowMs => ({
      ...{ windowMs, burnRate },
    }));
    kept = judgeAlert(wanted, burns, kept, told, startMs + i * minuteMs);
    return tellAlert(kept);
  });
}

const repeated = <T>(times: number, look: T): T[] => Array(times).fill(look);

describe('judgeAlert', () => {
  it('has the state of Prometheus and its instant, where that evaluates the alert', () => {
    const all = run([
      [1, silent],
      [20, silent],
      [20, silent],
      [20, firing(2)],
      [1, silent],
    ]);
    expect(all.map(a => [a.state, a.since])).toEqual([
      ['inactive', minute(0)],
      // Rules wait in what they record: meanwhile Prometheus is silent.
      ['pending', minute(1)],
      ['pending', minute(1)],
      ['firing', minute(2)],
      ['inactive', minute(4)],
    ]);
    expect(all.every(a => a.judgedBy === 'prometheus')).toBe(true);
    expect(all[3].own).toEqual({
      ...{ state: 'firing', since: minute(3), isHeld: false },
    });
    expect(all.some(a => a.differsSince !== undefined)).toBe(false);
  });

  it('knows since when an alert fires that fired before the portal began', () => {
    const [first] = run([[20, firing(-600)]]);
    expect(first).toMatchObject({ state: 'firing', since: minute(-600) });
    expect(first).not.toHaveProperty('beganEarlier');
    const unsaid: ToldAlert = {
      ...silent,
      active: { state: 'firing', sinceMs: null },
    };
    const [seen, again] = run(repeated(2, [20, unsaid]));
    expect(seen).toMatchObject({ since: minute(0), beganEarlier: true });
    expect(again).toMatchObject({ since: minute(0), beganEarlier: true });
  });

  it('judges itself, and says so, where the rules are not loaded or are others', () => {
    for (const told of [elsewhere, unrecorded]) {
      const all = run([[1, told], ...repeated(4, [20, told] as const)] as [
        number,
        ToldAlert,
      ][]);
      expect(all.map(a => a.state)).toEqual([
        ...['inactive', 'pending', 'pending', 'firing', 'firing'],
      ]);
      expect(all.every(a => a.judgedBy === 'portal' && !a.own)).toBe(true);
    }
  });

  it('says that both differ, once that lasts longer than either takes to notice', () => {
    const all = run([
      [1, silent],
      ...repeated<[number, ToldAlert]>(9, [20, silent]),
      [1, silent],
    ]);
    expect(all.map(a => a.state)).toEqual([
      ...['inactive', ...Array(7).fill('pending')],
      ...['inactive', 'inactive', 'inactive'],
    ]);
    expect(all[7].differsSince).toBeUndefined();
    expect(all[8]).toMatchObject({
      ...{ differsSince: minute(3), judgedBy: 'prometheus' },
      own: { state: 'firing', since: minute(3) },
    });
    expect(all[10]).not.toHaveProperty('differsSince');

    const other = run(repeated(6, [1, firing(-9)]));
    expect(other.map(a => a.state)).toEqual(Array(6).fill('firing'));
    expect(other[4].differsSince).toBeUndefined();
    expect(other[5]).toMatchObject({
      ...{ differsSince: minute(0), own: { state: 'inactive' } },
    });
  });

  it('does not resolve what burns on while Prometheus starts anew', () => {
    const all = run([
      [20, firing(-9)],
      ...repeated<[number, ToldAlert]>(3, [20, silent]),
      [20, firing(-9)],
      ...repeated<[number, ToldAlert]>(6, [20, silent]),
    ]);
    expect(all.map(a => a.state)).toEqual([
      ...Array(10).fill('firing'),
      // That is no start any more.
      'inactive',
    ]);
    expect(all[3].since).toBe(minute(-9));
  });

  it('stays as it was, held, while Prometheus cannot be asked', () => {
    const all = run([
      [20, firing(-9)],
      [20, undefined],
      [1, undefined],
      [1, silent],
    ]);
    expect(all.map(a => [a.state, a.isHeld, a.since])).toEqual([
      ['firing', false, minute(-9)],
      ['firing', true, minute(-9)],
      ['firing', true, minute(-9)],
      ['inactive', false, minute(3)],
    ]);
    // Whom nobody told of Prometheus, the portal goes on by itself.
    const [own] = run([[20, undefined]]);
    expect(own).toMatchObject({ state: 'firing', judgedBy: 'portal' });
  });

  it('is held while a condition is not recorded, since Prometheus takes the last one', () => {
    const all = run([
      [20, firing(-9)],
      [null, { ...firing(-9), isRecorded: false }],
      // After a gap it takes as long as the alert waits until it is recorded again.
      [1, { ...firing(-9), isRecorded: false }],
      [1, silent],
      [null, unrecorded],
      [1, unrecorded],
    ]);
    expect(all.map(a => [a.state, a.isHeld, a.judgedBy])).toEqual([
      ['firing', false, 'prometheus'],
      ['firing', true, 'prometheus'],
      ['firing', true, 'prometheus'],
      ['inactive', false, 'prometheus'],
      ['inactive', true, 'prometheus'],
      ['inactive', true, 'prometheus'],
    ]);
  });

  it('takes over where a rule is taken out of Prometheus', () => {
    const all = run([
      [20, firing(-9)],
      ...repeated<[number, ToldAlert]>(9, [20, unrecorded]),
    ]);
    const judges = all.map(a => a.judgedBy);
    // Two minutes that the alert waits, and a moment.
    expect(judges.indexOf('portal')).toBe(8);
    expect(all[8]).toMatchObject({ state: 'firing', beganEarlier: true });
    const [, atOnce] = run([
      [20, firing(-9)],
      [20, elsewhere],
    ]);
    expect(atOnce).toMatchObject({ state: 'firing', judgedBy: 'portal' });
  });
});
