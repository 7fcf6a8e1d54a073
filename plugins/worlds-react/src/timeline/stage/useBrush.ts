import { PointerEvent, useState } from 'react';
import { TimeSpan } from '../lane';
import { StageScale } from '../layout/scale';

/** Less than this is a press, not a choice of time. */
const SHORTEST_BRUSH_PX = 8;

/** A stretch that is being chosen, in pixels from the left edge of the stage. */
export interface Brush {
  from: number;
  to: number;
}

/**
 * What the pointer does on the stage: it reads an instant where it is, and drawn across
 * it chooses a stretch of time. On touch screens the page still scrolls up and down.
 */
export function useBrush(
  scale: StageScale,
  onInstant: (atMs: number | undefined) => void,
  onSpan: (span: TimeSpan) => void,
) {
  const [brush, setBrush] = useState<Brush>();
  const xOf = (event: PointerEvent<HTMLElement>) =>
    event.clientX - event.currentTarget.getBoundingClientRect().left;
  const isDrawn = (each: Brush) =>
    Math.abs(each.to - each.from) >= SHORTEST_BRUSH_PX;
  return {
    brush: brush && isDrawn(brush) ? brush : undefined,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        const isOnStop =
          event.target instanceof Element &&
          event.target.closest('a, button, [data-no-brush]');
        if (event.button !== 0 || isOnStop) return;
        // The stretch may be drawn beyond the edge of the stage.
        event.currentTarget.setPointerCapture?.(event.pointerId);
        setBrush({ from: xOf(event), to: xOf(event) });
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const x = xOf(event);
        onInstant(scale.at(x));
        setBrush(last => last && { ...last, to: x });
      },
      onPointerUp: () => {
        if (brush && isDrawn(brush)) {
          const [a, b] = [scale.at(brush.from), scale.at(brush.to)];
          onSpan({ fromMs: Math.min(a, b), toMs: Math.max(a, b) });
        }
        setBrush(undefined);
      },
      onPointerCancel: () => setBrush(undefined),
      onPointerLeave: () => {
        onInstant(undefined);
        setBrush(undefined);
      },
    },
  };
}
