import { durationMs, parseDuration } from '../openslo/duration';
import { defineSlo, sloObject } from '../__testUtils__/sloText';
import { burnRateFor, flawsOfBurnAlert, usualBurnAlerts } from './burnAlerts';

const hourMs = 3_600_000;
const ms = (text: string) => durationMs(parseDuration(text)!);

const bounds = { highestRate: 1000, windowMs: ms('30d'), sliceMs: 60_000 };
const sound = {
  op: 'gte',
  threshold: 14.4,
  longMs: hourMs,
  shortMs: 300_000,
  forMs: 120_000,
} as const;

describe('usualBurnAlerts', () => {
  it.each<[string, number[]]>([
    // SRE Workbook, table 5-8, with the day that Sloth adds; the pair at 1 is
    // left out, because a burn rate of 1 lasts.
    ['30d', [14.4, 6, 3]],
    // In 28 days Sloth's last pair would be 0.933.
    ['28d', [13.44, 5.6, 2.8]],
    // OpenObserve's presets.
    ['7d', [16.8, 5.6, 2.8]],
    ['90d', [21.6, 10.8, 4.5, 3]],
  ])('of %s are %j', (duration, expected) => {
    const timeWindow = [{ duration, isRolling: true }];
    const alerts = usualBurnAlerts(defineSlo(sloObject({ timeWindow })));
    expect(alerts.map(a => a.threshold)).toEqual(expected);
    for (const alert of alerts) {
      expect(
        flawsOfBurnAlert(alert, { ...bounds, windowMs: ms(duration) }),
      ).toEqual([]);
      expect(alert.longMs / alert.shortMs).toBe(12);
    }
  });

  it('follow from the share of budget that they stand for', () => {
    expect(burnRateFor(0.02, ms('28d'), hourMs)).toBeCloseTo(13.44, 12);
    expect(burnRateFor(0.1, ms('28d'), ms('3d'))).toBeCloseTo(0.9333, 4);
  });
});

describe('flawsOfBurnAlert', () => {
  it('finds none in an alert of use', () => {
    expect(flawsOfBurnAlert(sound, bounds)).toEqual([]);
  });

  it.each<
    [
      Partial<Parameters<typeof flawsOfBurnAlert>[0]>,
      Partial<typeof bounds>,
      string,
    ]
  >([
    [
      { threshold: 1 },
      {},
      'a burn rate of 1 is sustainable: the budget lasts the whole window; expected more than 1',
    ],
    [{ threshold: 0.9333 }, {}, 'a burn rate of 0.9333 is sustainable'],
    // 93 %: everything that fails burns 14.2857 times (slok/sloth#341).
    [
      {},
      { highestRate: 1 / 0.07 },
      'a burn rate of 14.4 can never be reached: where everything fails it is 14.2857',
    ],
    // Loosening a target strands thresholds: 500 is legal at 99.9 %, not at 99 %.
    [{ threshold: 500 }, { highestRate: 100 }, 'can never be reached'],
    [{ op: 'gt', threshold: 1000 }, {}, 'can never be reached'],
    [
      { op: 'lte', threshold: 2 },
      {},
      'expected op gt or gte: with lte the alert fires while the budget does not burn',
    ],
    [
      { longMs: ms('31d'), shortMs: hourMs },
      {},
      'looks back further than the window',
    ],
    [
      { shortMs: 2 * hourMs },
      {},
      'the short window is longer than the long one',
    ],
    [{}, { sliceMs: 600_000 }, 'the window 5m is no multiple of the slice 10m'],
    [{ forMs: 2 * hourMs }, {}, 'it waits longer than its long window'],
  ])('refuses %j', (alert, more, expected) => {
    const flaws = flawsOfBurnAlert(
      { ...sound, ...alert },
      { ...bounds, ...more },
    );
    expect(flaws).toEqual([expect.stringContaining(expected)]);
  });

  it('accepts the highest rate where reaching it is enough', () => {
    expect(flawsOfBurnAlert({ ...sound, threshold: 1000 }, bounds)).toEqual([]);
  });
});
