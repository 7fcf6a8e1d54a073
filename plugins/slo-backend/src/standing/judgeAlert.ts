/*
 * Whose word counts. Where Prometheus evaluates an alert it pages people, so its state
 * is told, and since when; elsewhere the portal judges by burn rates, and says so. What
 * the portal would say is kept beside it: it takes over where the rule goes away, and
 * where both differ for longer than either takes to notice, readers should know.
 */
import {
  Burn,
  SloAlert,
  SloAlertJudgement,
  WantedBurnAlert,
} from '@worldscale/backstage-plugin-slo-common';
import { ToldAlert } from '../measuring/PrometheusAlerts';
import { nextAlert } from './alertStates';

/** Prometheus' look-back: two evaluations and two rounds lie well within. */
const MOMENT_MS = 5 * 60_000;

/** An alert between two rounds. */
export interface KeptAlert extends SloAlert {
  /** Since when both differ, however briefly. */
  apartSince?: string;
  /** Since when no condition is recorded although both windows are known. */
  missingSince?: string;
}

/** What is told of an alert that is kept. */
export function tellAlert(kept: KeptAlert): SloAlert {
  const { apartSince, missingSince, ...told } = kept;
  return told;
}

type Standing = Pick<SloAlert, 'state' | 'since' | 'beganEarlier'>;

/** What the portal itself said before. */
function ownBefore(before: KeptAlert | undefined): SloAlert | undefined {
  return before?.own
    ? { ...before, beganEarlier: undefined, ...before.own }
    : before;
}

function whatIsActive(
  { state, sinceMs }: NonNullable<ToldAlert['active']>,
  before: KeptAlert | undefined,
  now: string,
): Standing {
  if (sinceMs !== null)
    return { state, since: new Date(sinceMs).toISOString() };
  if (before?.state !== state) {
    return { state, since: now, ...(!before && { beganEarlier: true }) };
  }
  const { since, beganEarlier } = before;
  return { state, since, ...(beganEarlier && { beganEarlier }) };
}

/**
 * Prometheus is silent while an alert waits, and a little longer; and for some evaluations
 * after its start, although it pages meanwhile.
 */
function whatIsSilent(
  own: SloAlertJudgement,
  before: KeptAlert | undefined,
  isLasting: boolean,
  now: string,
): Standing {
  const isSame = (state: SloAlert['state']) => before?.state === state;
  const burns = own.state === 'firing' && !isLasting;
  if (burns && before?.state === 'firing') {
    const { since, beganEarlier } = before;
    return { state: 'firing', since, ...(beganEarlier && { beganEarlier }) };
  }
  if (burns || own.state === 'pending') {
    const since = isSame('pending') ? before?.since : own.since;
    return { state: 'pending', since: since ?? now };
  }
  const since = isSame('inactive') ? before?.since : now;
  return { state: 'inactive', since: since ?? now };
}

/**
 * The state of one alert after one more look.
 *
 * @param told undefined: what Prometheus says could not be read this time
 */
export function judgeAlert(
  wanted: WantedBurnAlert,
  burns: readonly Burn[],
  before: KeptAlert | undefined,
  told: ToldAlert | undefined,
  nowMs: number,
): KeptAlert {
  const wasTold = before?.judgedBy === 'prometheus';
  const mine = nextAlert(wanted, burns, ownBefore(before), nowMs);
  const iso = new Date(nowMs).toISOString();
  const { state, since, isHeld, beganEarlier, ...figures } = mine;
  const own: SloAlertJudgement = {
    ...{ state, since, isHeld },
    ...(beganEarlier && { beganEarlier }),
  };
  const judged = { ...figures, judgedBy: 'prometheus' as const, own };
  if (!told) {
    if (!wasTold) return { ...mine, judgedBy: 'portal' };
    const kept = { state: before.state, since: before.since, isHeld: true };
    return { ...judged, ...kept };
  }

  const isMissing = !told.active && !told.isRecorded && !isHeld;
  const missingSince = isMissing ? before?.missingSince ?? iso : undefined;
  const isGone =
    !told.isLoaded ||
    !wasTold ||
    (missingSince !== undefined &&
      nowMs - Date.parse(missingSince) >= wanted.forMs + MOMENT_MS);
  if (!told.active && !told.isRecorded && isGone) {
    return { ...mine, judgedBy: 'portal' };
  }

  const { active } = told;
  const isApart =
    !isHeld && (state === 'firing') !== (active?.state === 'firing');
  const apartSince = isApart ? before?.apartSince ?? iso : undefined;
  const isLasting =
    apartSince !== undefined && nowMs - Date.parse(apartSince) >= MOMENT_MS;
  return {
    ...judged,
    ...(active
      ? whatIsActive(active, before, iso)
      : whatIsSilent(own, before, isLasting, iso)),
    // As long as its condition is not recorded, Prometheus takes the last one.
    isHeld: !told.isRecorded,
    ...(missingSince && { missingSince }),
    ...(apartSince && { apartSince }),
    ...(isLasting && { differsSince: apartSince }),
  };
}
