import {
  Burn,
  nextBurnAlertState,
  SloAlert,
  WantedBurnAlert,
} from '@worldscale/backstage-plugin-slo-common';

/**
 * The state of one alert after one more look: pending until its condition has held
 * for as long as it waits, and as it was while one of its windows is not known. What is
 * true at the first look at all was so before: its windows reach back, and Prometheus
 * may have told of it long ago. So it fires, since then at the latest.
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
  const figures = {
    ...{ severity, threshold, op, longMs, shortMs, forMs, targets },
    ...{ longBurnRate, shortBurnRate },
  };
  const { isFiring: isTrue, isHeld } = nextBurnAlertState(
    { isFiring: false },
    { longBurnRate, shortBurnRate, threshold, op },
  );
  const state = before?.state ?? 'inactive';
  const since = before?.since ?? null;
  const isOpen = state !== 'inactive' && before?.beganEarlier;
  const told = { ...figures, ...(isOpen && { beganEarlier: true }) };
  if (isHeld) return { ...told, state, since, isHeld };
  const now = new Date(nowMs).toISOString();
  if (!isTrue) {
    const isNew = state !== 'inactive' || since === null;
    return {
      ...figures,
      state: 'inactive',
      since: isNew ? now : since,
      isHeld,
    };
  }
  if (!before || isNeverKnown(before)) {
    return {
      ...{ ...told, state: 'firing', isHeld, beganEarlier: true },
      since: new Date(nowMs - forMs).toISOString(),
    };
  }
  if (state === 'firing') return { ...told, state, since, isHeld };
  // As in the rules: what was not known in between has not held.
  const isWaiting = state === 'pending' && !before.isHeld;
  const waited = isWaiting && since ? nowMs - Date.parse(since) : 0;
  if (waited >= forMs) return { ...told, state: 'firing', since: now, isHeld };
  return {
    ...told,
    ...{ state: 'pending', isHeld, since: isWaiting ? since : now },
  };
}

/** Held from the start: nobody can say since when it is true. */
function isNeverKnown({ state, since, isHeld }: SloAlert): boolean {
  return state === 'inactive' && since === null && isHeld;
}
