/*
 * The navigation in the sidebar, the same on every page except for what is active and
 * how addresses are written. In a site of a thousand pages it is most of each page, so
 * it is rendered once per depth of folders, in pieces, and a page only puts its own
 * pieces in place.
 */
import type { PageHeading } from '@worldscale/backstage-plugin-markdown-common';
import { encodePath } from '../site/LinkResolver';
import type { NavItem, Page } from '../site/Page';
import { escapeHtml } from './escape';
import { renderHeadings } from './renderHeadings';

/** Sections of smaller sites are open from the start: there is nothing to search. */
const maxOpenItems = 40;

export interface NavigationPage {
  page: Page;
  title: string;
}

interface Piece {
  /** Prefix of addresses is put between these. */
  parts: string[];
  /** What this piece shows, where something else is shown once it is active. */
  page?: Page;
  sectionStart?: { section: NavItem; id: string };
}

export class Navigation {
  /** Pages in the order of the navigation. */
  readonly order: Page[] = [];
  private readonly trails = new Map<Page, NavItem[]>();
  private readonly pieces: Piece[] = [];
  private readonly byPrefix = new Map<string, string[]>();
  private sections = 0;
  private readonly isSmall: boolean;

  constructor(
    private readonly siteName: string,
    items: NavItem[],
    private readonly titleOf: (page: Page) => string,
  ) {
    this.isSmall = countItems(items) <= maxOpenItems;
    this.add(items, [], 1);
  }

  private add(items: NavItem[], trail: NavItem[], level: number) {
    for (const item of items) {
      if (item.kind === 'page') this.addPage(item.page, trail);
      else if (item.kind === 'link') this.addLink(item);
      else this.addSection(item, trail, level);
    }
  }

  private addPage(page: Page, trail: NavItem[]) {
    if (!this.trails.has(page)) {
      this.trails.set(page, trail);
      this.order.push(page);
    }
    this.pieces.push({
      page,
      parts: [
        '<li class="md-nav__item"><a href="',
        `${encodePath(page.url)}" class="md-nav__link">${ellipsis(
          this.titleOf(page),
        )}</a></li>\n`,
      ],
    });
  }

  private addLink(item: NavItem & { kind: 'link' }) {
    const href = escapeHtml(item.href);
    const rest = `" class="md-nav__link">${ellipsis(item.title)}</a></li>\n`;
    const start = '<li class="md-nav__item"><a href="';
    this.pieces.push({
      parts: item.isWithin
        ? [start, `${href}${rest}`]
        : [`${start}${href}${rest}`],
    });
  }

  private addSection(
    section: NavItem & { kind: 'section' },
    trail: NavItem[],
    level: number,
  ) {
    const id = `__nav_${++this.sections}`;
    const title = escapeHtml(section.title);
    this.pieces.push({ parts: [], sectionStart: { section, id } });
    this.pieces.push({
      parts: [
        `<label class="md-nav__link" for="${id}" id="${id}_label">${ellipsis(
          section.title,
        )}<span class="md-nav__icon md-icon"></span></label>` +
          `<nav class="md-nav" aria-labelledby="${id}_label" data-md-level="${level}">` +
          `<label class="md-nav__title" for="${id}"><span class="md-nav__icon md-icon"></span>${title}</label>` +
          `<ul class="md-nav__list">\n`,
      ],
    });
    this.add(section.items, [...trail, section], level + 1);
    this.pieces.push({ parts: ['</ul></nav></li>\n'] });
  }

  /** Sections from the outermost to the one that holds the page. */
  trailOf(page: Page): string[] {
    return (this.trails.get(page) ?? []).map(item =>
      item.kind === 'section' ? item.title : '',
    );
  }

  render(active: Page, headings: PageHeading[]): string {
    const prefix = '../'.repeat(active.url.split('/').length - 1);
    const trail = new Set(this.trails.get(active) ?? []);
    let strings = this.byPrefix.get(prefix);
    if (!strings) {
      strings = this.pieces.map(({ parts }) => parts.join(prefix || './'));
      this.byPrefix.set(prefix, strings);
    }
    const html: string[] = [];
    this.pieces.forEach(({ page, sectionStart }, index) => {
      if (sectionStart)
        html.push(
          this.sectionStart(sectionStart.id, trail.has(sectionStart.section)),
        );
      else if (page === active) html.push(this.activePage(active, headings));
      else html.push(strings[index]);
    });
    return (
      `<nav class="md-nav md-nav--primary" aria-label="Navigation" data-md-level="0">` +
      `<label class="md-nav__title" for="__drawer">${escapeHtml(
        this.siteName,
      )}</label><ul class="md-nav__list" data-md-scrollfix>\n${html.join(
        '',
      )}</ul></nav>`
    );
  }

  private sectionStart(id: string, isActive: boolean): string {
    const active = isActive ? ' md-nav__item--active' : '';
    const checked = isActive || this.isSmall ? ' checked' : '';
    return (
      `<li class="md-nav__item${active} md-nav__item--nested">` +
      `<input class="md-nav__toggle md-toggle" type="checkbox" id="${id}"${checked}>`
    );
  }

  private activePage(page: Page, headings: PageHeading[]): string {
    const inner = headings.length
      ? `<nav class="md-nav md-nav--secondary" aria-label="On this page">${renderHeadings(
          headings,
        )}</nav>`
      : '';
    return (
      `<li class="md-nav__item md-nav__item--active"><a href="./" class="md-nav__link md-nav__link--active" ` +
      `aria-current="page">${ellipsis(this.titleOf(page))}</a>${inner}</li>\n`
    );
  }
}

function ellipsis(title: string) {
  return `<span class="md-ellipsis">${escapeHtml(title)}</span>`;
}

function countItems(items: NavItem[]): number {
  return items.reduce(
    (sum, item) =>
      sum + 1 + (item.kind === 'section' ? countItems(item.items) : 0),
    0,
  );
}
