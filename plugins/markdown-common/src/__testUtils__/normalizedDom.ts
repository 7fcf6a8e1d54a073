import { DefaultTreeAdapterTypes, parseFragment } from 'parse5';

type Node = DefaultTreeAdapterTypes.ChildNode;

/** Elements within which spaces and line breaks are seen. */
const preformatted = new Set(['pre', 'textarea']);
function attributesOf(element: DefaultTreeAdapterTypes.Element): string {
  return element.attrs
    .map(({ name, value }) => {
      if (name === 'class')
        return `class="${value.split(/\s+/).sort().join(' ')}"`;
      if (name === 'style')
        return `style="${value.replace(/\s+/g, '').replace(/;$/, '')}"`;
      // Written without a value, as itself, or empty: all mean yes.
      if (['checked', 'disabled', 'open'].includes(name)) return name;
      // Added to links that open elsewhere.
      if (name === 'rel') return '';
      return `${name}="${value}"`;
    })
    .filter(Boolean)
    .sort()
    .map(attribute => ` ${attribute}`)
    .join('');
}

function isCode(element: DefaultTreeAdapterTypes.Element) {
  return (
    element.tagName === 'code' &&
    element.parentNode?.nodeName === 'pre' &&
    element.parentNode.childNodes[0].nodeName === 'span'
  );
}

function textOf(node: Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

function write(node: Node, indent: string, inPre: boolean, lines: string[]) {
  if (node.nodeName === '#comment' || node.nodeName === '#documentType') return;
  if ('value' in node) {
    const text = inPre ? node.value : node.value.replace(/\s+/g, ' ');
    if (text.trim()) lines.push(`${indent}"${inPre ? text : text.trim()}"`);
    return;
  }
  if (!('tagName' in node)) return;
  lines.push(`${indent}<${node.tagName}${attributesOf(node)}>`);
  if (isCode(node)) {
    // Highlighters cut code into other pieces; marked lines are looked at apart.
    lines.push(`${indent}  ${JSON.stringify(textOf(node))}`);
    for (const marked of markedLines(node))
      lines.push(`${indent}  marked ${JSON.stringify(marked)}`);
    return;
  }
  const inner = inPre || preformatted.has(node.tagName);
  for (const child of node.childNodes)
    write(child, `${indent}  `, inner, lines);
}

function markedLines(node: Node): string[] {
  if (!('tagName' in node)) return [];
  const isMarked = node.attrs.some(
    ({ name, value }) => name === 'class' && value === 'hll',
  );
  return isMarked ? [textOf(node)] : node.childNodes.flatMap(markedLines);
}

/**
 * HTML as a tree in text, one node a line, without what no reader sees: the order of
 * attributes, spaces between blocks, the pieces into which a highlighter cuts code.
 */
export function normalizedDom(html: string): string {
  const lines: string[] = [];
  for (const node of parseFragment(html).childNodes)
    write(node, '', false, lines);
  return lines.join('\n');
}
