/** Joins and folds `..`; undefined where it leads above the root. */
export function joinPath(base: string, target: string): string | undefined {
  const parts: string[] = [];
  for (const part of `${base}${target}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
