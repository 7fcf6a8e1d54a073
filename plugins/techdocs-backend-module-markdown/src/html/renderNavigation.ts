/*
 * The navigation in the sidebar: the same on every page except for what is active and
 * how addresses are written. In a site of a thousand pages it would be most of every
 * page, and most of the work of building it. So each item is rendered once per depth of
 * folders and put together for each page; and in a large site the sections that do not
 * hold the page are only links to their first page, as with `navigation.prune` of
 * Material for MkDocs.
 */
import type { PageHeading } from '@worldscale/backstage-plugin-markdown-common';
import { encodePath } from '../site/LinkResolver';
import type { NavItem, Page } from '../site/Page';
import { escapeHtml } from './escape';
import { renderHeadings } from './renderHeadings';

/** Sections of smaller sites are open from the start: there is little to search. */
const maxOpenItems = 40;
/** In larger sites, sections without the page are links. */
const maxWholeItems = 300;

type Section = NavItem & { kind: 'section' };

interface Context {
  /** Relative address of the root of the site. */
  root: string;
  active: Page;
  headings: PageHeading[];
  /** Sections that hold the active page. */
  trail: Set<Section>;
  /** Items that are the same on every page with this root. */
  rendered: Map<NavItem, string>;
}

export class Navigation {
  /** Pages in the order of the navigation. */
  readonly order: Page[] = [];
  private readonly trails = new Map<Page, Section[]>();
  private readonly ids = new Map<Section, string>();
  private readonly firstPages = new Map<Section, Page>();
  private readonly byRoot = new Map<string, Map<NavItem, string>>();
  private readonly size: number;

  constructor(
    private readonly siteName: string,
    private readonly items: NavItem[],
    private readonly titleOf: (page: Page) => string,
  ) {
    this.size = countItems(items);
    this.visit(items, []);
  }

  private visit(items: NavItem[], trail: Section[]) {
    for (const item of items) {
      if (item.kind === 'section') {
        this.ids.set(item, `__nav_${this.ids.size + 1}`);
        this.visit(item.items, [...trail, item]);
      } else if (item.kind === 'page' && !this.trails.has(item.page)) {
        this.trails.set(item.page, trail);
        this.order.push(item.page);
        for (const section of trail)
          if (!this.firstPages.has(section))
            this.firstPages.set(section, item.page);
      }
    }
  }

  render(active: Page, headings: PageHeading[]): string {
    const root = '../'.repeat(active.url.split('/').length - 1) || './';
    const rendered = this.byRoot.get(root) ?? new Map<NavItem, string>();
    this.byRoot.set(root, rendered);
    const list = this.renderItems(
      this.items,
      {
        root,
        active,
        headings,
        rendered,
        trail: new Set(this.trails.get(active) ?? []),
      },
      1,
    );
    return (
      `<nav class="md-nav md-nav--primary" aria-label="Navigation" data-md-level="0">` +
      `<label class="md-nav__title" for="__drawer">${escapeHtml(
        this.siteName,
      )}</label><ul class="md-nav__list" data-md-scrollfix>\n${list}</ul></nav>`
    );
  }

  private renderItems(items: NavItem[], context: Context, level: number) {
    let html = '';
    for (const item of items) html += this.renderItem(item, context, level);
    return html;
  }

  private renderItem(item: NavItem, context: Context, level: number): string {
    if (item.kind === 'page' && item.page === context.active)
      return this.renderActive(context);
    if (item.kind === 'section' && context.trail.has(item))
      return this.renderSection(item, context, level);
    let html = context.rendered.get(item);
    if (html === undefined) {
      html = this.renderInactive(item, context, level);
      context.rendered.set(item, html);
    }
    return html;
  }

  private renderInactive(item: NavItem, context: Context, level: number) {
    if (item.kind === 'page')
      return link(
        context.root + encodePath(item.page.url),
        this.titleOf(item.page),
      );
    if (item.kind === 'link')
      return link(
        item.isWithin ? context.root + item.href : item.href,
        item.title,
      );
    const first = this.firstPages.get(item);
    return this.size > maxWholeItems && first
      ? prunedSection(context.root + encodePath(first.url), item.title)
      : this.renderSection(item, context, level);
  }

  private renderSection(item: Section, context: Context, level: number) {
    const id = this.ids.get(item);
    const isActive = context.trail.has(item);
    const title = escapeHtml(item.title);
    const active = isActive ? ' md-nav__item--active' : '';
    const checked = isActive || this.size <= maxOpenItems ? ' checked' : '';
    return (
      `<li class="md-nav__item${active} md-nav__item--nested">` +
      `<input class="md-nav__toggle md-toggle" type="checkbox" id="${id}"${checked}>` +
      `<label class="md-nav__link" for="${id}" id="${id}_label"><span class="md-ellipsis">${title}</span>` +
      `<span class="md-nav__icon md-icon"></span></label>` +
      `<nav class="md-nav" aria-labelledby="${id}_label" data-md-level="${level}">` +
      `<label class="md-nav__title" for="${id}"><span class="md-nav__icon md-icon"></span>${title}</label>` +
      `<ul class="md-nav__list">\n${this.renderItems(
        item.items,
        context,
        level + 1,
      )}</ul></nav></li>\n`
    );
  }

  private renderActive({ active, headings }: Context): string {
    const inner = headings.length
      ? `<nav class="md-nav md-nav--secondary" aria-label="On this page">${renderHeadings(
          headings,
        )}</nav>`
      : '';
    return (
      `<li class="md-nav__item md-nav__item--active"><a href="./" class="md-nav__link md-nav__link--active" ` +
      `aria-current="page"><span class="md-ellipsis">${escapeHtml(
        this.titleOf(active),
      )}</span></a>${inner}</li>\n`
    );
  }
}

function link(href: string, title: string): string {
  return (
    `<li class="md-nav__item"><a href="${escapeHtml(
      href,
    )}" class="md-nav__link">` +
    `<span class="md-ellipsis">${escapeHtml(title)}</span></a></li>\n`
  );
}

function prunedSection(href: string, title: string): string {
  return (
    `<li class="md-nav__item md-nav__item--pruned md-nav__item--nested"><a href="${escapeHtml(
      href,
    )}" class="md-nav__link">` +
    `<span class="md-ellipsis">${escapeHtml(title)}</span>` +
    `<span class="md-nav__icon md-icon"></span></a></li>\n`
  );
}

function countItems(items: NavItem[]): number {
  return items.reduce(
    (sum, item) =>
      sum + 1 + (item.kind === 'section' ? countItems(item.items) : 0),
    0,
  );
}
