import { LaneAnswer, LaneGap, TimeSpan } from './lane';
import { cut, uncovered } from './layout/gaps';

/** A lane as it stands: what it last answered, about which span, and what fails. */
export interface LaneView {
  id: string;
  title: string;
  answer?: LaneAnswer;
  /** What the answer is about. */
  answered?: TimeSpan;
  /** Why the lane could not be asked last; undefined once it could. */
  error?: Error;
}

/** Backstage's clients put what the backend said into the cause. */
export function errorText(error: Error): string {
  const { cause } = error as { cause?: unknown };
  return cause instanceof Error && cause.message
    ? `${error.message}: ${cause.message}`
    : error.message;
}

/** Waiting for less than this share of the span is not worth showing. */
const PENDING_SHARE = 0.01;

/**
 * What a lane does not know of a span, and what it is still being asked for. A lane that
 * cannot be asked knows nothing beyond its last answer. What is to come is no gap.
 */
export function unknownOf(
  view: LaneView,
  span: TimeSpan,
  nowMs: number,
): { gaps: LaneGap[]; pending: TimeSpan[] } {
  const { answer, answered, error } = view;
  const said = (answer?.gaps ?? []).flatMap(gap => cut(gap, span) ?? []);
  const past = cut(span, { fromMs: span.fromMs, toMs: nowMs });
  const rest = past ? uncovered(past, answered ? [answered] : []) : [];
  if (!error) {
    const least = (span.toMs - span.fromMs) * PENDING_SHARE;
    return {
      gaps: said,
      pending: rest.filter(({ fromMs, toMs }) => toMs - fromMs > least),
    };
  }
  const reason = `${view.title} cannot be asked: ${errorText(error)}`;
  return {
    gaps: [...said, ...rest.map(part => ({ ...part, reason }))],
    pending: [],
  };
}
