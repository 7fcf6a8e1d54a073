import {
  ObjectiveDetail,
  SloRow,
} from '@worldscale/backstage-plugin-slo-common';
import { windowText } from '../wording';

/** The day, or that it is the one on which the figures were read. */
function dayText(at: string, { observedAt }: SloRow): string {
  const day = new Date(at);
  return observedAt &&
    day.toDateString() === new Date(observedAt).toDateString()
    ? 'today'
    : day.toLocaleDateString(undefined, {
        ...{ month: 'short', day: 'numeric' },
      });
}

function intervalText(earliest: string, latest: string, row: SloRow): string {
  const [from, to] = [dayText(earliest, row), dayText(latest, row)];
  return from === to ? from : `between ${from} and ${to}`;
}

/** When the budget is gone by its burn rate of now (Unix milliseconds). */
function statedAt({ exhaustion, observedAt }: SloRow): number | undefined {
  if (!exhaustion || exhaustion.kind === 'spent') return undefined;
  if (exhaustion.kind !== 'at') return Infinity;
  if (exhaustion.inMs === null || observedAt === null) return undefined;
  return Date.parse(observedAt) + exhaustion.inMs;
}

/**
 * The interval of the forecast as one sentence, around the end that the burn rate of now
 * gives; undefined where the two disagree: it burns otherwise than in the days that the
 * forecast rests on, which then say nothing of it. An end that lies beyond the window is
 * said to do so: it is no promise that the budget lasts.
 */
export function forecastText(
  forecast: NonNullable<ObjectiveDetail['forecast']>,
  row: SloRow,
): string | undefined {
  const { kind, endAt, lengthMs } = row.window;
  const stated = statedAt(row);
  if (stated === undefined) return undefined;
  const within = (at: string | null) =>
    at === null ||
    (kind === 'calendar' &&
      endAt !== null &&
      Date.parse(at) > Date.parse(endAt))
      ? null
      : at;
  const earliest = within(forecast.earliestAt);
  const latest = within(forecast.latestAt);
  const ms = (at: string | null) => (at === null ? Infinity : Date.parse(at));
  if (stated < ms(earliest) || stated > ms(latest)) return undefined;
  const beyond =
    kind === 'calendar'
      ? 'not in this period'
      : `not within ${windowText(lengthMs)}`;
  const basis = `${Math.round(forecast.level * 100)} % sure, from ${
    forecast.basedOn
  } days`;
  if (earliest === null) return `Forecast: ${beyond} (${basis}).`;
  const interval =
    latest === null
      ? `${dayText(earliest, row)} at the earliest, perhaps ${beyond}`
      : intervalText(earliest, latest, row);
  return `Forecast: ${interval} (${basis}).`;
}
