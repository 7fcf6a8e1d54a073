import { darken, getContrastRatio, lighten, Theme } from '@material-ui/core';
import { State } from '@worldscale/backstage-plugin-worlds-common';

/** Word for each state, as people read it. */
export const stateWords: Record<State, string> = {
  healthy: 'Healthy',
  atRisk: 'At risk',
  breached: 'Breached',
  unknown: 'Unknown',
};

/** One letter for each state, where a word has no room; healthy needs none. */
export const stateLetters: Record<State, string> = {
  healthy: '',
  atRisk: 'R',
  breached: 'B',
  unknown: '?',
};

interface StatusColours {
  ok?: string;
  warning?: string;
  error?: string;
}

/** WCAG 2.1 AA for text of ordinary size. */
const TEXT_CONTRAST = 4.5;

/** WCAG 2.1, 1.4.11: of shapes that mean something. */
export const SHAPE_CONTRAST = 3;

/** The colour itself, or a shade of it that can be read on `background`. */
export function readable(
  colour: string,
  background: string,
  contrast: number = TEXT_CONTRAST,
): string {
  const onLight = getContrastRatio('#000', background) > TEXT_CONTRAST * 2;
  const shade = onLight ? darken : lighten;
  for (let step = 0; step < 1; step += 0.05) {
    const candidate = shade(colour, step);
    if (getContrastRatio(candidate, background) >= contrast) return candidate;
  }
  return onLight ? '#000' : '#fff';
}

/**
 * Colour for each state from the theme's status palette, darkened or lightened until
 * it reads on paper and on the page behind it, in every theme.
 */
export function stateColours(theme: Theme): Record<State, string> {
  const { palette } = theme;
  const status = (palette as { status?: StatusColours }).status ?? {};
  const read = (colour: string) =>
    readable(
      readable(colour, palette.background.paper),
      palette.background.default,
    );
  return {
    healthy: read(status.ok ?? palette.success.main),
    atRisk: read(status.warning ?? palette.warning.main),
    breached: read(status.error ?? palette.error.main),
    unknown: read(palette.type === 'dark' ? '#b0b0b0' : '#616161'),
  };
}
