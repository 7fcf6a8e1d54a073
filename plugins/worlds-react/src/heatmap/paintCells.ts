import { State } from '@worldscale/backstage-plugin-worlds-common';
import { stateLetters } from '../state/stateLook';
import { CellLayout, placeOf } from './layoutCells';

/** Below this side (CSS pixels) a letter cannot be read, and the shape must do. */
const LETTER_SIZE = 14;

/** Safari refuses canvases with longer sides (device pixels). */
const CANVAS_SIDE_MAX = 16_000;

export interface PaintOptions {
  layout: CellLayout;
  /** States by column and place. */
  columns: State[][];
  colours: Record<State, string>;
  /** Colour of letters, readable on every state's colour. */
  ink: string;
  width: number;
  devicePixelRatio: number;
}

/**
 * Draws a row of cells. States differ by shape as well as by colour: healthy is a
 * small square, at risk a triangle, breached fills its cell, unknown is an outline;
 * where there is room, a letter says it once more.
 */
export function paintCells(
  canvas: HTMLCanvasElement,
  options: PaintOptions,
): void {
  const { layout, columns, colours, ink, width } = options;
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
  columns.forEach((states, column) =>
    states.forEach((state, index) => {
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
