import createMarkdownIt, { type MarkdownIt, type StateCore } from 'markdown-it';
import { escapeHtml } from '../escapeHtml';
import { abbreviation, explainAbbreviations } from './block/abbreviations';
import { admonition } from './block/admonitions';
import { alerts } from './block/alerts';
import { definitionList } from './block/definitionLists';
import { closedMarkup } from './closedMarkup';
import { depthLimit, maxBlockDepth } from './block/depthLimit';
import { renderFence, renderIndentedCode } from './block/fences';
import { appendFootnotes, footnoteDefinition } from './block/footnotes';
import { heading, underlinedHeading } from './block/headings';
import { htmlBlock } from './block/htmlBlocks';
import { list } from './block/lists';
import { table } from './block/tables';
import { tabs } from './block/tabs';
import {
  headingIds,
  renderPermalink,
  renderTableOfContents,
  tableOfContents,
} from './headingIds';
import {
  attributeList,
  resolveBlockAttributes,
  resolveInlineAttributes,
} from './inline/attributeLists';
import { footnoteReference } from './inline/footnoteReference';
import {
  insertion,
  resolveInsertions,
  subOrSuperscript,
} from './inline/insertions';
import { renderTaskBox, taskItems } from './inline/taskItems';
import { isSafeAddress, resolveLinks } from './links';
import { contextOf } from './PageContext';

/** Blocks that end a paragraph, a quotation or an item without an empty line. */
const interrupting = { alt: ['paragraph', 'reference', 'blockquote', 'list'] };

/** A CommonMark parser with the syntax of Python-Markdown and pymdown-extensions. */
export function createParser(linkify: boolean): MarkdownIt {
  const md = createMarkdownIt({
    html: true,
    linkify,
    maxNesting: maxBlockDepth + 50,
  });
  md.validateLink = isSafeAddress;
  // A name with a dot, like README.md, is no address without a scheme.
  md.linkify.set({ fuzzyLink: false, fuzzyEmail: true, fuzzyIP: false });

  const { block, inline, core, renderer } = md;
  block.ruler.before('table', 'depth_limit', depthLimit);
  block.ruler.at('table', table, { alt: ['paragraph', 'reference'] });
  block.ruler.at('list', list, {
    alt: ['paragraph', 'reference', 'blockquote'],
  });
  block.ruler.at('html_block', htmlBlock, {
    alt: ['paragraph', 'reference', 'blockquote'],
  });
  block.ruler.at('heading', heading, {
    alt: ['paragraph', 'reference', 'blockquote'],
  });
  block.ruler.at('lheading', underlinedHeading);
  block.ruler.before('fence', 'admonition', admonition, interrupting);
  block.ruler.before('fence', 'tabs', tabs, interrupting);
  block.ruler.before('list', 'abbreviation', abbreviation, interrupting);
  block.ruler.before(
    'reference',
    'footnote_definition',
    footnoteDefinition,
    interrupting,
  );
  block.ruler.before('paragraph', 'definition_list', definitionList);

  inline.ruler.at('strikethrough', insertion);
  inline.ruler.after('strikethrough', 'sub_sup', subOrSuperscript);
  inline.ruler.before('link', 'footnote_reference', footnoteReference);
  inline.ruler.push('attribute_list', attributeList);
  inline.ruler2.at('strikethrough', resolveInsertions);

  core.ruler.before('inline', 'table_of_contents', tableOfContents);
  core.ruler.before('inline', 'alerts', alerts);
  core.ruler.before('inline', 'block_attributes', resolveBlockAttributes);
  // Footnotes hold lines of their own, which are parsed with those of the page, once
  // all its references are counted.
  core.ruler.after('inline', 'footnotes', state => {
    parseFootnotes(state);
    appendFootnotes(state);
  });
  core.ruler.push('closed_markup', closedMarkup);
  core.ruler.push('inline_attributes', resolveInlineAttributes);
  core.ruler.push('task_items', taskItems);
  core.ruler.push('links', resolveLinks);
  core.ruler.push('heading_ids', headingIds);
  core.ruler.push('abbreviations', explainAbbreviations);

  renderer.rules.fence = renderFence;
  renderer.rules.code_block = renderIndentedCode;
  renderer.rules.permalink = renderPermalink;
  renderer.rules.task_box = renderTaskBox;
  renderer.rules.table_of_contents = renderTableOfContents;
  renderer.rules.plain_block = (tokens, index) =>
    `<pre class="plain">${escapeHtml(tokens[index].content)}</pre>\n`;
  renderer.rules.footnote_backref = (tokens, index) =>
    `<a${renderer.renderAttrs(tokens[index])}>&#8617;</a>`;
  return md;
}

function parseFootnotes(state: StateCore) {
  for (const { tokens } of contextOf(state.env).footnotes.values())
    for (const token of tokens)
      if (token.type === 'inline' && token.children)
        state.md.inline.parse(
          token.content,
          state.md,
          state.env,
          token.children,
        );
}
