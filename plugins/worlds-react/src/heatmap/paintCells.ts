import { State } from '@worldscale/backstage-plugin-worlds-common';
import { stateLetters } from '../state/stateLook';
import { CellLayout, placeOf } from './layoutCells';

/** Below this side (CSS pixels) a letter cannot be read, and the shape must do. */
const LETTER_SIZE = 14;

/** Safari refuses canvases with longer sides (device pixels). */
const CANVAS_SIDE_MAX = 16_000;

export interface PaintedCell {
  state: State;
  /** Whether what it shows was not confirmed for some time. */
  isOld: boolean;
}

export interface PaintOptions {
  layout: CellLayout;
  /** Cells by column and place. */
  columns: PaintedCell[][];
  colours: Record<State, string>;
  /** Colour of letters, readable on every state's colour. */
  ink: string;
  /** Colour of the mark of old cells, readable on `ink`. */
  mark: string;
  width: number;
  devicePixelRatio: number;
}

/**
 * Draws a row of cells. States differ by shape as well as by colour: healthy is a
 * small square, at risk a triangle, breached fills its cell, unknown is an outline;
 * where there is room, a letter says it once more. What is old has a clock in its
 * corner, which is a mere dot where cells are small.
 */
export function paintCells(
  canvas: HTMLCanvasElement,
  options: PaintOptions,
): void {
  const { layout, columns, colours, ink, mark, width } = options;
  const height = Math.max(1, layout.height);
  const ratio = Math.min(
    options.devicePixelRatio,
    CANVAS_SIDE_MAX / Math.max(width, height),
  );
  canvas.width = Math.max(1, Math.floor(width * ratio));
  canvas.height = Math.floor(height * ratio);
  const context = canvas.getContext('2d');
  if (!context) return;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const side = layout.size - (layout.size >= 10 ? 2 : 1);
  const font = Math.round(side * 0.62);
  context.font = `600 ${font}px sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  columns.forEach((cells, column) =>
    cells.forEach(({ state, isOld }, index) => {
      const { x, y } = placeOf(layout, column, index);
      context.fillStyle = colours[state];
      context.strokeStyle = colours[state];
      paintShape(context, state, x, y, side);
      const letter = stateLetters[state];
      if (letter && layout.size >= LETTER_SIZE) {
        context.fillStyle = state === 'unknown' ? colours.unknown : ink;
        const low = state === 'atRisk' ? side * 0.66 : side * 0.54;
        context.fillText(letter, x + side / 2, y + low);
      }
      if (isOld) paintClock(context, x + side, y + side, side, { ink, mark });
    }),
  );
}

function paintShape(
  context: CanvasRenderingContext2D,
  state: State,
  x: number,
  y: number,
  side: number,
): void {
  switch (state) {
    case 'breached':
      context.fillRect(x, y, side, side);
      break;
    case 'atRisk':
      context.beginPath();
      context.moveTo(x + side / 2, y);
      context.lineTo(x + side, y + side);
      context.lineTo(x, y + side);
      context.closePath();
      context.fill();
      break;
    case 'unknown':
      context.lineWidth = 1;
      context.setLineDash(side >= 10 ? [3, 2] : []);
      context.strokeRect(x + 0.5, y + 0.5, side - 1, side - 1);
      context.setLineDash([]);
      break;
    default: {
      const margin = side * 0.22;
      const inner = side - 2 * margin;
      context.fillRect(x + margin, y + margin, inner, inner);
    }
  }
}

/** Below this radius (CSS pixels) hands of a clock run together. */
const HANDS_RADIUS = 3.5;

/** A clock within the lower right corner of a cell, with a rim that sets it off. */
function paintClock(
  context: CanvasRenderingContext2D,
  right: number,
  bottom: number,
  side: number,
  { ink, mark }: { ink: string; mark: string },
): void {
  const radius = Math.max(1.5, side * 0.19);
  const rim = side >= 10 ? 1.5 : 0.5;
  const x = right - radius;
  const y = bottom - radius;
  const disc = (colour: string, size: number) => {
    context.fillStyle = colour;
    context.beginPath();
    context.arc(x, y, size, 0, 2 * Math.PI);
    context.fill();
  };
  disc(ink, radius + rim);
  disc(mark, radius);
  if (radius < HANDS_RADIUS) return;
  context.strokeStyle = ink;
  context.lineWidth = 1.2;
  context.beginPath();
  context.moveTo(x, y - radius * 0.6);
  context.lineTo(x, y);
  context.lineTo(x + radius * 0.5, y);
  context.stroke();
}
