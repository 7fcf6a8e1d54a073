import {
  Burn,
  SloAlert,
  WantedBurnAlert,
} from '@worldscale/backstage-plugin-slo-common';
import { nextAlert } from './alertStates';

const hourMs = 3_600_000;
const startMs = Date.parse('2026-11-20T20:00:00Z');

const wanted: WantedBurnAlert = {
  ...{ severity: 'page', op: 'gte', threshold: 14.4 },
  ...{ longMs: hourMs, shortMs: 300_000, forMs: 120_000 },
  ...{ alertsOnBreach: true, alertsOnNoData: false, targets: ['on-call'] },
  position: { file: 'slo.yaml', line: 1, column: 1 },
};

const burns = (long: number | null, short: number | null): Burn[] => [
  { windowMs: 300_000, burnRate: short },
  { windowMs: hourMs, burnRate: long },
];

/** States at each minute, given burn rates of the long and the short window. */
function run(rates: [number | null, number | null][], alert = wanted) {
  let state: SloAlert | undefined;
  return rates.map(([long, short], minute) => {
    state = nextAlert(
      alert,
      burns(long, short),
      state,
      startMs + minute * 60_000,
    );
    return state;
  });
}

const states = (all: SloAlert[]) => all.map(a => a.state);

describe('nextAlert', () => {
  it('fires once both windows burned for as long as it waits', () => {
    const all = run([
      [1, 1],
      [20, 20],
      [20, 20],
      [20, 20],
      [20, 20],
    ]).slice(1);
    expect(states(all)).toEqual(['pending', 'pending', 'firing', 'firing']);
    expect(all.some(a => a.beganEarlier)).toBe(false);
    expect(all.map(a => a.since)).toEqual([
      '2026-11-20T20:01:00.000Z',
      '2026-11-20T20:01:00.000Z',
      '2026-11-20T20:03:00.000Z',
      '2026-11-20T20:03:00.000Z',
    ]);
  });

  it('fires at the first look at what burns already, since then at the latest', () => {
    const burning = { state: 'firing', since: '2026-11-20T19:58:00.000Z' };
    const seen = run([
      [20, 20],
      [20, 20],
      [null, 20],
      [1, 1],
      [20, 20],
    ]);
    const open = { ...burning, beganEarlier: true };
    expect(seen.slice(0, 3)).toMatchObject([open, open, open]);
    // From here on it is known when it begins.
    expect(seen[3]).not.toHaveProperty('beganEarlier');
    expect(seen[4]).toMatchObject({
      ...{ state: 'pending', since: '2026-11-20T20:04:00.000Z' },
    });
    expect(seen[4]).not.toHaveProperty('beganEarlier');
    // A listed objective of which nothing was read is no look at it.
    const [listed, first] = run([
      [null, null],
      [20, 20],
    ]);
    expect(listed).toMatchObject({ state: 'inactive', isHeld: true });
    expect(first).toMatchObject({ state: 'firing', beganEarlier: true });
    // One window alone is no alert.
    expect(states(run([[20, 1]]))).toEqual(['inactive']);
  });

  it('waits, too, for what is over its mark after a gap, if it was known before', () => {
    const afterGap = run([
      [1, 1],
      [null, null],
      [null, null],
      [20, 20],
      [20, 20],
      [20, 20],
    ]);
    expect(states(afterGap).slice(3)).toEqual(['pending', 'pending', 'firing']);
    expect(afterGap[5]).not.toHaveProperty('beganEarlier');
    // Nor does the time count in which nobody could say whether it burns.
    const across = run([
      [1, 1],
      [20, 20],
      [null, 20],
      [20, 20],
      [20, 20],
      [20, 20],
    ]);
    expect(states(across).slice(1)).toEqual([
      ...['pending', 'pending', 'pending', 'pending', 'firing'],
    ]);
    expect(across[5].since).toBe('2026-11-20T20:05:00.000Z');
  });

  it('waits anew after a minute in which one window did not burn', () => {
    expect(
      states(
        run([
          [1, 1],
          [20, 20],
          [20, 3],
          [20, 20],
          [20, 20],
          [20, 20],
        ]).slice(1),
      ),
    ).toEqual([...['pending', 'inactive', 'pending', 'pending', 'firing']]);
  });

  it('fires at once where it waits for nothing, and is over with the short window', () => {
    const at = { ...wanted, forMs: 0 };
    expect(
      states(
        run(
          [
            [20, 14.4],
            [20, 14.3],
          ],
          at,
        ),
      ),
    ).toEqual(['firing', 'inactive']);
    expect(states(run([[20, 14.4]], { ...at, op: 'gt' }))).toEqual([
      'inactive',
    ]);
  });

  it('neither fires nor resolves while a window is not known', () => {
    const at = { ...wanted, forMs: 0 };
    const all = run(
      [
        [20, 20],
        [null, 0],
        [20, null],
        [1, 1],
        [null, 30],
      ],
      at,
    );
    expect(all.map(a => [a.state, a.isHeld])).toEqual([
      ['firing', false],
      ['firing', true],
      ['firing', true],
      ['inactive', false],
      ['inactive', true],
    ]);
  });
});
