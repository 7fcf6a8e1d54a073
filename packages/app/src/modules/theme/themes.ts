import { createUnifiedTheme, UnifiedTheme } from '@backstage/theme';
import { darkPalette, lightPalette } from './palettes';

/** Also the font of Backstage's newer components; nothing is downloaded for it. */
const fontFamily =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif';

const pageTheme = {
  colors: ['#0d1430', '#27408b'],
  shape: 'none',
  backgroundImage: 'linear-gradient(90deg, #0d1430, #27408b)',
  fontColor: '#ffffff',
};

/** Smaller than Backstage's own, so that a page's content is what is large. */
const typography = {
  htmlFontSize: 16,
  fontFamily,
  h1: { fontSize: 36, fontWeight: 700, marginBottom: 8 },
  h2: { fontSize: 30, fontWeight: 700, marginBottom: 8 },
  h3: { fontSize: 26, fontWeight: 700, marginBottom: 6 },
  h4: { fontSize: 22, fontWeight: 700, marginBottom: 6 },
  h5: { fontSize: 18, fontWeight: 600, marginBottom: 4 },
  h6: { fontSize: 16, fontWeight: 600, marginBottom: 2 },
};

/**
 * Headers of tables can be dragged otherwise, which nobody asked for and which puts
 * a second thing to focus into the one that sorts. Their lines are too bright for a
 * dark page. (The types know only the styles.)
 */
function tableHeaders(border: string): object {
  const line = `1px solid ${border}`;
  return {
    BackstageTableHeader: {
      defaultProps: { draggable: false },
      styleOverrides: { header: { borderTop: line, borderBottom: line } },
    },
  };
}

/** On a phone a value stands below its name, instead of in what width is left. */
const onPhone = '@media (max-width: 599.95px)';
const namesAndValues = {
  BackstageMetadataTableTitleCell: {
    styleOverrides: {
      root: {
        [onPhone]: {
          display: 'block',
          paddingBottom: 0,
          whiteSpace: 'normal' as const,
        },
      },
    },
  },
  BackstageMetadataTableCell: {
    styleOverrides: { root: { [onPhone]: { display: 'block' } } },
  },
};

function createTheme(palette: typeof lightPalette | typeof darkPalette) {
  return createUnifiedTheme({
    palette,
    fontFamily,
    typography,
    defaultPageTheme: 'home',
    pageTheme: { home: pageTheme },
    components: {
      ...tableHeaders(palette.border),
      ...namesAndValues,
      MuiButton: {
        styleOverrides: { root: { textTransform: 'none', fontWeight: 600 } },
      },
      MuiTab: {
        styleOverrides: { root: { textTransform: 'none' } },
      },
      MuiPaper: {
        styleOverrides: {
          // Shadows do not show on a dark page; a line does.
          root: { backgroundImage: 'none' },
          rounded: { borderRadius: 8 },
          elevation1: {
            boxShadow: 'none',
            border: `1px solid ${palette.border}`,
          },
        },
      },
    },
  });
}

export const lightTheme: UnifiedTheme = createTheme(lightPalette);
export const darkTheme: UnifiedTheme = createTheme(darkPalette);
