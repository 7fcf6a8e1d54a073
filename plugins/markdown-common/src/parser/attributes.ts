import type { Token } from './PageContext';

export interface AttributeList {
  id?: string;
  classes: string[];
  /** Name and value, in the order in which they are written. */
  values: Array<[string, string]>;
}

/** What stands between the braces is no longer than this. */
export const maxAttributeListLength = 1000;

const item =
  /\s*(?:([#.])([^\s"'={}]+)|([^\s"'={}.#][^\s"'={}]*)(?:=(?:"([^"]*)"|'([^']*)'|([^\s"'{}]*)))?)/y;

/** Parses `#id .class key=value`, or undefined where it is something else. */
export function parseAttributeList(text: string): AttributeList | undefined {
  const source = text.trim();
  if (!source || source.length > maxAttributeListLength) return undefined;
  const list: AttributeList = { classes: [], values: [] };
  item.lastIndex = 0;
  while (item.lastIndex < source.length) {
    const match = item.exec(source);
    if (!match) return undefined;
    const [, sign, word, name, double, single, bare] = match;
    if (sign === '#') list.id = word;
    else if (sign === '.') list.classes.push(word);
    else list.values.push([name, double ?? single ?? bare ?? name]);
  }
  return list;
}

/** What `{: ... }` or `{ ... }` at the end of a text says, and the text before. */
export function splitTrailingList(
  text: string,
): { before: string; list: AttributeList } | undefined {
  const trimmed = text.trimEnd();
  if (!trimmed.endsWith('}')) return undefined;
  const start = trimmed.lastIndexOf('{');
  if (start < 0 || trimmed.length - start > maxAttributeListLength)
    return undefined;
  const list = parseAttributeList(
    trimmed.slice(start + 1, -1).replace(/^:/, ''),
  );
  return list && { before: trimmed.slice(0, start), list };
}

export function applyAttributes(token: Token, list: AttributeList) {
  token.meta = { ...token.meta, isForeign: true };
  if (list.id !== undefined) token.attrSet('id', list.id);
  for (const [name, value] of list.values) token.attrSet(name, value);
  for (const name of list.classes) token.attrJoin('class', name);
}
