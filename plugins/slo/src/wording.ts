/*
 * Figures as people read them. What is not known is a word, never nought; and a
 * figure is rounded so that it cannot say the opposite of what it means: an SLI
 * just below its target is never shown as the target.
 */
import {
  budgetShareOf,
  DeployDecision,
  exhaustionBurnOf,
  SloAlert,
  SloRow,
  spellShare,
} from '@worldscale/backstage-plugin-slo-common';
import { spellAge, State } from '@worldscale/backstage-plugin-worlds-common';

export const UNKNOWN = 'unknown';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Digits after the point that show a hundredth of the budget. */
function digitsFor(target: number): number {
  const budgetPercent = budgetShareOf(target) * 100;
  if (!(budgetPercent > 0)) return 2;
  return Math.min(6, Math.max(2, Math.ceil(-Math.log10(budgetPercent)) + 2));
}

/** `99.912 %`, rounded down, in as many digits as its target needs. */
export function sliText(sli: number | null, target: number): string {
  if (sli === null) return UNKNOWN;
  const scale = 10 ** digitsFor(target);
  // What lies a hair below for being a floating-point number is not less.
  const percent = Math.floor(sli * 100 * scale + 1e-6) / scale;
  return `${percent.toFixed(digitsFor(target))} %`;
}

/** `99.9 %` as it was written. */
export function targetText(target: number): string {
  return `${Number((target * 100).toPrecision(10))} %`;
}

/** Signed, and never clamped: `-12 %` is overspent. */
export function budgetText(remaining: number | null | undefined): string {
  return remaining === null || remaining === undefined
    ? UNKNOWN
    : spellShare(remaining);
}

/** `14.4×`: times as fast as the budget lasts. */
export function burnText(burnRate: number | null | undefined): string {
  if (burnRate === null || burnRate === undefined) return UNKNOWN;
  if (burnRate > 0 && burnRate < 0.01) return '<0.01×';
  // Three digits, as thresholds have them: 14.4, 0.93.
  return `${Number(
    burnRate < 100 ? burnRate.toPrecision(3) : burnRate.toFixed(0),
  )}×`;
}

/** `5 min`, `6 h`, `3 d`: whole units only, so that 36 hours are not 1 day. */
export function windowText(ms: number): string {
  if (ms % DAY_MS === 0) return `${ms / DAY_MS} d`;
  if (ms % HOUR_MS === 0) return `${ms / HOUR_MS} h`;
  return `${Number((ms / MINUTE_MS).toFixed(1))} min`;
}

const count = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

const many = new Intl.NumberFormat('en-US', {
  notation: 'compact',
  maximumSignificantDigits: 3,
});

/** Beyond this nobody reads the last digits. */
const MANY = 10_000_000;

/** `1,204`, `138M`; below ten with one digit, where it matters. */
export function countText(value: number): string {
  const size = Math.abs(value);
  if (size < 10) return String(Number(value.toFixed(1)));
  return (size < MANY ? count : many).format(value);
}

/** `40.3 min`, `13.4 h`; signed. */
export function minutesText(minutes: number): string {
  return Math.abs(minutes) >= 120
    ? `${Number((minutes / 60).toFixed(1))} h`
    : `${Number(minutes.toFixed(1))} min`;
}

const calendarUnits: Record<string, string> = {
  ...{ h: 'hour', d: 'day', w: 'week', M: 'month', Q: 'quarter', Y: 'year' },
};

/** `28 d`; `calendar month`, whose days are not always as many. */
export function periodName({ window }: Pick<SloRow, 'window'>): string {
  if (window.kind === 'rolling') return windowText(window.lengthMs);
  const [, number, unit] = /^(\d+)(\D+)$/.exec(window.duration) ?? [];
  const word = calendarUnits[unit];
  if (!word) return `calendar period of ${window.duration}`;
  return number === '1' ? `calendar ${word}` : `${number} calendar ${word}s`;
}

/** `over the last 28 days`, `in this calendar month (Europe/Berlin)`. */
export function periodText(row: Pick<SloRow, 'window'>): string {
  const { kind, timeZone } = row.window;
  if (kind === 'rolling') return `over the last ${periodName(row)}`;
  const name = periodName(row);
  const these = /^\d/.test(name) ? 'these' : 'this';
  return `in ${these} ${name} (${timeZone ?? 'UTC'})`;
}

/** The burn rate that all places show, by the name that it has in all of them. */
export const LAST_HOUR_BURN = 'Burn rate, last hour';

