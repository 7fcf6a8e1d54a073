/**
 * What the reader needs beyond the HTML of the Markdown: code and tables that scroll
 * can be reached by keyboard, and boxes of tasks have a name.
 */
export function prepareContent(html: string): string {
  const depth: boolean[] = [];
  return html
    .replace(
      /<pre><span><\/span><code>/g,
      '<pre><span></span><code tabindex="0">',
    )
    .replace(
      /<input type="checkbox" disabled/g,
      '<input type="checkbox" aria-label="Task" disabled',
    )
    .replace(/<table\b[^<>]*>|<\/table>/g, tag => {
      if (tag === '</table>') return depth.pop() ? `${tag}</div></div>` : tag;
      const isPlain = tag === '<table>';
      depth.push(isPlain);
      return isPlain
        ? `<div class="md-typeset__scrollwrap" tabindex="0" role="region" aria-label="Table"><div class="md-typeset__table">${tag}`
        : tag;
    });
}
