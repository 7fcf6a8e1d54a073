/*
 * The document around a page. Its structure and class names are those of Material for
 * MkDocs, because Backstage's reader and its addons look for them: sidebars that they
 * place, a button for the drawer that they move into the article, a footer that they
 * keep at the bottom. Scripts and styles would be stripped; the one style sheet is let
 * in by its name.
 */
import type { PageHeading } from '@worldscale/backstage-plugin-markdown-common';
import { escapeHtml } from './escape';
import { renderHeadings } from './renderHeadings';

export interface PageLinkTo {
  title: string;
  href: string;
}

export interface PageParts {
  title: string;
  siteName: string;
  description?: string;
  /** Relative address of the style sheet. */
  stylesheet: string;
  navigation: string;
  headings: PageHeading[];
  content: string;
  editUrl?: string;
  previous?: PageLinkTo;
  next?: PageLinkTo;
  hideNavigation: boolean;
  hideToc: boolean;
}

function footerLink(kind: 'prev' | 'next', label: string, to?: PageLinkTo) {
  if (!to) return '';
  const icon = `<div class="md-footer__button md-icon" aria-hidden="true"></div>`;
  const text =
    `<div class="md-footer__title"><span class="md-footer__direction">${label}</span> ` +
    `<div class="md-ellipsis">${escapeHtml(to.title)}</div></div>`;
  return `<a href="${escapeHtml(
    to.href,
  )}" class="md-footer__link md-footer__link--${kind}" rel="${kind}">${
    kind === 'prev' ? icon + text : text + icon
  }</a>`;
}

function footer({ previous, next }: PageParts) {
  const links = `${footerLink('prev', 'Previous', previous)}${footerLink(
    'next',
    'Next',
    next,
  )}`;
  const inner = links
    ? `<nav class="md-footer__inner md-grid" aria-label="Footer">${links}</nav>`
    : '';
  return `<footer class="md-footer">${inner}</footer>`;
}

function sidebar(kind: 'primary' | 'secondary', inner: string, hide: boolean) {
  const type = kind === 'primary' ? 'navigation' : 'toc';
  return `<div class="md-sidebar md-sidebar--${kind}" data-md-component="sidebar" data-md-type="${type}"${
    hide ? ' hidden' : ''
  }><div class="md-sidebar__scrollwrap"><div class="md-sidebar__inner">${inner}</div></div></div>\n`;
}

export function renderPage(parts: PageParts): string {
  const { headings } = parts;
  const toc = headings.length
    ? `<nav class="md-nav md-nav--secondary" aria-label="Table of contents">` +
      `<div class="md-nav__title">On this page</div>${renderHeadings(
        headings,
      )}</nav>`
    : '';
  const edit = parts.editUrl
    ? `<a href="${escapeHtml(
        parts.editUrl,
      )}" title="Edit this page" class="md-content__button md-icon"></a>\n`
    : '';
  const description = parts.description
    ? `<meta name="description" content="${escapeHtml(parts.description)}">`
    : '';
  return `<!doctype html>
<html lang="en" class="no-js"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">${description}<title>${escapeHtml(
    parts.title === parts.siteName
      ? parts.title
      : `${parts.title} - ${parts.siteName}`,
  )}</title><link rel="stylesheet" href="${escapeHtml(
    parts.stylesheet,
  )}"></head>
<body dir="ltr">
<input class="md-toggle" data-md-toggle="drawer" type="checkbox" id="__drawer" autocomplete="off">
<input class="md-toggle" data-md-toggle="search" type="checkbox" id="__search" autocomplete="off">
<label class="md-overlay" for="__drawer"></label>
<header class="md-header" data-md-component="header"><nav class="md-header__inner md-grid" aria-label="Header"><label class="md-header__button md-icon" for="__drawer"></label></nav></header>
<div class="md-container" data-md-component="container">
<main class="md-main" data-md-component="main"><div class="md-main__inner md-grid">
${sidebar('primary', parts.navigation, parts.hideNavigation)}${sidebar(
    'secondary',
    toc,
    parts.hideToc,
  )}<div class="md-content" data-md-component="content"><article class="md-content__inner md-typeset">
${edit}${parts.content}
</article></div>
</div></main>
${footer(parts)}
</div>
</body></html>
`;
}

/** A page that sends its reader on; the reader of TechDocs says so first. */
export function renderRedirect(href: string): string {
  const address = escapeHtml(href);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Moved</title><meta http-equiv="refresh" content="0; url=${address}"></head>
<body><div class="md-container" data-md-component="container"><main class="md-main" data-md-component="main"><div class="md-content" data-md-component="content"><article class="md-content__inner md-typeset"><h1>This page has moved</h1><p><a href="${address}">Go to its new place</a></p></article></div></main></div></body></html>
`;
}
