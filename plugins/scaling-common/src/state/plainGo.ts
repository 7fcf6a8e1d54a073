/**
 * Go's way to print values, as it gets into messages of controllers, put into words
 * or taken out: structs, maps, pointers, wrapped errors. What is no such thing stays.
 */
const EMPTY_BRACES = '{}';

/** From an opening bracket to the one that closes it; the text may end before. */
function closingOf(text: string, open: number): number {
  const [opener, closer] = text[open] === '[' ? '[]' : EMPTY_BRACES;
  let depth = 0;
  for (let i = open; i < text.length; i += 1) {
    if (text[i] === opener) depth += 1;
    if (text[i] === closer) depth -= 1;
    if (depth === 0) return i;
  }
  return text.length - 1;
}

/** `a: 1,b: 2,` and `a:1 b:2` as `a=1, b=2`. */
function pairsOf(body: string): string {
  return [...body.matchAll(/([\w./-]+):\s*("[^"]*"|[^\s,{}[\]]+)/g)]
    .map(([, key, value]) => `${key}=${value.replace(/"/g, '')}`)
    .join(', ');
}

/** A struct or map: the labels or pairs that it holds, if it is about those. */
function wordsOf(literal: string): string {
  const labels = /MatchLabels:map\[string\]string\{([^}]*)\}/.exec(literal);
  if (labels) return pairsOf(labels[1]);
  const map = /^map\[(?:string\]\w+\{)?([^{}[\]]*)[}\]]$/.exec(literal);
  return map ? pairsOf(map[1]) : '';
}

const LITERAL = /&?(?:map\[|(?:\[\])?(?:\*?[a-z]\w*\.)?[A-Z]\w*\{|\[\]\w*\{)/;

export function plainGo(text: string): string {
  let rest = text;
  let plain = '';
  for (let found = LITERAL.exec(rest); found; found = LITERAL.exec(rest)) {
    const [begin] = found;
    const isTyped = /^&?map\[string\]/.test(rest.slice(found.index));
    const open = isTyped
      ? rest.indexOf('{', found.index)
      : found.index + begin.length - 1;
    if (open < 0) break;
    const end = closingOf(rest, open);
    const literal = rest.slice(found.index, end + 1).replace(/^&/, '');
    plain += `${rest.slice(0, found.index)}${wordsOf(literal)}`;
    rest = rest.slice(end + 1);
  }
  return `${plain}${rest}`
    .replace(/\brpc error: code = \w+ desc = /g, '')
    .replace(/\(\*[\w.]+\)\(0x[0-9a-f]+\)|\b0x[0-9a-f]{6,}\b/g, '')
    .replace(/%!\w\([^)]*\)|<nil>/g, '')
    .replace(/\\"/g, '"')
    .replace(/[/,]\s*(?=[:.)]|$)/g, '')
    .replace(/\(\s*\)/g, '')
    .replace(/\s{2,}/g, ' ')
    .replace(/\s+([:;,.])/g, '$1')
    .replace(/^[\s:;,]+|[\s:;,.]+$/g, '');
}