/** `at 3.1×, as in the last 6 h`: what the end of the budget is told from. */
export function exhaustionBasisText(row: SloRow): string | undefined {
  const { kind } = row.exhaustion ?? {};
  if (kind !== 'at' && kind !== 'afterWindow') return undefined;
  const basis = exhaustionBurnOf(row);
  if (!basis) return undefined;
  return basis.windowMs === null
    ? `at ${burnText(basis.burnRate)}, the mean of the window`
    : `at ${burnText(basis.burnRate)}, as in the last ${windowText(
        basis.windowMs,
      )}`;
}

/** When the budget is gone, in few words. */
export function exhaustionText(
  exhaustion: SloRow['exhaustion'],
  kind: SloRow['window']['kind'] = 'rolling',
): string {
  switch (exhaustion?.kind) {
    case 'spent':
      return 'spent';
    case 'never':
      return 'nothing burns';
    case 'afterWindow':
      return kind === 'calendar'
        ? 'not in this period'
        : 'does not run out at this rate';
    case 'at':
      return exhaustion.inMs === null
        ? UNKNOWN
        : `in ${spellAge(exhaustion.inMs)}`;
    default:
      return UNKNOWN;
  }
}

/** `2 page and 1 ticket alerts fire`; undefined where none does. */
export function firingText(firing: SloRow['firing']): string | undefined {
  const parts = Object.entries(firing)
    .filter(([, number]) => number > 0)
    .map(([severity, number]) => `${number} ${severity}`);
  if (!parts.length) return undefined;
  const total = Object.values(firing).reduce((sum, n) => sum + n, 0);
  return `${parts.join(' and ')} ${
    total === 1 ? 'alert fires' : 'alerts fire'
  }`;
}

/** What a decision means for whoever deploys. */
export const decisionWords: Record<
  DeployDecision,
  { state: State; word: string; meaning: string }
> = {
  allow: {
    state: 'healthy',
    word: 'Allow',
    meaning: 'Changes go ahead as planned.',
  },
  slowDown: {
    state: 'atRisk',
    word: 'Slow down',
    meaning: 'Changes go ahead, but fewer and with more care.',
  },
  freeze: {
    state: 'breached',
    word: 'Freeze',
    meaning: 'Changes stop until the budget is back.',
  },
};

/** Nothing stands against changes, but only since a budget is not known. */
export const unknownAllow = {
  state: 'unknown',
  word: 'Allow, not known yet',
  meaning: 'Changes go ahead, but nobody can say what budget is left.',
} as const;

/** State of an alert as a shape and words. */
export function alertLook(alert: Pick<SloAlert, 'state' | 'isHeld'>): {
  state: State;
  word: string;
} {
  const words = {
    inactive: { state: 'healthy', word: 'Quiet' },
    pending: { state: 'atRisk', word: 'Pending' },
    firing: { state: 'breached', word: 'Firing' },
  } as const;
  const { state, word } = words[alert.state];
  if (!alert.isHeld) return { state, word };
  // Quiet without data is no good news; an alarm without data is still an alarm.
  return {
    state: alert.state === 'inactive' ? 'unknown' : state,
    word: `${word}, held`,
  };
}

/** Where figures come from, to follow "Measured". */
export const measuredWords: Record<
  NonNullable<SloRow['measuredBy']>,
  string
> = {
  recorded: 'from the series that its rules record',
  direct: 'by the queries of its definition, since its rules are not loaded',
  untilRecorded:
    'by the queries of its definition, until its rules have recorded enough of its window',
  sloth: 'from series that Sloth records',
  pyrra: 'from series that Pyrra records',
  parts: 'from the figures of its parts',
};

/** Tells an objective, or what it is in one region, from all others. */
export function rowKey({
  slo,
  objective,
  region,
}: Pick<SloRow, 'slo' | 'objective' | 'region'>): string {
  return [slo, objective, region].join('|');
}

/** Its figures are too old to tell of now. */
export function isLastKnown({
  figures,
  freshness,
}: Pick<SloRow, 'figures' | 'freshness'>): boolean {
  return figures !== null && freshness === 'unknown';
}

/** What the objective is called where it stands alone. */
export function objectiveTitle(
  row: Pick<SloRow, 'displayName' | 'objectiveName' | 'region'>,
): string {
  const title = row.objectiveName
    ? `${row.displayName}: ${row.objectiveName}`
    : row.displayName;
  return row.region ? `${title} · ${row.region}` : title;
}
