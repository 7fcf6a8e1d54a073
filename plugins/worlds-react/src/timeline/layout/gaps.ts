import { LaneGap, TimeSpan } from '../lane';

/** The part of a stretch that lies within the span; undefined: none of it does. */
export function cut<T extends TimeSpan>(
  part: T,
  span: TimeSpan,
): T | undefined {
  const fromMs = Math.max(part.fromMs, span.fromMs);
  const toMs = Math.min(part.toMs, span.toMs);
  return fromMs < toMs ? { ...part, fromMs, toMs } : undefined;
}

/** Stretches that overlap or touch become one; by time. */
export function joined(parts: readonly TimeSpan[]): TimeSpan[] {
  const result: TimeSpan[] = [];
  for (const { fromMs, toMs } of [...parts].sort(
    (a, b) => a.fromMs - b.fromMs,
  )) {
    const last = result[result.length - 1];
    if (last && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
    else result.push({ fromMs, toMs });
  }
  return result;
}

/** Gaps of one reason together, with the stretches that each is about. */
export interface GapReason {
  reason: string;
  parts: TimeSpan[];
}

export function byReason(gaps: readonly LaneGap[]): GapReason[] {
  const reasons = new Map<string, LaneGap[]>();
  for (const gap of gaps) {
    const same = reasons.get(gap.reason);
    if (same) same.push(gap);
    else reasons.set(gap.reason, [gap]);
  }
  return [...reasons].map(([reason, parts]) => ({
    reason,
    parts: joined(parts),
  }));
}

/** What of `span` none of `parts` covers. */
export function uncovered(
  span: TimeSpan,
  parts: readonly TimeSpan[],
): TimeSpan[] {
  const rest: TimeSpan[] = [];
  let fromMs = span.fromMs;
  for (const part of joined(parts)) {
    if (part.fromMs > fromMs) {
      rest.push({ fromMs, toMs: Math.min(part.fromMs, span.toMs) });
    }
    fromMs = Math.max(fromMs, part.toMs);
    if (fromMs >= span.toMs) break;
  }
  if (fromMs < span.toMs) rest.push({ fromMs, toMs: span.toMs });
  return rest.filter(part => part.fromMs < part.toMs);
}

/** Share of the past part of a span that no gap covers, 0 to 1. */
export function shareKnown(
  span: TimeSpan,
  gaps: readonly TimeSpan[],
  nowMs: number,
): number {
  const past = { fromMs: span.fromMs, toMs: Math.min(span.toMs, nowMs) };
  const length = past.toMs - past.fromMs;
  if (length <= 0) return 1;
  return (
    uncovered(past, gaps).reduce(
      (sum, { fromMs, toMs }) => sum + toMs - fromMs,
      0,
    ) / length
  );
}
