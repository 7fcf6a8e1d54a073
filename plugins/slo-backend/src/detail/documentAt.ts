/** The document of a YAML file that a line (from 1) stands in. */
export function documentAt(text: string, line: number): string {
  const lines = text.split('\n');
  const isSeparator = (each: string) => /^---(\s|$)/.test(each);
  let from = Math.min(line, lines.length) - 1;
  while (from > 0 && !isSeparator(lines[from])) from -= 1;
  let to = Math.max(from + 1, line);
  while (to < lines.length && !isSeparator(lines[to])) to += 1;
  const own = lines.slice(isSeparator(lines[from] ?? '') ? from + 1 : from, to);
  return `${own.join('\n').trim()}\n`;
}
