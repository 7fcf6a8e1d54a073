/*
 * The allow-list that every page passes last, so that no rule of the parser has to be
 * trusted: elements and attributes that are not named here are not in the result.
 * The work is done by the library `sanitize-html`, which reads HTML as browsers do.
 */
import sanitize from 'sanitize-html';
import { isSafeAddress, linkSchemes } from './parser/links';
import { safeClasses, safeStyle } from './safeLooks';

export interface SanitizeOptions {
  iframeHosts?: string[];
  /** Is told once for each element or attribute that was dropped. */
  onRemoved?(what: string): void;
}

const tags = (
  'a abbr address article aside audio b bdi bdo blockquote br caption cite code col colgroup dd del ' +
  'details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img input ins kbd ' +
  'label li main mark nav ol p picture pre q rp rt ruby s samp section small source span strike strong ' +
  'sub summary sup table tbody td tfoot th thead time tr track tt u ul var video wbr center'
).split(' ');
const tagSet = new Set(tags);

const attributes: Record<string, string[]> = {
  '*': [
    'align',
    'aria-*',
    'class',
    'data-*',
    'dir',
    'height',
    'id',
    'lang',
    'role',
    'style',
    'tabindex',
    'title',
    'width',
  ],
  a: ['download', 'href', 'hreflang', 'name', 'rel', 'target', 'type'],
  audio: ['controls', 'loop', 'muted', 'preload', 'src'],
  blockquote: ['cite'],
  col: ['span'],
  colgroup: ['span'],
  del: ['cite', 'datetime'],
  details: ['open'],
  iframe: ['allowfullscreen', 'frameborder', 'loading', 'src'],
  img: ['alt', 'border', 'decoding', 'loading', 'sizes', 'src', 'srcset'],
  input: ['checked', 'disabled', 'name', 'type'],
  ins: ['cite', 'datetime'],
  label: ['for'],
  li: ['value'],
  ol: ['reversed', 'start', 'type'],
  source: ['media', 'sizes', 'src', 'srcset', 'type'],
  table: ['border', 'cellpadding', 'cellspacing'],
  td: ['colspan', 'headers', 'rowspan', 'valign'],
  th: ['colspan', 'headers', 'rowspan', 'scope', 'valign'],
  time: ['datetime'],
  track: ['default', 'kind', 'label', 'src', 'srclang'],
  ul: ['type'],
  video: [
    'controls',
    'loop',
    'muted',
    'playsinline',
    'poster',
    'preload',
    'src',
  ],
};

/** Inputs are those of tabs and task lists. */
function safeInput(attribs: sanitize.Attributes): sanitize.Attributes {
  if (attribs.type === 'radio') return attribs;
  return { ...attribs, type: 'checkbox', disabled: '' };
}

/** An attribute without a value is left out. */
function withValue(
  attribs: sanitize.Attributes,
  name: string,
  value: string,
): sanitize.Attributes {
  const { [name]: _old, ...others } = attribs;
  return value ? { ...others, [name]: value } : others;
}

/** The page as HTML that does nothing but be read. */
export function sanitizeHtml(
  html: string,
  { iframeHosts = [], onRemoved }: SanitizeOptions = {},
): string {
  const frames = iframeHosts.length > 0;
  const transform: sanitize.Transformer = (tagName, attribs) => {
    if (!tagSet.has(tagName) && !(frames && tagName === 'iframe')) {
      onRemoved?.(`<${tagName}>`);
      return { tagName, attribs };
    }
    let result = attribs;
    for (const [name, value] of Object.entries(attribs)) {
      if (name.startsWith('on')) onRemoved?.(`the attribute ${name}`);
      else if (name === 'style')
        result = withValue(result, name, safeStyle(value));
      else if (name === 'class')
        result = withValue(result, name, safeClasses(value));
      else if (name.startsWith('data-md-'))
        result = withValue(result, name, '');
      else if ((name === 'href' || name === 'src') && !isSafeAddress(value))
        onRemoved?.(`the address ${value.slice(0, 60)}`);
    }
    if (tagName === 'input') result = safeInput(result);
    if (tagName === 'a' && result.target)
      result = { ...result, rel: 'noopener noreferrer' };
    return { tagName, attribs: result };
  };
  return sanitize(html, {
    allowedTags: frames ? [...tags, 'iframe'] : tags,
    allowedAttributes: attributes,
    allowedSchemes: linkSchemes,
    allowedSchemesByTag: { img: ['http', 'https', 'data'] },
    allowProtocolRelative: true,
    allowedIframeHostnames: iframeHosts,
    parseStyleAttributes: false,
    // Their words are no words for readers; all others keep theirs.
    nonTextTags: ['script', 'style', 'textarea'],
    transformTags: { '*': transform },
    // Deeper elements lose their tags, not their words.
    nestingLimit: 250,
  });
}
