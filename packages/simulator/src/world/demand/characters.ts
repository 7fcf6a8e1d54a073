/**
 * What makes the hours of each world its own, as the catalog's pages describe them.
 * Each is the usual rhythm of players (`rhythm.ts`), bent; all stay near 1 at their
 * own busiest hour, and low at five in the morning, when autoscalers rest.
 */
import { playingShare, ramp, weekendWeight } from './rhythm';

const { exp, floor, PI, sin } = Math;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_HOURS = 24;
const SATURDAY = 5;

/**
 * Share of a world's usual peak that is online at an instant; `localMs` is the wall
 * clock of the region's players as if it were UTC.
 */
export type Character = (localMs: number, utcMs: number) => number;

/** Hours since Monday 00:00; 1 January 1970 was a Thursday. */
function hourOfWeek(ms: number): number {
  const hours = ms / HOUR_MS + 72;
  return hours - floor(hours / 168) * 168;
}

const hourOfDay = (ms: number) => hourOfWeek(ms) % DAY_HOURS;

/** 1 between two hours, eased at both ends; each end takes the given time. */
function between(hour: number, from: number, to: number, ease: number): number {
  return ramp(hour, from, from + ease) * (1 - ramp(hour, to - ease, to));
}

/** Siege hour: Saturdays at 20:00 local time, region after region. */
const aurora: Character = local => {
  const hour = hourOfWeek(local) - SATURDAY * DAY_HOURS;
  return 0.93 * playingShare(local) + 0.09 * between(hour, 19.75, 21.4, 0.4);
};

/** Waves of 18 minutes, the length of a match; tournaments on Saturdays from 16:00. */
const ember: Character = (local, utc) => {
  const hour = hourOfWeek(local) - SATURDAY * DAY_HOURS;
  const wave = 0.035 * sin((2 * PI * utc) / (18 * MINUTE_MS));
  const tournament = 0.1 * between(hour, 15.75, 18.5, 0.5);
  return (0.97 * playingShare(local) + tournament) * (1 + wave);
};

/** Time from one turn of the tide to the next, and when one of them was. */
export const tideMs = 6 * HOUR_MS + 12 * MINUTE_MS;
const firstTideMs = Date.UTC(2026, 0, 1, 0, 24);

/** At the turn of the tide everybody sails within ten minutes; then it wears off. */
const tidefall: Character = (local, utc) => {
  const since = utc - firstTideMs;
  const sinceTurn = since - floor(since / tideMs) * tideMs;
  const swell =
    ramp(sinceTurn, 0, 10 * MINUTE_MS) * exp(-sinceTurn / (1.5 * HOUR_MS));
  return playingShare(local, 1.1) * (0.91 + 0.15 * swell);
};

/** The market opens at 08:00 and closes at 24:00 UTC; weekends matter less. */
const meridian: Character = (local, utc) => {
  const hour = hourOfDay(utc);
  const opening = 10 / 60;
  const isOpen =
    ramp(hour, 8, 8 + opening) * (1 - ramp(hour, 24 - opening, 24));
  const bell = ramp(hour, 8, 8 + opening) * (1 - ramp(hour, 8.25, 9));
  return playingShare(local, 0.5) * (0.86 + 0.18 * isOpen + 0.12 * bell);
};

/** Late evenings, and the steepest way there. */
const hollow: Character = local => playingShare(local - 1.75 * HOUR_MS) ** 1.5;

/** Children from 15:30 to 18:00 on school days, families in early evenings. */
const skyreach: Character = local => {
  const schoolDay = 1 - weekendWeight(local);
  const children = between(hourOfDay(local), 15.25, 18.25, 0.5);
  const families = playingShare(local + 1.5 * HOUR_MS);
  return (1 - 0.25 * schoolDay) * families + 0.3 * schoolDay * children;
};

const characters: Record<string, Character | undefined> = {
  aurora,
  ember,
  tidefall,
  meridian,
  hollow,
  skyreach,
};

/** The character of a world; undefined where it has none of its own. */
export function characterOf(world: string): Character | undefined {
  return characters[world];
}
