import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { darkPalette, lightPalette } from './palettes';

/** Contrast of two colours as WCAG 2.1 defines it, from 1 to 21. */
function contrast(one: string, other: string): number {
  const luminance = (hex: string) => {
    const [r, g, b] = [1, 3, 5].map(at => {
      const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
      return channel <= 0.03928
        ? channel / 12.92
        : ((channel + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [dark, light] = [luminance(one), luminance(other)].sort(
    (a, b) => a - b,
  );
  return (light + 0.05) / (dark + 0.05);
}

function tokensOf(mode: string): Record<string, string> {
  const css = readFileSync(resolve(__dirname, 'tokens.css'), 'utf8');
  const block = css.split(`[data-theme-mode='${mode}'] {`)[1].split('}')[0];
  return Object.fromEntries(
    [...block.matchAll(/--bui-([\w-]+): (#\w+);/g)].map(([, name, value]) => [
      name,
      value,
    ]),
  );
}

describe.each([
  ['light', lightPalette],
  ['dark', darkPalette],
])('the %s palette', (mode, palette) => {
  it.each([
    ['text', palette.text.primary],
    ['secondary text', palette.text.secondary],
    ['subtle text', palette.textSubtle],
    ['links', palette.link],
    ['links under the pointer', palette.linkHover],
    ['the primary colour', palette.primary.main],
    ...Object.entries(palette.status),
  ])('keeps %s readable on pages and on cards (AA)', (_, colour) => {
    const { default: page, paper: card } = palette.background;
    expect(contrast(colour, page)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colour, card)).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ['errors', palette.errorText, palette.errorBackground],
    ['warnings', palette.warningText, palette.warningBackground],
    ['information', palette.infoText, palette.infoBackground],
    ['buttons', palette.primary.contrastText, palette.primary.main],
    ['nodes of graphs', palette.primary.contrastText, palette.primary.light],
    ['banners', palette.banner.text, palette.banner.info],
    ['banners of errors', palette.banner.text, palette.banner.error],
    ['banners of warnings', palette.banner.text, palette.banner.warning],
    ['the navigation', palette.navigation.color, palette.navigation.background],
    [
      'the navigation under the pointer',
      palette.navigation.color,
      palette.navigation.navItem.hoverBackground,
    ],
  ])('keeps %s readable (AA)', (_, foreground, background) => {
    expect(contrast(foreground, background)).toBeGreaterThanOrEqual(4.5);
  });

  it('lets links in running text be told from the text', () => {
    // WCAG 2.1, technique G183: three to one, where colour alone tells them.
    expect(contrast(palette.link, palette.text.primary)).toBeGreaterThanOrEqual(
      3,
    );
    expect(palette.primary.main).toBe(palette.link);
  });

  it('is the palette of the newer components as well', () => {
    expect(tokensOf(mode)).toMatchObject({
      'bg-app': palette.background.default,
      'bg-neutral-1': palette.background.paper,
      'fg-primary': palette.text.primary,
      'fg-secondary': palette.text.secondary,
      'fg-positive': palette.status.ok,
      'fg-negative': palette.status.error,
      'fg-warning': palette.status.warning,
      'fg-announcement': palette.link,
      'border-1': palette.border,
      'accent-bg': palette.primary.main,
      'bg-solid': palette.primary.main,
    });
  });

  it('keeps the labels of solid buttons of the newer components readable', () => {
    const tokens = tokensOf(mode);
    expect(
      contrast(tokens['accent-fg'], tokens['accent-bg']),
    ).toBeGreaterThanOrEqual(4.5);
    expect(
      contrast(tokens['accent-fg'], tokens['accent-bg-hover']),
    ).toBeGreaterThanOrEqual(4.5);
  });
});
