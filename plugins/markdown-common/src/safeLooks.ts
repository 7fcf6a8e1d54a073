/*
 * What the HTML of a page may say about its looks: how text and columns stand, and how
 * large a picture is. Nothing moves out of its place, covers the portal or brings
 * colours that only one of the themes can show.
 */

/** Pixels; wider than any column of text. */
const maxPixels = 2000;
/** Pixels and percent around an element. */
const maxSpace = 100;

const words = new Map<string, RegExp>(
  Object.entries({
    'text-align': /^(?:left|right|center|justify|start|end)$/,
    'vertical-align': /^(?:top|middle|bottom|baseline|sub|super|text-top)$/,
    'white-space': /^(?:normal|nowrap|pre-wrap|pre-line|break-spaces)$/,
    'word-break': /^(?:normal|break-word|break-all|keep-all)$/,
    'font-weight': /^(?:normal|bold|[1-9]00)$/,
    'font-style': /^(?:normal|italic)$/,
    'text-decoration': /^(?:none|underline|line-through)$/,
    'list-style-type': /^[a-z-]{1,30}$/,
    float: /^(?:left|right|none)$/,
  }),
);
const sizes = /^(?:(?:min-|max-)?width|(?:max-)?height)$/;
const spaces = /^(?:margin|padding)(?:-(?:top|right|bottom|left))?$/;
const length = /^(\d{1,5}(?:\.\d{1,4})?)(px|%|r?em|)$/;

function isLength(value: string, limit: number): boolean {
  if (value === 'auto') return true;
  const [, number, unit] = length.exec(value) ?? [];
  if (number === undefined) return false;
  if (unit === '') return Number(number) === 0;
  if (unit === '%') return Number(number) <= 100;
  return Number(number) * (unit === 'px' ? 1 : 16) <= limit;
}

function isSafe(property: string, value: string): boolean {
  const allowed = words.get(property);
  if (allowed) return allowed.test(value);
  // A height in percent is one of the window where nothing else has a height.
  if (property.endsWith('height') && value.endsWith('%')) return false;
  if (sizes.test(property)) return isLength(value, maxPixels);
  return (
    spaces.test(property) &&
    value.split(/\s+/).every(part => isLength(part, maxSpace))
  );
}

/** The declarations of a `style` that are let through. */
export function safeStyle(style: string): string {
  return style
    .slice(0, 2000)
    .split(';')
    .map(declaration => declaration.split(':').map(part => part.trim()))
    .filter(
      parts =>
        parts.length === 2 &&
        isSafe(parts[0].toLowerCase(), parts[1].toLowerCase()),
    )
    .map(([property, value]) => `${property}: ${value};`)
    .join(' ');
}

/** Classes but those of the portal's own frame and components. */
export function safeClasses(classes: string): string {
  return classes
    .split(/\s+/)
    .filter(name => !/^(?:md-|mdx-|mui|makestyles|jss|backstage)/i.test(name))
    .join(' ');
}
