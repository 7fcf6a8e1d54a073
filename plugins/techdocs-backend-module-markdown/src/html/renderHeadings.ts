import type { PageHeading } from '@worldscale/backstage-plugin-markdown-common';
import { escapeHtml } from './escape';

/** Headings of a page as nested lists; deeper ones stay with the one that they follow. */
export function renderHeadings(headings: PageHeading[]): string {
  if (headings.length === 0) return '';
  let html = '<ul class="md-nav__list">\n';
  const levels: number[] = [];
  for (const { level, id, title } of headings) {
    if (levels.length > 0 && level > levels[levels.length - 1]) {
      html += `<nav class="md-nav" aria-label="${escapeHtml(
        title,
      )}"><ul class="md-nav__list">\n`;
    } else if (levels.length > 0) {
      html += '</li>\n';
      while (levels.length > 1 && level <= levels[levels.length - 2]) {
        levels.pop();
        html += '</ul></nav></li>\n';
      }
      levels.pop();
    }
    levels.push(level);
    html +=
      `<li class="md-nav__item"><a href="#${escapeHtml(
        id,
      )}" class="md-nav__link">` +
      `<span class="md-ellipsis">${escapeHtml(title)}</span></a>`;
  }
  html += '</li>\n';
  for (let i = 1; i < levels.length; i++) html += '</ul></nav></li>\n';
  return `${html}</ul>\n`;
}
