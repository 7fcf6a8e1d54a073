import type { StateCore } from 'markdown-it';
import type { PageLink } from '../RenderedPage';
import { contextOf, Token } from './PageContext';

/** What an address may start with; the same as in Backstage's own reader. */
export const linkSchemes = [
  'callto',
  'cid',
  'ftp',
  'ftps',
  'http',
  'https',
  'mailto',
  'matrix',
  'sms',
  'tel',
  'xmpp',
];

const allowed = new RegExp(`^(?:${linkSchemes.join('|')}):`, 'i');
const anyScheme = /^[a-z][a-z0-9+.-]*:/i;
/** Pictures within the page. */
const dataImage = /^data:image\/(?:png|jpe?g|gif|webp|avif|svg\+xml)[;,]/i;

export function isSafeAddress(address: string): boolean {
  // Browsers drop control characters and spaces before they look for a scheme.
  const text = address.replace(/[\p{Cc} ]+/gu, '');
  return !anyScheme.test(text) || allowed.test(text) || dataImage.test(text);
}

/** Collects where the Markdown of a page leads, and lets its owner redirect it. */
export function resolveLinks(state: StateCore) {
  const context = contextOf(state.env);
  const { resolveLink } = context.options;
  const visit = (token: Token, line?: number) => {
    const kind = token.type === 'image' ? 'image' : 'link';
    const attribute = kind === 'image' ? 'src' : 'href';
    const href = token.attrGet(attribute);
    if (href === null) return;
    const link: PageLink = { kind, href: String(href), line };
    context.links.push(link);
    const resolved = resolveLink?.(link);
    if (resolved !== undefined) token.attrSet(attribute, resolved);
  };
  for (const token of state.tokens) {
    if (token.type !== 'inline' || !token.children) continue;
    const line = token.map ? context.lineOf(token.map[0]) : undefined;
    for (const child of token.children)
      if (child.type === 'link_open' || child.type === 'image')
        visit(child, line);
  }
}
