import { TimeSpan } from './lane';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Ranges up to the present that are one press away. */
export const timelinePresets = [
  { id: '1h', title: '1 hour', short: '1 h', ms: HOUR_MS },
  { id: '6h', title: '6 hours', short: '6 h', ms: 6 * HOUR_MS },
  { id: '24h', title: '24 hours', short: '24 h', ms: 24 * HOUR_MS },
  { id: '7d', title: '7 days', short: '7 d', ms: 7 * DAY_MS },
  { id: '30d', title: '30 days', short: '30 d', ms: 30 * DAY_MS },
] as const;
export type TimelinePresetId = (typeof timelinePresets)[number]['id'];

/** What a timeline shows: so far back from the present, or a span that stands still. */
export type TimelineRange = { preset: TimelinePresetId } | TimeSpan;

export const defaultRange: TimelineRange = { preset: '24h' };

/** Most series have a sample a minute at best; less than a few say nothing. */
export const SHORTEST_SPAN_MS = 5 * MINUTE_MS;

/** A quarter, as far as histories are asked for. */
export const LONGEST_SPAN_MS = 92 * DAY_MS;

/** How far plans are looked at. */
export const AHEAD_MS = 30 * DAY_MS;

export function spanOf(range: TimelineRange, nowMs: number): TimeSpan {
  if (!('preset' in range)) return range;
  const preset = timelinePresets.find(({ id }) => id === range.preset);
  return { fromMs: nowMs - (preset?.ms ?? DAY_MS), toMs: nowMs };
}

/** The span itself, or the nearest one that may be shown. */
export function clampSpan(span: TimeSpan, latestMs: number): TimeSpan {
  const length = Math.min(
    LONGEST_SPAN_MS,
    Math.max(SHORTEST_SPAN_MS, span.toMs - span.fromMs),
  );
  const middle = (span.fromMs + span.toMs) / 2;
  const toMs = Math.round(Math.min(latestMs, middle + length / 2));
  return { fromMs: Math.round(toMs - length), toMs };
}

/** A span `factor` times as long, in which `aroundMs` stays where it is. */
export function zoomed(
  span: TimeSpan,
  factor: number,
  aroundMs: number = (span.fromMs + span.toMs) / 2,
): TimeSpan {
  return {
    fromMs: aroundMs - (aroundMs - span.fromMs) * factor,
    toMs: aroundMs + (span.toMs - aroundMs) * factor,
  };
}

/** A span of the same length, moved by a share of it; backwards if negative. */
export function shifted(span: TimeSpan, share: number): TimeSpan {
  const by = (span.toMs - span.fromMs) * share;
  return { fromMs: span.fromMs + by, toMs: span.toMs + by };
}

const names = ['range', 'from', 'to'] as const;

/** What an address asks for; `problem` says what of it cannot be read. */
export function readRange(params: URLSearchParams): {
  range: TimelineRange;
  problem?: string;
} {
  const [preset, from, to] = names.map(name => params.get(name));
  if (from !== null || to !== null) {
    const [fromMs, toMs] = [Date.parse(from ?? ''), Date.parse(to ?? '')];
    if (fromMs < toMs && toMs - fromMs <= LONGEST_SPAN_MS) {
      return { range: { fromMs, toMs } };
    }
    return {
      range: defaultRange,
      problem: `The address asks for the time from '${from ?? ''}' to '${
        to ?? ''
      }', which is not a span of at most 92 days.`,
    };
  }
  const known = timelinePresets.find(({ id }) => id === preset);
  if (known) return { range: { preset: known.id } };
  return {
    range: defaultRange,
    problem:
      preset === null
        ? undefined
        : `The address asks for the range '${preset}', which is none of ${timelinePresets
            .map(({ id }) => id)
            .join(', ')}.`,
  };
}

/** The parameters of an address with the range in them; others stay. */
export function writeRange(
  params: URLSearchParams,
  range: TimelineRange,
): URLSearchParams {
  const next = new URLSearchParams(params);
  names.forEach(name => next.delete(name));
  if ('preset' in range) next.set('range', range.preset);
  else {
    next.set('from', new Date(range.fromMs).toISOString());
    next.set('to', new Date(range.toMs).toISOString());
  }
  return next;
}
