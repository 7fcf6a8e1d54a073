/** Whether a path is named by patterns like those of a .gitignore. */
export function matchesPatterns(path: string, patterns: string[]): boolean {
  let matches = false;
  for (const pattern of patterns) {
    const isNegated = pattern.startsWith('!');
    const expression = expressionOf(isNegated ? pattern.slice(1) : pattern);
    if (expression.test(path)) matches = !isNegated;
  }
  return matches;
}

const cache = new Map<string, RegExp>();

function expressionOf(pattern: string): RegExp {
  const known = cache.get(pattern);
  if (known) return known;
  const isFolder = pattern.endsWith('/');
  const body = pattern.replace(/\/$/, '');
  const isAnchored = body.includes('/');
  const source = body
    .replace(/^\//, '')
    // Neighbouring stars say no more than one, and cost time without end.
    .replace(/\*{3,}/g, '**')
    .split(/(\*\*\/|\/\*\*|\*\*|\*|\?)/)
    .map(part => {
      if (part === '**/') return '(?:[^/]+/)*';
      if (part === '/**') return '/.*';
      if (part === '**') return '.*';
      if (part === '*') return '[^/]*';
      if (part === '?') return '[^/]';
      return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  const expression = new RegExp(
    `${isAnchored ? '^' : '(?:^|/)'}${source}${isFolder ? '/' : '(?:/|$)'}`,
  );
  if (cache.size > 1000) cache.clear();
  cache.set(pattern, expression);
  return expression;
}
