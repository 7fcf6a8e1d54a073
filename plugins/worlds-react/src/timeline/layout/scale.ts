import { TimeSpan } from '../lane';

/** Room at the sides of every lane, in pixels: axis labels on the left. */
export const EDGE = { left: 44, right: 16 };

/** Maps instants to pixels from the left edge of the stage, and back. */
export interface StageScale extends TimeSpan {
  /** Of the whole stage. */
  width: number;
  /** Of the part that instants are drawn on. */
  innerWidth: number;
  x: (atMs: number) => number;
  at: (x: number) => number;
}

export function stageScale(span: TimeSpan, width: number): StageScale {
  const innerWidth = Math.max(1, width - EDGE.left - EDGE.right);
  const length = span.toMs - span.fromMs;
  return {
    ...span,
    width,
    innerWidth,
    x: atMs => EDGE.left + ((atMs - span.fromMs) / length) * innerWidth,
    at: x => {
      const share = (x - EDGE.left) / innerWidth;
      return span.fromMs + Math.min(1, Math.max(0, share)) * length;
    },
  };
}
