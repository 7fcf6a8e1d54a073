/** `column 5`, or `line 2, column 3` in a query of several lines; both count from 1. */
export function placeIn(query: string, offset: number): string {
  const before = query.slice(0, offset);
  const column = offset - before.lastIndexOf('\n');
  if (!/\n./.test(query)) return `column ${column}`;
  return `line ${before.split('\n').length}, column ${column}`;
}
