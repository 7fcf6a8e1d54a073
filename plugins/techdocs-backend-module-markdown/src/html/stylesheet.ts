import { createHash } from 'node:crypto';
import { article } from './styles/article';
import { code } from './styles/code';
import { extensions } from './styles/extensions';
import { layout } from './styles/layout';

const css = [layout, article, code, extensions]
  .join('\n')
  .replace(/\s*\n\s*/g, '\n')
  .replace(/ ?([{};,]) ?/g, '$1')
  .trim();

const hash = createHash('sha256').update(css).digest('hex').slice(0, 8);

/**
 * The style sheet of every page. Backstage's reader lets one in only if its name is
 * `main.<8 hex digits>.min.css`; the colours come from the variables that it sets.
 */
export const stylesheet = {
  path: `assets/stylesheets/main.${hash}.min.css`,
  css,
};
