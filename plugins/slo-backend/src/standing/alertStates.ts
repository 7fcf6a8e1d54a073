import {
  Burn,
  nextBurnAlertState,
  SloAlert,
  WantedBurnAlert,
} from '@worldscale/backstage-plugin-slo-common';

/**
 * The state of one alert after one more look: pending until its condition has held
 * for as long as it waits, and as it was while one of its windows is not known.
 */
export function nextAlert(
  wanted: WantedBurnAlert,
  burns: readonly Burn[],
  before: SloAlert | undefined,
  nowMs: number,
): SloAlert {
  const rateOver = (ms: number) =>
    burns.find(b => b.windowMs === ms)?.burnRate ?? null;
  const [longBurnRate, shortBurnRate] = [
    rateOver(wanted.longMs),
    rateOver(wanted.shortMs),
  ];
  const op: SloAlert['op'] = wanted.op === 'gt' ? 'gt' : 'gte';
  const { threshold, severity, longMs, shortMs, forMs, targets } = wanted;
  const told = {
    ...{ severity, threshold, op, longMs, shortMs, forMs, targets },
    ...{ longBurnRate, shortBurnRate },
  };
  const { isFiring: isTrue, isHeld } = nextBurnAlertState(
    { isFiring: false },
    { longBurnRate, shortBurnRate, threshold, op },
  );
  const state = before?.state ?? 'inactive';
  const since = before?.since ?? null;
  if (isHeld) return { ...told, state, since, isHeld };
  const now = new Date(nowMs).toISOString();
  if (!isTrue) {
    const isOver = state !== 'inactive';
    return { ...told, state: 'inactive', since: isOver ? now : since, isHeld };
  }
  if (state === 'firing') return { ...told, state, since, isHeld };
  const waited = state === 'pending' && since ? nowMs - Date.parse(since) : 0;
  if (waited >= forMs) return { ...told, state: 'firing', since: now, isHeld };
  return {
    ...told,
    ...{ state: 'pending', isHeld },
    since: state === 'pending' ? since : now,
  };
}
