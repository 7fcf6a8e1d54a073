/**
 * One safe Markdown renderer and parser for docs, runbooks and retrospectives.
 *
 * @packageDocumentation
 */
export {
  renderMarkdown,
  renderPlainly,
  defaultMaxLength,
} from './renderMarkdown';
export type {
  PageHeading,
  PageLink,
  PageSection,
  PageWarning,
  RenderedPage,
  RenderOptions,
} from './RenderedPage';
export { splitFrontMatter } from './frontMatter';
export type { SplitPage } from './frontMatter';
export { sanitizeHtml } from './sanitizeHtml';
export type { SanitizeOptions } from './sanitizeHtml';
export { highlightCode } from './highlightCode';
export { slugOf } from './slugs';
