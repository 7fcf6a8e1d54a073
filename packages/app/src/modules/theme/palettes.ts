import { palettes as stock } from '@backstage/theme';

/** Navigation is the same deep blue in both themes, so that a change of theme does not move it. */
const navigation = {
  background: '#0d1430',
  indicator: '#4fd8c4',
  color: '#b8c1dc',
  selectedColor: '#ffffff',
  navItem: { hoverBackground: '#1c2650' },
  submenu: { background: '#141d42' },
};

const pinSidebarButton = { icon: '#0d1430', background: '#b8c1dc' };

export const lightPalette = {
  ...stock.light,
  background: { default: '#f4f6fb', paper: '#ffffff' },
  text: { primary: '#161c2d', secondary: '#566075' },
  primary: {
    main: '#3d5fe0',
    dark: '#2844b0',
    light: '#4f6ce2',
    contrastText: '#ffffff',
  },
  secondary: { main: '#0f766a' },
  status: {
    ok: '#127a44',
    warning: '#a55604',
    error: '#c62839',
    running: '#3d5fe0',
    pending: '#8a6a00',
    aborted: '#5f6778',
  },
  border: '#dce1ec',
  textContrast: '#161c2d',
  textSubtle: '#566075',
  textVerySubtle: '#c3cad9',
  highlight: '#fff6c2',
  errorBackground: '#fdecee',
  errorText: '#a3162a',
  warningBackground: '#fff1dc',
  warningText: '#7a4100',
  infoBackground: '#e8edfd',
  infoText: '#22398f',
  link: '#3d5fe0',
  linkHover: '#2844b0',
  gold: '#b98900',
  banner: {
    info: '#2441b8',
    error: '#b3202f',
    warning: '#8f4a00',
    text: '#ffffff',
    link: '#ffffff',
    closeButtonColor: '#ffffff',
  },
  navigation,
  pinSidebarButton,
  tabbar: { indicator: '#3d5fe0' },
};

export const darkPalette = {
  ...stock.dark,
  background: { default: '#0b1020', paper: '#141b33' },
  text: { primary: '#f8f9ff', secondary: '#a9b3cc' },
  primary: {
    main: '#6f88f7',
    dark: '#5570e6',
    light: '#9db1ff',
    contrastText: '#0b1020',
  },
  secondary: { main: '#7fe3d4' },
  status: {
    ok: '#4ccb85',
    warning: '#f2b04b',
    error: '#ff7b85',
    running: '#9db1ff',
    pending: '#e8cf6a',
    aborted: '#9aa4bd',
  },
  border: '#2a3456',
  textContrast: '#ffffff',
  textSubtle: '#a9b3cc',
  textVerySubtle: '#4a5578',
  highlight: '#4a4210',
  errorBackground: '#3a1520',
  errorText: '#ffb3bb',
  warningBackground: '#3a2a10',
  warningText: '#ffd08a',
  infoBackground: '#1a2550',
  infoText: '#c3d0ff',
  link: '#6f88f7',
  linkHover: '#9db1ff',
  gold: '#f0c85a',
  banner: {
    info: '#2441b8',
    error: '#b3202f',
    warning: '#8f4a00',
    text: '#ffffff',
    link: '#ffffff',
    closeButtonColor: '#ffffff',
  },
  navigation,
  pinSidebarButton,
  tabbar: { indicator: '#6f88f7' },
};

export type Palette = typeof lightPalette;
